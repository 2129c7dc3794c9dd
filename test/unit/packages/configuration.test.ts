import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { APP_ID } from '../../../electron/main/shell/app-id.ts';

const project = join(import.meta.dirname, '../../..');
const configuration = z
  .record(z.string(), z.unknown())
  .parse(load(readFileSync(join(project, 'electron-builder.yml'), 'utf8')));

// The schema has no public way in; the version is pinned.
const require = createRequire(import.meta.url);
const { validateConfiguration } = require('app-builder-lib/out/util/config/config.js') as {
  validateConfiguration(config: unknown, log: unknown): Promise<void>;
};
const silent = { isEnabled: false, add: () => {} };
const validate = (config: unknown) => validateConfiguration(config, silent);

const shape = z.object({
  appId: z.string(),
  npmRebuild: z.boolean(),
  afterPack: z.string(),
  protocols: z.array(z.object({ schemes: z.array(z.string()) })),
  linux: z.object({ target: z.array(z.string()) }),
  win: z.object({ target: z.array(z.string()) }),
  mac: z.object({
    target: z.array(z.object({ target: z.string(), arch: z.array(z.string()) })),
    hardenedRuntime: z.boolean(),
    entitlements: z.string(),
    entitlementsInherit: z.string(),
    extendInfo: z.record(z.string(), z.string()),
  }),
  deb: z.object({ recommends: z.array(z.string()) }),
  nsis: z.object({ include: z.string(), deleteAppDataOnUninstall: z.boolean() }),
});
const { appId, deb, npmRebuild, afterPack, protocols, linux, win, mac, nsis } =
  shape.parse(configuration);

const readText = (file: string): string => readFileSync(join(project, file), 'utf8');
const keysOf = (plist: string): readonly string[] =>
  [...plist.matchAll(/<key>(.*?)<\/key>\s*<true\/>/g)].map((match) => match[1] ?? '');

describe('electron-builder.yml', () => {
  test('is valid in the eyes of electron-builder', async () => {
    await expect(validate(configuration)).resolves.toBeUndefined();
  });

  test.each([
    ['an unknown key', { ...configuration, linix: {} }],
    ['a value that there is not', { ...configuration, compression: 'best' }],
  ])('would not be with %s', async (_, broken) => {
    await expect(validate(broken)).rejects.toThrow('Invalid configuration object');
  });

  test('makes every package that is promised, and compiles nothing for it', () => {
    expect(linux.target).toEqual(['AppImage', 'deb']);
    expect(win.target).toEqual(['nsis']);
    expect(mac.target).toEqual([{ target: 'dmg', arch: ['x64', 'arm64'] }]);
    expect(npmRebuild).toBe(false);
  });

  test('names files that are there', () => {
    const named = [afterPack, mac.entitlements, mac.entitlementsInherit, nsis.include];
    expect(named.filter((file) => !existsSync(join(project, file)))).toEqual([]);
  });

  test('brings nobody another desktop: what a deb recommends is installed with it', () => {
    expect(deb.recommends).toEqual([]);
  });

  test('makes outtray: links ours', () => {
    expect(protocols.map(({ schemes }) => schemes)).toEqual([['outtray']]);
  });
});

describe('on macOS', () => {
  test('the hardened runtime is loosened for the compiler of JavaScript and for nothing else', () => {
    expect(mac.hardenedRuntime).toBe(true);
    expect(keysOf(readText(mac.entitlementsInherit))).toEqual(['com.apple.security.cs.allow-jit']);
    expect(keysOf(readText(mac.entitlements))).toEqual([
      'com.apple.security.cs.allow-jit',
      'com.apple.security.device.camera',
      'com.apple.security.personal-information.location',
    ]);
  });

  test('a person is told why, for each thing that the system asks about', () => {
    expect(Object.keys(mac.extendInfo)).toEqual(
      expect.arrayContaining(['NSCameraUsageDescription', 'NSLocationWhenInUseUsageDescription']),
    );
  });
});

describe('installing on Windows', () => {
  test('makes outtray: links ours, for whom the app is installed; uninstalling ends it', () => {
    const script = readText(nsis.include);
    const links = 'SHELL_CONTEXT "Software\\Classes\\outtray';
    expect(script).toContain(`WriteRegStr ${links}" "URL Protocol" ""`);
    expect(script).toContain(
      `${links}\\shell\\open\\command" "" '"$INSTDIR\\\${APP_EXECUTABLE_FILENAME}" "%1"'`,
    );
    expect(script).toMatch(
      /customUnInstall[\s\S]*DeleteRegKey SHELL_CONTEXT "Software.Classes.outtray"/,
    );
  });
});

describe('uninstalling on Windows', () => {
  test('keeps the queue', () => {
    expect(nsis.deleteAppDataOnUninstall).toBe(false);
  });

  test('ends the start at login, but not when it is an update', () => {
    const script = readText(nsis.include);
    expect(script).toMatch(
      /customUnInstall[\s\S]*ifNot} \$\{isUpdated}[\s\S]*CurrentVersion\\Run"/,
    );
    expect(appId).toBe(APP_ID);
  });
});
