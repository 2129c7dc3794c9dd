import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faultyReads } from '../../support/faulty-reads.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { filesIn } from '../vault/vault-tools.ts';
import { byReference, fileHost, form, LARGE, MIB, raw, SMALL, sourceOf } from './file-tools.ts';
import { receivingServer } from './receiving-server.ts';

const { host, pause, resume, enqueue } = fileHost();

describe('F-06 the original changes while it is taken', () => {
  // The research would keep the copy; design §9 promises the file as it was, so that it is refused and nothing is kept.
  test.each([
    ['grows', (path: string) => appendFileSync(path, 'more')],
    ['shrinks', (path: string) => truncateSync(path, MIB)],
    [
      'is replaced by as many other bytes',
      (path: string) => writeFileSync(path, 'x'.repeat(LARGE)),
    ],
  ])('it %s: refused, by copy and by reference, and nothing is left', async (_, change) => {
    const reads = await faultyReads();
    for (const body of [raw, byReference, form]) {
      const { path } = sourceOf(LARGE);
      const before = filesIn(host().home);
      reads.set((position, read) => {
        if (position === 0) change(path);
        return read(MIB);
      });
      const answer = await enqueue(body(path));
      reads.set(null);
      expect(answer).toMatchObject({
        ok: false,
        error: { code: 'FILE_CHANGED', params: { path } },
      });
      expect(filesIn(host().home)).toEqual(before);
    }
  });

  test('after it was taken: what was accepted is sent', async () => {
    const { url, requests } = await receivingServer();
    const { path, bytes } = sourceOf(LARGE);
    await pause();
    const id = await host().add({ method: 'POST', url, body: raw(path) });
    writeFileSync(path, 'something else');
    await resume();
    expect((await host().seenThrough(id)).item.state).toBe('delivered');
    expect(requests().map(({ body }) => body.equals(bytes))).toEqual([true]);
  });
});

describe('F-07 what is named is', () => {
  const REFUSED: Readonly<Record<string, readonly [(folder: string) => string, string]>> = {
    'a pipe that nobody writes to': [
      (folder) => {
        execFileSync('mkfifo', [join(folder, 'pipe')]);
        return join(folder, 'pipe');
      },
      'FILE_NOT_REGULAR',
    ],
    'a device without an end': [() => '/dev/zero', 'FILE_NOT_REGULAR'],
    'a folder': [(folder) => folder, 'FILE_NOT_REGULAR'],
    'a link to nowhere': [
      (folder) => {
        symlinkSync(join(folder, 'missing'), join(folder, 'link'));
        return join(folder, 'link');
      },
      'FILE_NOT_FOUND',
    ],
    'a link to itself': [
      (folder) => {
        symlinkSync(join(folder, 'link'), join(folder, 'link'));
        return join(folder, 'link');
      },
      'FILE_NOT_FOUND',
    ],
    ...(process.platform === 'linux'
      ? { 'a file of /proc': [() => '/proc/self/status', 'FILE_NOT_REGULAR'] }
      : {}),
  };

  test.each(Object.entries(REFUSED))('%s: refused at once, by name', async (_, [make, code]) => {
    const path = make(tempFolder());
    for (const body of [raw, byReference, form]) {
      const answer = await enqueue(body(path));
      expect(answer).toMatchObject({ ok: false, error: { code, params: { path } } });
    }
  });

  test('a link to a file: the file is sent', async () => {
    const { url, requests } = await receivingServer();
    const { path, bytes } = sourceOf(SMALL);
    symlinkSync(path, `${path}.link`);
    const id = await host().add({ method: 'POST', url, body: raw(`${path}.link`) });
    expect((await host().seenThrough(id)).item.state).toBe('delivered');
    expect(requests().map(({ body }) => body.equals(bytes))).toEqual([true]);
  });

  test('a file of 0 bytes: sent as that', async () => {
    const { url, requests } = await receivingServer();
    const { path } = sourceOf(0);
    for (const body of [raw, byReference]) {
      const id = await host().add({ method: 'POST', url, body: body(path) });
      expect((await host().seenThrough(id)).item.state).toBe('delivered');
    }
    expect(requests().map(({ length }) => length)).toEqual([0, 0]);
  });

  test('a sparse file of 100 GB: no room for a copy is said at once, and a reference can be given up', async () => {
    const { path } = sourceOf(0);
    const { bavail, bsize } = statfsSync(host().home);
    // More than there is room for, wherever this runs.
    truncateSync(path, Math.max(100e9, bavail * bsize + 1e9));
    const refused = await enqueue(raw(path));
    // By the vault's quota, or by the disk, whichever is smaller.
    const code = expect.stringMatching(/^(?:VAULT_FULL|NO_SPACE)$/);
    expect(refused).toMatchObject({ ok: false, error: { code, params: { path } } });

    const giveUp = new AbortController();
    const hashing = enqueue(byReference(path), giveUp.signal);
    // Others are served while it is read.
    const { url } = await receivingServer();
    const other = await host().add({ method: 'POST', url, body: { kind: 'json', value: 1 } });
    expect((await host().seenThrough(other)).item.state).toBe('delivered');
    giveUp.abort();
    expect(await hashing).toMatchObject({ ok: false, error: { code: 'ABORTED' } });
  });

  test('a pipe in the place of what was accepted by reference: it parks, without waiting for a writer', async () => {
    const { path } = sourceOf(SMALL);
    await pause();
    const id = await host().add({
      method: 'POST',
      url: 'http://127.0.0.1:9/',
      body: byReference(path),
    });
    rmSync(path);
    execFileSync('mkfifo', [path]);
    await resume();
    expect((await host().seenThrough(id)).item).toMatchObject({
      state: 'attention',
      reason: { code: 'FILE_CHANGED' },
    });
  });
});
