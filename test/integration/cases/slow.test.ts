import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CallInput, ItemDetails } from '../../../shared/contracts/outbox-api.ts';
import { caseHost } from '../../support/case-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { OK, onRequest, rawServer } from '../worker/support.ts';

const MIB = 1024 * 1024;

const kindsOf = ({ attempts }: ItemDetails) => attempts.map(({ outcome }) => outcome?.kind);

/** Takes each body as slowly as it is told, and says which arrived whole. */
async function slowServer(pauseMs: () => number | null) {
  const whole: string[] = [];
  const { url } = await rawServer((socket) => {
    socket.on('data', () => {
      const ms = pauseMs();
      socket.pause();
      if (ms !== null) setTimeout(() => socket.resume(), ms);
    });
    onRequest(socket, ({ body }) => {
      whole.push(createHash('sha256').update(body).digest('hex'));
      socket.end(OK);
    });
  });
  return { url, whole };
}

function largeFile(): { readonly body: CallInput<'enqueue'>['body']; readonly sha256: string } {
  const path = join(tempFolder(), 'video.bin');
  // Far more than the buffers between the two ends hold.
  const bytes = Buffer.alloc(24 * MIB, 'a video ');
  writeFileSync(path, bytes);
  return {
    body: { kind: 'file', file: { path } },
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

describe('N-09 a slow upload', () => {
  test('stays alive as long as it moves, however long it takes in all', async () => {
    // A minute is 800 ms here: it takes several of them.
    const host = await caseHost({ limits: { sendIdleMs: 800 } });
    const { url, whole } = await slowServer(() => 6);
    const { body, sha256 } = largeFile();
    const sent = await host.seenThrough(await host.add({ method: 'POST', url, body }));
    expect(kindsOf(sent)).toEqual(['delivered']);
    expect(sent.attempts[0]?.report?.timings?.send).toBeGreaterThan(1_600);
    expect(whole).toEqual([sha256]);
  });

  // The systems on the way take a small body at once, and nobody can see how much of it has left.
  test('is waited for as long as what was handed over may take to leave at 1 KB/s', async () => {
    // A second is 20 ms here: 100 KiB may take a hundred of them.
    const host = await caseHost({ limits: { firstByteMs: 600, floorBytesPerSecond: 400 * 1024 } });
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => setTimeout(() => socket.end(OK), 1_000));
    });
    const body = { kind: 'text', text: 'x'.repeat(100 * 1024) } as const;
    const sent = await host.seenThrough(await host.add({ method: 'POST', url, body }));
    expect(kindsOf(sent)).toEqual(['delivered']);
  });

  test('is given up below the rate that the ceiling allows for', async () => {
    const limits = { ceilingMs: 200, floorBytesPerSecond: 100 * MIB };
    const host = await caseHost({ limits });
    const { url } = await slowServer(() => 20);
    const { body } = largeFile();
    const id = await host.add({ method: 'POST', url, body });
    const { attempts } = await host.seen(async () => {
      const found = await host.details(id);
      return found.item.last === null ? null : found;
    });
    expect(attempts[0]?.outcome).toEqual({ kind: 'incomplete', code: 'TIMEOUT_CEILING' });
  });
});

test('N-10 an upload that stalls is given up for lack of progress, and tried again', async () => {
  const host = await caseHost({ limits: { sendIdleMs: 300 } });
  let isStalled = true;
  const { url, whole } = await slowServer(() => (isStalled ? null : 0));
  const { body, sha256 } = largeFile();
  const id = await host.add({ method: 'POST', url, body });
  await host.seen(async () => ((await host.details(id)).item.last === null ? null : true));
  isStalled = false;
  const sent = await host.seenThrough(id);
  expect(sent.attempts[0]?.outcome).toEqual({ kind: 'incomplete', code: 'TIMEOUT_SENDING' });
  expect(kindsOf(sent).at(-1)).toBe('delivered');
  expect(whole).toEqual([sha256]);
});
