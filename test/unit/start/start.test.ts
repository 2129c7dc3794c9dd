import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { couldNotOpen, whyNoWindow } from '../../../electron/start/choose-way.ts';
import { isBuilt } from '../../../electron/start/is-built.ts';
import { tempFolder } from '../../support/temp-folder.ts';

test('a window needs a display and, on Linux, somebody who is not root', () => {
  const linux = (env: Record<string, string>, isRoot = false) =>
    whyNoWindow({ platform: 'linux', env, isRoot });
  expect(linux({ DISPLAY: ':0' })).toBeNull();
  expect(linux({ WAYLAND_DISPLAY: 'wayland-0' })).toBeNull();
  expect(linux({})).toBe('no-display');
  expect(linux({ DISPLAY: '' })).toBe('no-display');
  expect(linux({ DISPLAY: ':0' }, true)).toBe('root');
  for (const platform of ['darwin', 'win32'] as const)
    expect(whyNoWindow({ platform, env: {}, isRoot: false })).toBeNull();
});

test('an app that fails at once was never open; one that ran, or was ended well, was', () => {
  expect(couldNotOpen(133, 300)).toBe(true);
  expect(couldNotOpen(null, 300)).toBe(true);
  expect(couldNotOpen(0, 300)).toBe(false);
  expect(couldNotOpen(1, 60_000)).toBe(false);
});

test('built is what has all of its parts and is newer than its sources', () => {
  const root = tempFolder();
  const write = (file: string, minute: number): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
    utimesSync(join(root, file), minute * 60, minute * 60);
  };
  for (const file of [
    'shared/lang/a.ts',
    'electron/main/index.ts',
    'renderer/main.tsx',
    'package.json',
    'vite.config.ts',
    'vite.preload.config.ts',
    'vite.renderer.config.ts',
  ])
    write(file, 1);
  expect(isBuilt(root)).toBe(false);
  write('out/electron/main/index.js', 2);
  expect(isBuilt(root)).toBe(false);
  write('out/renderer/index.html', 2);
  expect(isBuilt(root)).toBe(true);
  write('shared/lang/a.ts', 3);
  expect(isBuilt(root)).toBe(false);
});
