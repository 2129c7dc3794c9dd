import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JobBody, JobFile } from '../../../shared/contracts/worker-protocol.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { attempt, fileOf, httpServer, jobFor, listen, rawServer, sha256 } from './support.ts';

const MIB = 1024 * 1024;
const raw = (file: JobFile): JobBody => ({
  kind: 'file',
  file,
  contentType: 'application/octet-stream',
});
const form = (...files: readonly JobFile[]): JobBody => ({
  kind: 'multipart',
  boundary: 'b0undary',
  parts: files.map((file, n) => ({
    kind: 'file',
    name: `f${n}`,
    file,
    filename: `${n}.bin`,
    contentType: 'application/octet-stream',
  })),
});
const bytes = (size: number, fill: number) => Buffer.alloc(size, fill);

/** Answers 200 to every request that arrives whole, and counts those. */
async function wholeRequests() {
  const seen = { whole: 0, begun: 0, connections: 0, lastHash: '', lastLength: '' };
  const server = await listen(
    http.createServer((request, response) => {
      seen.begun++;
      seen.lastLength = request.headers['content-length'] ?? '';
      const hash = createHash('sha256');
      request.on('data', (chunk: Buffer) => hash.update(chunk));
      request.on('error', () => {});
      request.on('end', () => {
        seen.whole++;
        seen.lastHash = hash.digest('hex');
        response.end('{}');
      });
    }),
  );
  server.server.on('connection', () => seen.connections++);
  return { ...server, seen };
}

/** Changes the file when the server has begun to read the request. */
async function changedWhileSending(
  makeBody: (file: JobFile) => JobBody,
  change: (path: string) => void,
) {
  const file = fileOf(join(tempFolder(), 'big'), bytes(24 * MIB, 1));
  let whole = 0;
  const { url } = await httpServer((request, response) => {
    let seen = 0;
    request.on('error', () => {});
    request.on('data', (chunk: Buffer) => {
      if (seen === 0) {
        change(file.path);
        request.pause();
        setImmediate(() => request.resume());
      }
      seen += chunk.length;
    });
    request.on('end', () => {
      whole++;
      response.end('{}');
    });
  });
  const report = await attempt(jobFor(url, { body: makeBody(file) }));
  return { report, whole: () => whole };
}

describe('a file', () => {
  test('arrives raw, whole and with its length announced', async () => {
    const { url, seen } = await wholeRequests();
    const file = fileOf(join(tempFolder(), 'f'), bytes(3 * MIB + 5, 7));
    const report = await attempt(jobFor(url, { body: raw(file) }));
    expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
    expect(report).toMatchObject({ progress: 'complete', bytesUp: file.size });
    expect(seen).toMatchObject({ lastHash: file.sha256, lastLength: String(file.size) });
  });

  test('may be empty', async () => {
    const { url, seen } = await wholeRequests();
    const file = fileOf(join(tempFolder(), 'f'), '');
    expect((await attempt(jobFor(url, { body: raw(file) }))).outcome.kind).toBe('delivered');
    expect(seen).toMatchObject({ lastHash: sha256(''), lastLength: '0' });
    expect((await attempt(jobFor(url, { body: form(file, file) }))).outcome.kind).toBe('delivered');
  });

  test.each([
    ['gone', (path: string) => rmSync(path), 'FILE_MISSING'],
    ['shorter', (path: string) => truncateSync(path, 10), 'FILE_CHANGED'],
    ['longer', (path: string) => appendFileSync(path, 'x'), 'FILE_CHANGED'],
    ['a folder now', (path: string) => (rmSync(path), mkdirSync(path)), 'FILE_CHANGED'],
  ])('that is %s before the attempt opens no connection', async (_, change, code) => {
    const { url, seen } = await wholeRequests();
    const dir = tempFolder();
    const good = fileOf(join(dir, 'good'), 'good');
    const bad = fileOf(join(dir, 'bad'), bytes(100, 1));
    change(bad.path);
    for (const body of [raw(bad), form(good, bad)]) {
      const report = await attempt(jobFor(url, { body }));
      expect(report.outcome).toMatchObject({ kind: 'unsendable', problem: { code } });
      expect(report).toMatchObject({
        progress: 'none',
        response: null,
        error: { class: 'file', code },
      });
    }
    expect(seen.connections).toBe(0);
  });

  test('of the caller is not sent when its time or its inode is another', async () => {
    const { url, seen } = await wholeRequests();
    const file = fileOf(join(tempFolder(), 'f'), 'mine');
    const { mtimeMs, ino } = statSync(file.path);
    const withStamp = (mtime: number, inode: number) =>
      raw({ ...file, unchangedSince: { mtimeMs: mtime, inode } });
    for (const body of [withStamp(mtimeMs - 5_000, ino), withStamp(mtimeMs, ino + 1)]) {
      const { outcome } = await attempt(jobFor(url, { body }));
      expect(outcome).toEqual({
        kind: 'unsendable',
        problem: { code: 'FILE_CHANGED', file: file.path },
      });
    }
    expect(seen.connections).toBe(0);
    const { outcome } = await attempt(jobFor(url, { body: withStamp(mtimeMs, ino) }));
    expect(outcome.kind).toBe('delivered');
  });

  test.each([
    ['raw', raw, 24 * MIB],
    ['raw and small', raw, 3],
    ['alone in a form', form, 24 * MIB],
    ['small in a form', form, 3],
    ['followed by others in a form', (file: JobFile) => form(file, file), 2 * MIB],
  ])('of the same size but with other bytes, %s, never arrives whole', async (_, body, size) => {
    const { url, seen } = await wholeRequests();
    const file = fileOf(join(tempFolder(), 'f'), bytes(size, 1));
    writeFileSync(file.path, bytes(size, 2));
    const report = await attempt(jobFor(url, { body: body(file) }));
    expect(report.outcome).toMatchObject({ kind: 'unsendable', problem: { code: 'FILE_CHANGED' } });
    expect(report.progress).not.toBe('complete');
    expect(seen.whole).toBe(0);
  });

  test.each([
    ['shrinks', raw, (path: string) => truncateSync(path, 5 * MIB)],
    ['grows', raw, (path: string) => appendFileSync(path, 'x')],
    ['changes', raw, (path: string) => writeFileSync(path, bytes(24 * MIB, 9))],
    ['shrinks', form, (path: string) => truncateSync(path, 5 * MIB)],
    ['grows', form, (path: string) => appendFileSync(path, 'x')],
    ['changes', form, (path: string) => writeFileSync(path, bytes(24 * MIB, 9))],
  ])('that %s while it is sent never arrives whole', async (_, body, change) => {
    const { report, whole } = await changedWhileSending(body, change);
    expect(report.outcome).toMatchObject({ kind: 'unsendable', problem: { code: 'FILE_CHANGED' } });
    expect(report.progress).toBe('partial');
    expect(whole()).toBe(0);
  });

  test('by a name of the vault is shown under the name it was sent with', async () => {
    const file = {
      path: join(tempFolder(), 'v-123'),
      size: 1,
      sha256: sha256('x'),
      unchangedSince: null,
    };
    const { outcome } = await attempt(jobFor('http://127.0.0.1:9/', { body: form(file) }));
    expect(outcome).toEqual({
      kind: 'unsendable',
      problem: { code: 'FILE_MISSING', file: '0.bin' },
    });
  });
});

describe('a text body', () => {
  test('that is not the accepted one is not sent', async () => {
    let connections = 0;
    const { url } = await rawServer(() => connections++);
    const body: JobBody = {
      kind: 'inline',
      text: 'b',
      contentType: 'text/plain',
      sha256: sha256('a'),
    };
    const { outcome } = await attempt(jobFor(url, { body }));
    expect(outcome).toMatchObject({ kind: 'unsendable', problem: { code: 'REQUEST_INVALID' } });
    expect(connections).toBe(0);
  });
});
