import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { requirePart } from '../../support/real-part.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { openTestStore } from '../../support/temp-store.ts';

const hasStrace = spawnSync('strace', ['-V']).status === 0;
const WRITER = join(import.meta.dirname, 'write-some.ts');

const killing = (inject: string) => [
  '-f',
  '-e',
  `trace=${inject.split(':')[0]}`,
  '-e',
  `inject=${inject}`,
];

interface Traced {
  /** The profile folder, for a look at what is left. */
  readonly folder: string;
  /** What the writer printed, a line per write. */
  readonly lines: readonly string[];
  /** fsync and fdatasync of the write-ahead log. */
  readonly syncs: number;
}

/** Runs write-some.ts under strace, which may make system calls fail. */
function trace(count: number, how: 'one-by-one' | 'together', inject: readonly string[]): Traced {
  const folder = tempFolder();
  const profile = join(folder, 'profile');
  mkdirSync(profile);
  openAndClose(profile);
  const log = join(folder, 'trace');
  const calls = ['-f', '-y', '-e', 'trace=fsync,fdatasync,pwrite64', ...inject, '-o', log];
  const run = spawnSync('strace', [...calls, process.execPath, WRITER, profile, `${count}`, how], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  const synced = /\b(fsync|fdatasync)\(\d+<[^>]*-wal>/;
  const syncs = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => synced.test(line)).length;
  return { folder: profile, lines: run.stdout.trim().split('\n'), syncs };
}

function openAndClose(folder: string): void {
  void openTestStore({ folder }).store.close();
}

const isStored = (line: string): boolean => line.startsWith('stored ');

/** Every item that the writer was told to be stored is there, and nothing else is. */
function expectWhatWasStored({ folder, lines }: Traced): void {
  const { store, setAside } = openTestStore({ folder });
  const found = store.read.items({}, { after: null, limit: 1_000, sort: 'oldest' });
  const told = lines.filter(isStored).map((line) => line.slice('stored '.length));
  expect(setAside).toBeNull();
  expect(found.rows.map((item) => item.id)).toEqual(told);
  void store.close();
}

describe.skipIf(requirePart('strace', hasStrace) === 'skip')(
  'a write that was acknowledged',
  () => {
    test('was synced to the disk first: one sync or more for each separate commit', () => {
      const traced = trace(20, 'one-by-one', []);
      expect(traced.lines.filter(isStored)).toHaveLength(20);
      expect(traced.syncs).toBeGreaterThanOrEqual(20);
      expectWhatWasStored(traced);
    });

    test('shared its sync with the others of its tick', () => {
      const traced = trace(50, 'together', []);
      expect(traced.lines.filter(isStored)).toHaveLength(50);
      expect(traced.syncs).toBeGreaterThanOrEqual(1);
      expect(traced.syncs).toBeLessThan(10);
    });

    test('is not lost when another one cannot be synced, which is not acknowledged', () => {
      const traced = trace(20, 'one-by-one', ['-e', 'inject=fdatasync,fsync:error=EIO:when=5']);
      const failed = traced.lines.filter((line) => !isStored(line));
      expect(failed).toHaveLength(1);
      expect(failed[0]).toMatch(/PROFILE_UNUSABLE.*SQLITE_IOERR/);
      const { store } = openTestStore({ folder: traced.folder });
      const told = traced.lines.filter(isStored).map((line) => line.slice('stored '.length));
      for (const id of told) expect(store.read.item(id)?.id).toBe(id);
      void store.close();
    });

    test('is not lost when the disk is full for a while', () => {
      const traced = trace(20, 'one-by-one', ['-e', 'inject=pwrite64:error=ENOSPC:when=60..66']);
      const failed = traced.lines.filter((line) => !isStored(line));
      expect(failed.length).toBeGreaterThan(0);
      expect(failed.length).toBeLessThan(20);
      expect(failed.every((line) => line.includes('NO_SPACE'))).toBe(true);
      expect(traced.lines.at(-1)).toMatch(/^stored/);
      expectWhatWasStored(traced);
    });

    test('fails as a group when the group cannot be synced', () => {
      const traced = trace(5, 'together', ['-e', 'inject=fdatasync,fsync:error=EIO:when=1']);
      expect(traced.lines).toHaveLength(5);
      expect(traced.lines.filter(isStored)).toEqual([]);
    });
  },
);

describe.skipIf(requirePart('strace', hasStrace) === 'skip')('the first start', () => {
  test.each([
    'pwrite64:signal=KILL:when=1',
    'pwrite64:signal=KILL:when=2',
    'pwrite64:signal=KILL:when=3',
    'pwrite64:signal=KILL:when=20',
    'unlink:signal=KILL:when=1',
    'fsync:signal=KILL:when=2',
    'fsync:signal=KILL:when=4',
  ])('that was killed at %s is made good by the second one', (inject) => {
    const folder = tempFolder();
    const log = join(folder, 'trace');
    const profile = join(folder, 'profile');
    spawnSync('strace', [...killing(inject), '-o', log, process.execPath, WRITER, profile, '1']);
    expect(readFileSync(log, 'utf8')).toMatch(/killed by SIGKILL/);
    const { store, setAside } = openTestStore({ folder: profile });
    expect(setAside).toBeNull();
    expect(store.read.counts().queued).toBe(0);
    void store.close();
  });
});
