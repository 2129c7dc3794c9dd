import { closeSync, openSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openReader } from '../../electron/host/open-reader.ts';
import { finished, firstLine, outtray, start } from '../integration/cli/outtray.ts';
import { peakOfTree } from '../support/peak-memory.ts';
import { spawnSource } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { CountedUpload } from '../support/zero-counter.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const MARK = 'MARK';
const SOURCE = { kind: 'cli' } as const;

/** Zeros that take no room, with marks at some places, and one at the end. */
function almostZeros(path: string, bytes: number, marks: readonly number[]): string {
  const file = openSync(path, 'w');
  for (const at of [...marks, bytes - MARK.length]) writeSync(file, MARK, at);
  closeSync(file);
  truncateSync(path, bytes);
  return path;
}

/** Adds a form with the file by reference, by a command line of its own; its id, and the most memory that it took. */
async function add(home: string, url: string, path: string) {
  const args = ['add', 'POST', url, '--field', 'visit=42', '--file', `film=@${path}`];
  const adding = start([...args, '--by-reference'], { home });
  let peak = 0;
  // Its peak is gone with it, so it is looked at until then.
  const look = setInterval(() => {
    peak = Math.max(peak, peakOfTree(adding.pid ?? 0));
  }, 20);
  const { code, stdout, stderr } = await finished(adding);
  clearInterval(look);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return { id: stdout.trim(), peak };
}

/** What the server says about it, and what is kept of it: its bytes by range, and what was sent. */
async function outcomeOf(home: string, id: string, range: { readonly offset: number }) {
  const answer = await outtray(['show', id, '--body'], { home });
  const reader = await openReader({ home });
  if (!reader.ok) throw new Error(reader.error.code);
  const { api, close } = reader.value;
  const item = await api.call('get', { id }, SOURCE);
  const bytes = await api.call('requestFile', { id, part: 1, ...range, length: 4 }, SOURCE);
  close();
  if (!item.ok || !bytes.ok) throw new Error('it cannot be read');
  return {
    counted: JSON.parse(answer.stdout) as CountedUpload,
    bodyBytes: item.value.item.bodyBytes,
    attempts: item.value.attempts.map(({ report }) => report?.bytesUp),
    range: { text: Buffer.from(bytes.value.bytes).toString(), size: bytes.value.size },
  };
}

describe.runIf(process.platform === 'linux')('five gigabytes by reference', () => {
  test('arrive byte for byte, with no more memory than a small file takes and 128 MB', async () => {
    const folder = tempFolder();
    const home = join(folder, 'home');
    const server = spawnSource('test/support/zero-counter.ts', []);
    onTestFinished(() => void server.child.kill());
    await server.printed('\n');
    const url = `http://127.0.0.1:${server.output().trim()}/films`;
    const host = start(['serve'], { home });
    await firstLine(host);

    const small = await add(home, url, almostZeros(join(folder, 'small'), 2 * MIB, []));
    await outtray(['sync', '--wait'], { home });
    const before = peakOfTree(host.pid ?? 0) + small.peak;

    const marks = [2 * GIB - 2, 4 * GIB - 2];
    const began = performance.now();
    const large = await add(home, url, almostZeros(join(folder, 'film'), 5 * GIB, marks));
    const accepted = performance.now();
    await outtray(['sync', '--wait'], { home });
    const sent = performance.now();
    const grown = peakOfTree(host.pid ?? 0) + large.peak - before;
    process.stdout.write(
      `5 GiB accepted in ${Math.round((accepted - began) / 1000)} s, sent in ${Math.round((sent - accepted) / 1000)} s, ${Math.round(grown / 1e6)} MB more memory\n`,
    );
    expect(grown).toBeLessThan(128e6);

    const [first = 0, second = 0] = marks;
    const seen = await outcomeOf(home, large.id, { offset: second });
    const { contentLength, bytes, runs } = seen.counted;
    expect(bytes).toBe(contentLength);
    expect(bytes).toBeGreaterThan(5 * GIB);
    // What the form puts before the file, the marks where they belong, and the last one with the form's end.
    const [[, head] = [0, 0]] = runs;
    const tail = bytes - head - 5 * GIB + MARK.length;
    expect(runs).toEqual([
      [0, head],
      [head + first, MARK.length],
      [head + second, MARK.length],
      [bytes - tail, tail],
    ]);
    expect(seen).toMatchObject({
      bodyBytes: 5 * GIB + '42'.length,
      attempts: [bytes],
      range: { text: MARK, size: 5 * GIB },
    });
  }, 300_000);
});
