import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CallInput } from '../../../shared/contracts/outbox-api.ts';
import { faultyReads } from '../../support/faulty-reads.ts';
import {
  byReference,
  expectHeldBack,
  fileHost,
  form,
  LARGE,
  MIB,
  raw,
  SMALL,
  sourceOf,
} from './file-tools.ts';
import { receivingServer } from './receiving-server.ts';

const { host, pause, resume } = fileHost();

/**
 * Rows of research 2.10 that no case has. Departures by design.md §8 and §9: links are followed, the device is not
 * recorded, and there is no preflight and no Expect.
 */
const BODIES: Readonly<Record<string, (path: string) => CallInput<'enqueue'>['body']>> = {
  'no body': () => ({ kind: 'none' }),
  JSON: () => ({ kind: 'json', value: { room: 4 } }),
  text: () => ({ kind: 'text', text: 'grüße' }),
  fields: () => ({ kind: 'form', fields: [['room', '4']] }),
  'multipart without a file': () => ({
    kind: 'multipart',
    parts: [{ name: 'room', value: '4' }],
  }),
  'multipart with a file': form,
  'a raw file': raw,
  'a raw file by reference': byReference,
};

test.each(Object.entries(BODIES))(
  '2.10 %s: its length is announced, nothing is in chunks',
  async (_, body) => {
    const { url, requests } = await receivingServer();
    const { path } = sourceOf(SMALL);
    const id = await host().add({ method: 'POST', url, body: body(path) });
    const { attempts } = await host().seenThrough(id);
    expect(attempts.map(({ outcome, report }) => [outcome, report?.error])).toEqual([
      [{ kind: 'delivered', status: 200 }, null],
    ]);
    expect(requests()).toHaveLength(1);
    const [request] = requests();
    expect(request?.head).not.toMatch(/^(?:transfer-encoding|expect):/im);
    expect(request?.body.length).toBe(request?.length);
  },
);

describe('2.10 a file by reference', () => {
  test.each([
    ['shorter', (path: string) => truncateSync(path, MIB + 1)],
    ['longer', (path: string) => appendFileSync(path, 'more')],
    ['another', (path: string) => writeFileSync(path, 'x'.repeat(LARGE))],
  ])('that becomes %s while it is sent is cut off before its end, and parks', async (_, change) => {
    for (const parts of [false, true]) {
      const { url, requests, closed } = await receivingServer();
      const { path, bytes } = sourceOf(LARGE);
      const reads = await faultyReads();
      await pause();
      const id = await host().add({
        method: 'POST',
        url,
        body: parts
          ? { kind: 'multipart', parts: [{ name: 'scan', file: { path, byReference: true } }] }
          : byReference(path),
      });
      let isChanged = false;
      reads.set((position, read) => {
        if (position >= MIB && !isChanged) {
          change(path);
          isChanged = true;
        }
        return read(MIB);
      });
      await resume();
      const { item, attempts } = await host().seenThrough(id);
      expect(item).toMatchObject({ state: 'attention', reason: { code: 'FILE_CHANGED' } });
      // At once, and not when nothing has moved for a minute.
      expect(attempts[0]?.report?.progress).toBe('partial');
      expect(attempts[0]?.report?.timings?.total).toBeLessThan(30_000);
      await closed();
      expectHeldBack(requests(), bytes);
    }
  });
});
