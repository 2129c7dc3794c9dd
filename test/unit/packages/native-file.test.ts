import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nativeFileProblems, nativeTargetOf } from '../../../build/native-file.cjs';

const prebuilds = join(import.meta.dirname, '../../../node_modules/better-sqlite3/prebuilds');

describe('what a native file runs on', () => {
  test.each(readdirSync(prebuilds))('is seen in its bytes: %s', (name) => {
    const bytes = readFileSync(join(prebuilds, name)).subarray(0, 4096);
    const target = basename(name, '.node').replace('linuxmusl', 'linux');
    expect(nativeTargetOf(bytes)).toBe(target);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('x'.repeat(200))],
    ['a Windows program of another kind', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
    ['Linux on another processor', Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(200)])],
    [
      'a Windows header that points out of the file',
      Buffer.concat([Buffer.from('MZ'), Buffer.alloc(58), Buffer.from([255, 255, 255, 127])]),
    ],
  ])('is unknown for %s', (_, bytes) => {
    expect(nativeTargetOf(bytes)).toBe('unknown');
  });
});

describe('the native files of a package', () => {
  const sqlite = { path: 'better-sqlite3/prebuilds/linux-x64.node', target: 'linux-x64' };
  const keyring = { path: '@napi-rs/keyring-linux-x64-gnu/k.node', target: 'linux-x64' };

  test('are right without keytar, and with it', () => {
    const keytar = { path: 'keytar/build/Release/keytar.node', target: 'linux-x64' };
    expect(nativeFileProblems([sqlite, keyring], 'linux-x64')).toEqual([]);
    expect(nativeFileProblems([sqlite, keyring, keytar], 'linux-x64')).toEqual([]);
  });

  test('are wrong where one is for another machine, or one is missing', () => {
    const keytar = { path: 'keytar/build/Release/keytar.node', target: 'linux-arm64' };
    expect(nativeFileProblems([keyring, keytar], 'linux-x64')).toEqual([
      'keytar/build/Release/keytar.node is for linux-arm64, and the package for linux-x64',
      'no native file of better-sqlite3 for linux-x64; install the dependencies on linux-x64, and package there',
    ]);
    expect(nativeFileProblems([sqlite], 'linux-x64')).toEqual([
      'no native file of @napi-rs/keyring for linux-x64; install the dependencies on linux-x64, and package there',
    ]);
  });
});
