import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';
import { bytesOf, copyOf, filesIn, openTestVault, sha256 } from './vault-tools.ts';

const MIB = 1024 * 1024;
const WHOLE_SECOND = 1_800_000_000;
const isRoot = process.getuid?.() === 0;

function sourceIn(folder: string, name = 'photo.jpg', bytes: string | Uint8Array = 'a photo') {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('a snapshot', () => {
  test('is an own copy with the size and hash of its bytes', async () => {
    const folder = tempFolder();
    const bytes = Buffer.alloc(2.5 * MIB, 'pattern');
    const path = sourceIn(folder, 'video.mp4', bytes);
    const vault = await openTestVault(folder);
    const copied = await vault.snapshot(path);
    writeFileSync(path, 'something else');
    expect(copied).toEqual({
      ok: true,
      value: {
        kind: 'vault',
        file: expect.stringMatching(/^[0-9a-f]{2}\/[0-9a-f-]{36}\.[0-9a-f]{8}$/),
        size: bytes.length,
        sha256: sha256(bytes),
      },
    });
    expect(filesIn(folder)).toHaveLength(1);
    const name = filesIn(folder)[0] ?? '';
    expect(sha256((await bytesOf(vault, name)) ?? '')).toBe(sha256(bytes));
    expect(readFileSync(vault.pathOf(name)).length).toBe(bytes.length);
  });

  test('of an empty file is an empty file', async () => {
    const folder = tempFolder();
    const vault = await openTestVault(folder);
    const copied = await vault.snapshot(sourceIn(folder, 'empty', ''));
    expect(copied).toMatchObject({ ok: true, value: { size: 0, sha256: sha256('') } });
  });

  test('follows a symbolic link to a regular file', async () => {
    const folder = tempFolder();
    symlinkSync(sourceIn(folder), join(folder, 'link'));
    const vault = await openTestVault(folder);
    const name = await copyOf(vault, join(folder, 'link'));
    expect(statSync(vault.pathOf(name)).isFile()).toBe(true);
    expect(readFileSync(vault.pathOf(name), 'utf8')).toBe('a photo');
  });

  test('of a read-only file is readable for its owner alone, and leaves the original as it was', async () => {
    const folder = tempFolder();
    const path = sourceIn(folder);
    chmodSync(path, 0o444);
    const vault = await openTestVault(folder);
    const name = await copyOf(vault, path);
    expect(statSync(vault.pathOf(name)).mode & 0o777).toBe(0o600);
    expect(statSync(path).mode & 0o777).toBe(0o444);
    expect(readFileSync(path, 'utf8')).toBe('a photo');
  });

  test('is made for many files at once, each with its own name', async () => {
    const folder = tempFolder();
    const vault = await openTestVault(folder);
    const paths = Array.from({ length: 40 }, (_, n) => sourceIn(folder, `f${n}`, `text ${n}`));
    const names = await Promise.all(paths.map((path) => copyOf(vault, path)));
    expect(new Set(names).size).toBe(40);
    for (const [n, name] of names.entries()) {
      expect(readFileSync(vault.pathOf(name), 'utf8')).toBe(`text ${n}`);
    }
  });

  test('leaves the event loop free: a turn for every chunk at least', async () => {
    const folder = tempFolder();
    const path = sourceIn(folder, 'large', Buffer.alloc(64 * MIB));
    const vault = await openTestVault(folder);
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await vault.snapshot(path);
    isDone = true;
    expect(turns).toBeGreaterThan(64);
  });
});

describe('what cannot be copied is refused by name, and leaves nothing behind', () => {
  const refused = async (make: (folder: string) => string | Promise<string>) => {
    const folder = tempFolder();
    const vault = await openTestVault(folder);
    const path = await make(folder);
    const results = [await vault.snapshot(path), await vault.reference(path)];
    expect(filesIn(folder)).toEqual([]);
    const codes = results.map((result) => (result.ok ? 'accepted' : result.error.code));
    expect(codes[1]).toBe(codes[0]);
    const first = results[0];
    return first?.ok === false ? { code: codes[0], params: first.error.params, path } : null;
  };

  test('a missing file', async () => {
    const answer = await refused((folder) => join(folder, 'missing'));
    expect(answer).toMatchObject({ code: 'FILE_NOT_FOUND', params: { path: answer?.path } });
  });

  test('a link that leads nowhere, a file used as a folder, and an impossible path', async () => {
    const dangling = (folder: string) => {
      symlinkSync(join(folder, 'missing'), join(folder, 'link'));
      return join(folder, 'link');
    };
    expect(await refused(dangling)).toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(await refused((folder) => join(sourceIn(folder), 'x'))).toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
    expect(await refused((folder) => `${folder}/nul\0byte`)).toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  });

  test('a folder', async () => {
    expect(await refused((folder) => folder)).toMatchObject({
      code: 'FILE_NOT_REGULAR',
      params: { kind: 'folder' },
    });
  });

  test('a device', async () => {
    expect(await refused(() => '/dev/zero')).toMatchObject({
      code: 'FILE_NOT_REGULAR',
      params: { kind: 'device' },
    });
  });

  test('a FIFO that nobody writes to, without waiting for a writer', async () => {
    const fifo = (folder: string) => {
      execFileSync('mkfifo', [join(folder, 'fifo')]);
      return join(folder, 'fifo');
    };
    expect(await refused(fifo)).toMatchObject({
      code: 'FILE_NOT_REGULAR',
      params: { kind: 'pipe' },
    });
  });

  test('a socket', async () => {
    const server = createServer();
    const socket = async (folder: string) => {
      const path = join(folder, 's');
      await new Promise<void>((listening) => server.listen(path, listening));
      return path;
    };
    try {
      expect(await refused(socket)).toMatchObject({
        code: 'FILE_NOT_REGULAR',
        params: { kind: 'socket' },
      });
    } finally {
      server.close();
    }
  });

  test.skipIf(process.platform !== 'linux')(
    'a file of /proc, which says that it is empty',
    async () => {
      expect(await refused(() => '/proc/version')).toMatchObject({ code: 'FILE_NOT_REGULAR' });
    },
  );

  test.skipIf(isRoot)('a file that may not be read (root may read anything)', async () => {
    const forbidden = (folder: string) => {
      const path = sourceIn(folder);
      chmodSync(path, 0o000);
      return path;
    };
    expect(await refused(forbidden)).toMatchObject({
      code: 'FILE_UNREADABLE',
      params: { detail: 'EACCES' },
    });
  });

  test('a file larger than the disk has room for, before the disk is full', async () => {
    const sparse = (folder: string) => {
      const path = sourceIn(folder);
      truncateSync(path, 8 * 1024 ** 4);
      return path;
    };
    const folder = tempFolder();
    const vault = await openTestVault(folder);
    const path = sparse(folder);
    const started = performance.now();
    expect(await vault.snapshot(path)).toMatchObject({
      ok: false,
      error: { code: 'NO_SPACE', params: { path, bytes: 8 * 1024 ** 4 } },
    });
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(filesIn(folder)).toEqual([]);
  });
});

describe('a file that changes while it is copied is refused, and leaves nothing behind', () => {
  /** Does the same change again and again until the copy has been made. */
  const whileCopying = async (change: (path: string, n: number) => void) => {
    const folder = tempFolder();
    const path = sourceIn(folder, 'growing.log', Buffer.alloc(96 * MIB, 'x'));
    utimesSync(path, WHOLE_SECOND, WHOLE_SECOND);
    const vault = await openTestVault(folder);
    let n = 0;
    const timer = setInterval(() => change(path, n++), 2);
    try {
      const results = await Promise.all([vault.snapshot(path), vault.reference(path)]);
      expect(filesIn(folder)).toEqual([]);
      return results.map((result) => (result.ok ? 'accepted' : result.error.code));
    } finally {
      clearInterval(timer);
    }
  };

  test('it grows', async () => {
    const codes = await whileCopying((path) => appendFileSync(path, 'more'));
    expect(codes).toEqual(['FILE_CHANGED', 'FILE_CHANGED']);
  });

  test('it shrinks', async () => {
    const codes = await whileCopying((path, n) => truncateSync(path, 64 * MIB - n));
    expect(codes).toEqual(['FILE_CHANGED', 'FILE_CHANGED']);
  });

  test('its content is replaced by as many other bytes', async () => {
    const codes = await whileCopying((path, n) => {
      const file = openSync(path, 'r+');
      writeSync(file, `${n % 10}`, 0);
      closeSync(file);
    });
    expect(codes).toEqual(['FILE_CHANGED', 'FILE_CHANGED']);
  });

  test('another file of the same size and time takes its name', async () => {
    const codes = await whileCopying((path) => {
      const twin = `${path}.twin`;
      writeFileSync(twin, '');
      truncateSync(twin, 96 * MIB);
      utimesSync(twin, WHOLE_SECOND, WHOLE_SECOND);
      renameSync(twin, path);
    });
    expect(codes).toEqual(['FILE_CHANGED', 'FILE_CHANGED']);
  });
});

describe('a reference', () => {
  test('records size, time, inode and hash, and copies nothing', async () => {
    const folder = tempFolder();
    const path = sourceIn(folder);
    const vault = await openTestVault(folder);
    const { size, mtimeMs, ino } = statSync(path);
    expect(await vault.reference(path)).toEqual({
      ok: true,
      value: { kind: 'reference', path, size, mtimeMs, inode: ino, sha256: sha256('a photo') },
    });
    expect(filesIn(folder)).toEqual([]);
  });
});

describe('names', () => {
  test('lead out of the vault for nobody', async () => {
    const folder = tempFolder();
    const vault = await openTestVault(folder);
    const outside = sourceIn(folder, 'outside', 'keep me');
    for (const name of ['../outside', 'ab/../../outside', outside, 'generation', 'lost/x', '']) {
      expect(await bytesOf(vault, name)).toBeNull();
      await vault.discard([name]);
      expect(existsSync(vault.pathOf(name))).toBe(false);
    }
    expect(readFileSync(outside, 'utf8')).toBe('keep me');
    expect(existsSync(join(folder, 'vault/generation'))).toBe(true);
  });

  test('of a response are ready to be written to, one for each attempt', async () => {
    const folder = tempFolder();
    const vault = await openTestVault(folder);
    const first = vault.spillName('019ab3c0-0000-7000-8000-000000000001/1');
    const second = vault.spillName('019ab3c0-0000-7000-8000-000000000001/2');
    expect(first).not.toBe(second);
    writeFileSync(vault.pathOf(first), 'a long answer');
    expect(Buffer.from((await bytesOf(vault, first)) ?? []).toString()).toBe('a long answer');
  });

  test('that are discarded are gone, and a missing one is no error', async () => {
    const folder = tempFolder();
    const vault = await openTestVault(folder);
    const name = await copyOf(vault, sourceIn(folder));
    await vault.discard([name, name, 'ab/never-was.00000000']);
    expect(filesIn(folder)).toEqual([]);
    expect(await bytesOf(vault, name)).toBeNull();
  });
});
