import type { RequestView } from '../../shared/contracts/request-view.ts';
import type { ByteRange } from '../../shared/contracts/window-calls.ts';
import type { Attempt } from '../../shared/outbox/attempt.ts';
import type { Item } from '../../shared/outbox/item.ts';
import type { Header } from '../../shared/outbox/request.ts';
import { anItem } from '../support/builders.ts';
import { openAttempt } from '../support/item-fixtures.ts';
import { fakeOutbox } from './fake-outbox.ts';

/** Does something when it is taken for markup, and hides what it is when it is shown as it stands. */
export const HOSTILE =
  '<img src="/hit" onerror="alert(1)"><script>alert(2)</script>\u202egnp.exe\u001b[31m';

const bytes = (text: string) => new TextEncoder().encode(text);

/** Pieces of a whole as the outbox gives them out. */
export const piece = (
  whole: Uint8Array,
  { offset, length }: { readonly offset: number; readonly length: number },
): ByteRange => ({ offset, size: whole.length, bytes: whole.subarray(offset, offset + length) });

export const refusedItem = (fields: Partial<Item> = {}): Item =>
  anItem(
    {
      id: 'item-1',
      attempts: 1,
      last: { kind: 'rejected', status: 422, code: null, at: 2_000 },
      ...fields,
    },
    { state: 'attention', since: 3_000, reason: { code: 'REJECTED', status: 422 } },
  );

export const answeredAttempt = (headers: readonly Header[], size: number): Attempt => ({
  ...openAttempt('item-1', 1),
  endedAt: 2_500,
  outcome: { kind: 'rejected', status: 422 },
  counted: true,
  report: {
    requestHeaders: [],
    response: { status: 422, statusText: HOSTILE, httpVersion: '1.1', headers },
    timings: {
      dns: 1,
      connect: 2,
      tls: null,
      send: 30,
      firstByte: 40,
      receive: 1,
      total: 74,
    },
    bytesUp: 10,
    bytesDown: size,
    progress: 'complete',
    error: { class: 'protocol', code: 'X', message: HOSTILE },
    verdict: { accepted: false, rule: 'STATUS', receipt: null },
  },
  body: { bytes: size, file: null, truncated: null },
});

const request: RequestView = {
  revision: 1,
  revisions: [1],
  template: {
    values: [{ wanted: `ref:${HOSTILE}.response.body`, parent: 'item-2', json: null }],
    written: { url: `https://api.test/${HOSTILE}`, headers: [], body: { kind: 'none' } },
  },
  headers: [['x-hostile', HOSTILE]],
  body: {
    kind: 'multipart',
    parts: [
      { kind: 'field', name: HOSTILE, value: HOSTILE },
      {
        kind: 'file',
        name: '',
        filename: HOSTILE,
        contentType: 'text/html',
        file: { size: 100, sha256: 'ab', kind: 'copy' },
      },
    ],
  },
};

/** An outbox with one item, everything about which is hostile. */
export function hostileOutbox(answerType: string) {
  const item = refusedItem({
    title: HOSTILE,
    ref: HOSTILE,
    account: HOSTILE,
    orderKey: HOSTILE,
    labels: [HOSTILE],
    url: `http://127.0.0.1:9/${encodeURIComponent(HOSTILE)}`,
  });
  const answer = bytes(
    answerType.includes('json') ? JSON.stringify({ [HOSTILE]: HOSTILE }) : HOSTILE,
  );
  return fakeOutbox({
    get: () => ({
      item,
      person: { name: HOSTILE },
      attempts: [
        answeredAttempt(
          [
            ['content-type', answerType],
            ['x-hostile', HOSTILE],
          ],
          answer.length,
        ),
      ],
    }),
    explain: () => [
      { code: 'NEEDS_DECISION', reason: { code: 'FILE_MISSING', file: HOSTILE }, since: 1 },
      { code: 'BEHIND_ORDER_KEY', orderKey: HOSTILE, head: 'item-2', headState: 'queued' },
    ],
    request: () => request,
    requestFile: (input) => piece(bytes(HOSTILE), input),
    responseRange: (input) => piece(answer, input),
    timeline: () => [{ cursor: 1, itemId: item.id, kind: 'accepted', state: 'queued', at: 1_000 }],
    dependencies: () => ({
      parents: [
        {
          id: 'item-2',
          item: anItem({ id: 'item-2', title: HOSTILE }),
          values: [{ wanted: `ref:${HOSTILE}.response.body`, parent: 'item-2', json: HOSTILE }],
        },
      ],
      children: [],
      order: { key: HOSTILE, head: anItem({ id: 'item-2', title: HOSTILE }), open: 2 },
    }),
    curl: () => ({ text: HOSTILE }),
  });
}
