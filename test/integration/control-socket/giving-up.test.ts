import { truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteReader } from '../../../electron/adapters/store/open-sqlite-reader.ts';
import type { CallProgress } from '../../../shared/contracts/call.ts';
import type { RemoteHost } from '../../../shared/contracts/control-protocol.ts';
import { filesIn } from '../vault/vault-tools.ts';
import { listeningHost, profile, reached } from './control-tools.ts';

const CLI = { kind: 'cli' } as const;
const MIB = 1024 * 1024;

function largeFile(home: string, bytes: number): string {
  const path = join(dirname(home), `large-${bytes}`);
  writeFileSync(path, '');
  truncateSync(path, bytes);
  return path;
}

const upload = (...paths: readonly string[]) => ({
  method: 'POST',
  url: 'http://127.0.0.1:9/x',
  body: {
    kind: 'multipart' as const,
    parts: paths.map((path) => ({ name: 'file', file: { path } })),
  },
});

/** Two files, so that there is one that has been copied already when the second is given up. */
async function copying(remote: RemoteHost, home: string) {
  const paths = [largeFile(home, 2 * MIB), largeFile(home, 512 * MIB)];
  const caller = new AbortController();
  let begin: () => void = () => {};
  const inTheSecond = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const answer = remote.call('enqueue', upload(...paths), CLI, {
    signal: caller.signal,
    onProgress: ({ done }) => done > 2 * MIB && begin(),
  });
  await inTheSecond;
  expect(filesIn(home)).toHaveLength(2);
  return { answer, caller };
}

/** Rows of the queue, as somebody beside the host sees them. */
function queued(home: string): number {
  const beside = openSqliteReader({ folder: home });
  if (!beside.ok) throw new Error(beside.error.code);
  onTestFinished(beside.value.close);
  return beside.value.read.counts().queued;
}

test('a call through the socket tells how far it is with its files', async () => {
  const { home } = profile();
  await listeningHost(home);
  const remote = await reached(home);
  const told: CallProgress[] = [];
  const paths = [largeFile(home, 2 * MIB), largeFile(home, 3 * MIB)];
  const added = await remote.call('enqueue', upload(...paths), CLI, {
    onProgress: (progress) => told.push(progress),
  });
  expect(added).toMatchObject({ ok: true });
  expect(told.map(({ what, done, total }) => [what, done / MIB, total / MIB])).toEqual([
    ['bytes', 1, 2],
    ['bytes', 2, 2],
    ['bytes', 3, 5],
    ['bytes', 4, 5],
    ['bytes', 5, 5],
  ]);
});

test('a call that is given up ends the copying in the host, and the connection goes on', async () => {
  const { home } = profile();
  await listeningHost(home);
  const remote = await reached(home);
  const { answer, caller } = await copying(remote, home);
  caller.abort();
  expect(await answer).toMatchObject({ ok: false, error: { code: 'ABORTED' } });
  expect(filesIn(home)).toEqual([]);
  expect(await remote.call('stats', {}, CLI)).toMatchObject({ value: { counts: { queued: 0 } } });
});

test('the end of a client ends the copying in the host', async () => {
  const { home } = profile();
  const host = await listeningHost(home);
  const remote = await reached(home);
  const { answer } = await copying(remote, home);
  remote.close();
  expect(await answer).toMatchObject({ error: { code: 'HOST_STOPPED' } });
  await expect.poll(() => filesIn(home), { timeout: 30_000 }).toEqual([]);
  // Behind whatever would still have been stored.
  await host.api.call('sync', {}, CLI);
  expect(queued(home)).toBe(0);
});
