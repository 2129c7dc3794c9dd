import { describe, expect, test } from 'vitest';
import { contentOf, postDataOf, TOLD_BYTES } from '../../../electron/core/export/har-bodies.ts';
import { harEntry } from '../../../electron/core/export/har-entry.ts';
import { ownSecretsOf } from '../../../electron/core/export/own-secrets.ts';
import { type HarEntry, harOf } from '../../../shared/contracts/har.ts';
import type { Attempt } from '../../../shared/outbox/attempt.ts';
import { anAccount } from '../../support/broker-bench.ts';
import { anItem } from '../../support/builders.ts';
import { harProblems } from '../../support/har-schema.ts';
import { openAttempt, report, textBody } from '../../support/item-fixtures.ts';

const item = anItem({ id: 'item-1' });

function entryOf(change: Partial<Attempt>): HarEntry {
  const entry = harEntry(
    item,
    { ...openAttempt('item-1', 1), ...change },
    { url: change.url ?? item.url, headers: [], postData: null, content: {} },
  );
  expect(harProblems(harOf([entry], '1.0.0'))).toEqual([]);
  return entry;
}

describe('an attempt in an HTTP archive', () => {
  test('that still runs has no answer', () => {
    expect(entryOf({})).toMatchObject({
      startedDateTime: '1970-01-01T00:00:02.000Z',
      time: 0,
      request: { method: 'POST', bodySize: -1 },
      response: { status: 0, httpVersion: '', content: { size: 0, mimeType: 'x-unknown' } },
      timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait: 0, receive: 0 },
      _outtray: { item: 'item-1', attempt: 1, outcome: null, error: null },
    });
  });

  test.each([
    [{ kind: 'notSent', cause: 'dns', code: 'ENOTFOUND' } as const, 'ENOTFOUND'],
    [
      { kind: 'unsendable', problem: { code: 'FILE_CHANGED', file: 'a.jpg' } } as const,
      'FILE_CHANGED',
    ],
    [{ kind: 'workerLost', wasAlone: true } as const, 'workerLost'],
  ])('that came to $kind says why there is no answer', (outcome, error) => {
    expect(entryOf({ outcome })).toMatchObject({ _outtray: { outcome: outcome.kind, error } });
  });

  test('counts TLS as a part of connecting, and nothing twice', () => {
    const timings = { dns: 1, connect: 2, tls: 4, send: 8, firstByte: 16, receive: 32, total: 99 };
    const entry = entryOf({ report: { ...report, error: null, timings } });
    expect(entry.timings).toMatchObject({ connect: 6, ssl: 4, wait: 16, receive: 32 });
    expect(entry.time).toBe(63);
    expect(entry.response).toMatchObject({ status: 503, httpVersion: 'HTTP/1.1' });
  });

  test('has an address that is a URI, and the one that travelled', () => {
    const url = 'https://[::1]:8443/a|b[1]?c=100%&d=%41{}';
    expect(entryOf({ url })).toMatchObject({
      request: {
        url: 'https://[::1]:8443/a%7Cb%5B1%5D?c=100%25&d=%41%7B%7D',
        queryString: [
          { name: 'c', value: '100%' },
          { name: 'd', value: 'A{}' },
        ],
      },
      _outtray: { url },
    });
    const plain = 'https://a.test/b%5B?c=d';
    expect(entryOf({ url: plain }).request.url).toBe(plain);
  });
});

describe('a body in an HTTP archive', () => {
  test('is text where it is text, and base64 where it is not', () => {
    expect(contentOf(Buffer.from('\ufeffü'), 5)).toEqual({ text: '\ufeffü' });
    expect(contentOf(Uint8Array.of(0xff, 0), 2)).toEqual({ text: '/wA=', encoding: 'base64' });
    expect(contentOf(Uint8Array.of(0x61, 0xc3), 2)).toMatchObject({ encoding: 'base64' });
  });

  test('that is longer than what is told ends with a whole character, and says so', () => {
    expect(contentOf(Uint8Array.of(0x61, 0xc3), 9)).toEqual({
      text: 'a',
      comment: 'the first 2 of 9 bytes',
    });
    const told = postDataOf(textBody(`a${'ü'.repeat(TOLD_BYTES / 2)}`));
    expect(told?.text).toBe(`a${'ü'.repeat(TOLD_BYTES / 2 - 1)}`);
    expect(told?.comment).toBe(`the first ${TOLD_BYTES} of ${TOLD_BYTES + 1} bytes`);
  });

  test('never tells where a file lies', () => {
    const file = {
      kind: 'reference',
      path: '/home/anna/a.bin',
      size: 3,
      sha256: 'ab',
      mtimeMs: 1,
      inode: 1,
    } as const;
    const told = [
      postDataOf({ kind: 'file', file, contentType: 'x/y' }),
      postDataOf({
        kind: 'multipart',
        boundary: 'b',
        parts: [{ kind: 'file', name: 'f', file, filename: 'a.bin', contentType: 'x/y' }],
      }),
    ];
    expect(told).toMatchObject([
      { text: '', comment: '3 bytes, SHA-256 ab' },
      { params: [{ name: 'f', fileName: 'a.bin', comment: '3 bytes, SHA-256 ab' }] },
    ]);
    expect(JSON.stringify(told)).not.toContain('anna');
  });
});

test('own secrets are those that the item brought, and not what its account puts in their place', () => {
  const headers = [
    ['X-Api-Key', 'mine'],
    ['X-Token', 'mine too'],
    ['X-A', 'no secret'],
  ] as const;
  const account = anAccount({
    origins: [item.origin],
    auth: { kind: 'headers', names: ['x-api-key'] },
  });
  expect(ownSecretsOf(item, { headers }, null)).toEqual(headers.slice(0, 2));
  expect(ownSecretsOf(item, { headers }, account)).toEqual([['X-Token', 'mine too']]);
});
