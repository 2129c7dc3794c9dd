import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { extractAll, extractFile, listPackage, statFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { FUSES } from '../../../build/fuses.cjs';
import {
  type LinuxInstallers,
  linuxInstallersOf,
  type PackedApp,
  packApp,
  projectFolder,
  TARGETS,
  type Target,
} from '../../support/packed-app.ts';
import { ledgerOf, practice } from '../../support/practice.ts';
import { spawnSource } from '../../support/spawned.ts';

const MINUTES = 60_000;
const MOST_BYTES = 16 * 1024 * 1024;

const here = `${process.platform}-${process.arch}` as Target;
const KEYRINGS: Readonly<Record<Target, string>> = {
  'linux-x64': 'linux-x64-gnu',
  'linux-arm64': 'linux-arm64-gnu',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64-msvc',
};

const folder = mkdtempSync(join(tmpdir(), 'outtray-packages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: projectFolder,
    shell: process.platform === 'win32',
  });
}, 5 * MINUTES);

/** The files in an archive, by path, with `/`; what lies beside it because it is native counts as in it. */
function filesOf({ resources }: PackedApp): readonly string[] {
  const archive = join(resources, 'app.asar');
  return listPackage(archive, { isPack: false })
    .map((path) => path.slice(1).replaceAll('\\', '/'))
    .filter((path) => !('files' in statFile(archive, path)));
}

const nativeOf = (files: readonly string[]): readonly string[] =>
  files.filter((path) => path.endsWith('.node')).map((path) => path.replace('node_modules/', ''));

async function fusesOf({ executable }: PackedApp): Promise<Readonly<Record<string, boolean>>> {
  const { version: _, ...wire } = await getCurrentFuseWire(executable);
  return Object.fromEntries(
    Object.entries(wire).map(([fuse, state]) => [
      FuseV1Options[Number(fuse)],
      state === FuseState.ENABLE,
    ]),
  );
}

/** What macOS reads before it starts an app. */
function expectMacMetadata({ resources }: PackedApp): void {
  const plist = readFileSync(join(resources, '../Info.plist'), 'utf8');
  expect(plist).toMatch(/<key>CFBundleIdentifier<[/]key>\s*<string>app[.]outtray[.]desktop</);
  expect(plist).toMatch(/<key>CFBundleURLSchemes<[/]key>\s*<array>\s*<string>outtray</);
  expect(plist).toMatch(/<key>ElectronAsarIntegrity<[/]key>[\s\S]*<string>[0-9a-f]{64}</);
  expect(plist).toContain('NSCameraUsageDescription');
  expect(readdirSync(resources)).toContain('icon.icns');
}

describe(`the package of this machine (${here})`, () => {
  let app: PackedApp;
  let files: readonly string[];
  let archive: string;
  beforeAll(async () => {
    app = await packApp(join(folder, 'here'), here);
    archive = join(app.resources, 'app.asar');
    files = filesOf(app);
  }, 5 * MINUTES);

  test('is accepted', () => {
    expect(app.refusal).toBeNull();
  });

  test('has every process of the app, and nothing of ours but what is built', () => {
    const root = readFileSync(join(projectFolder, 'electron/main/attach-outtray.ts'), 'utf8');
    const preloads = [...root.matchAll(/preloadPath[(]'([\w-]+)'[)]/g)].map(
      ([, name]) => `out/electron/preload/${name}.cjs`,
    );
    expect(preloads).toContain('out/electron/preload/own-window.cjs');
    expect(files).toEqual(
      expect.arrayContaining([
        ...preloads,
        'out/electron/main/index.js',
        'out/electron/worker/index.js',
        'out/electron/practice/index.js',
        'out/renderer/index.html',
        'out/sample-app/index.html',
        'build/icons/tray-needs-you.png',
      ]),
    );
    const ours = files.filter((path) => !path.startsWith('node_modules/'));
    const foreign = ours.filter(
      (path) =>
        !/^(package[.]json$|out[/](electron|shared|renderer|sample-app)[/]|build[/]icons[/](tray|overlay)-)/.test(
          path,
        ),
    );
    expect(foreign).toEqual([]);
    const kinds = new Set(ours.map((path) => extname(path)));
    expect(
      [...kinds].filter(
        (kind) => !['.js', '.cjs', '.json', '.html', '.css', '.svg', '.png', '.ico'].includes(kind),
      ),
    ).toEqual([]);
  });

  test('has no sources and no maps, also of its dependencies', () => {
    expect(files.filter((path) => /[.]([mc]?ts|tsx|map|c|cc|h|gyp)$/.test(path))).toEqual([]);
  });

  test('has production dependencies only', () => {
    const lock = z
      .object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) })
      .parse(JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')));
    const nameOf = (path: string) => /^.*node_modules[/]((@[^/]+[/])?[^/]+)/.exec(path)?.[1] ?? '';
    // By name: packing moves modules up that the lockfile has below others.
    const wanted = new Set(
      Object.entries(lock.packages).flatMap(([path, { dev }]) =>
        dev === true ? [] : nameOf(path),
      ),
    );
    const packed = new Set(files.map(nameOf));
    expect(packed.size).toBeGreaterThan(10);
    expect([...packed].filter((name) => !wanted.has(name))).toEqual([]);
  });

  test('has the native files of this system, beside the archive', () => {
    const native = nativeOf(files).filter((path) => !path.startsWith('keytar/'));
    expect(native.toSorted()).toEqual([
      `@napi-rs/keyring-${KEYRINGS[here]}/keyring.${KEYRINGS[here]}.node`,
      `better-sqlite3/prebuilds/${here}.node`,
    ]);
    for (const path of nativeOf(files))
      expect(statFile(archive, join('node_modules', path)), path).toHaveProperty('unpacked', true);
  });

  test('says what it is, and not how it was made', () => {
    const manifest: unknown = JSON.parse(extractFile(archive, 'package.json').toString());
    expect(manifest).toMatchObject({ name: 'outtray', type: 'module' });
    expect(manifest).not.toHaveProperty('devDependencies');
    expect(manifest).not.toHaveProperty('scripts');
  });

  test('is small', () => {
    const bytes = files.reduce((sum, path) => {
      const entry = statFile(archive, path);
      return sum + ('size' in entry ? entry.size : 0);
    }, 0);
    expect(bytes).toBeLessThan(MOST_BYTES);
  });

  test('has its fuses set, all of them', async () => {
    expect(await fusesOf(app)).toEqual(FUSES);
  });

  describe.skipIf(process.platform !== 'linux')('as installed on Linux', () => {
    let installers: LinuxInstallers;
    beforeAll(async () => {
      installers = await linuxInstallersOf(app);
    }, 5 * MINUTES);

    test.each([
      ['deb', '/opt/OutTray/outtray %U'],
      // Without `--no-sandbox`.
      ['appImage', 'AppRun %U'],
    ] as const)('has an entry in the menu that opens outtray: links (%s)', (kind, command) => {
      const lines = installers[kind].trim().split('\n');
      expect(lines[0]).toBe('[Desktop Entry]');
      expect(lines).toEqual(
        expect.arrayContaining([
          'Type=Application',
          'Name=OutTray',
          `Exec=${command}`,
          'Icon=outtray',
          'MimeType=x-scheme-handler/outtray;',
          'Categories=Office;',
        ]),
      );
    });

    test('has that entry under the name of its windows', () => {
      const manifest = z
        .object({ desktopName: z.string() })
        .parse(JSON.parse(extractFile(archive, 'package.json').toString()));
      const place = installers.debArguments.find((it) => it.includes('/applications/'));
      expect(basename(place ?? '')).toBe(manifest.desktopName);
      expect(installers.deb).toContain(
        `\nStartupWMClass=${basename(manifest.desktopName, '.desktop')}\n`,
      );
    });

    test('has what a deb must have', () => {
      const { debArguments } = installers;
      const valueOf = (option: string) => debArguments[debArguments.indexOf(option) + 1];
      expect(valueOf('--name')).toBe('outtray');
      expect(valueOf('--architecture')).toBe(process.arch === 'x64' ? 'amd64' : process.arch);
      expect(valueOf('--maintainer')).toMatch(/^.+ <.+@.+>$/);
      expect(valueOf('--url')).toMatch(/^https:/);
      expect(valueOf('--deb-suggests')).toBe('gnome-shell-extension-appindicator');
      const icons = debArguments.filter((it) => it.includes('/hicolor/'));
      expect(icons.some((it) => it.endsWith('/48x48/apps/outtray.png'))).toBe(true);
    });
  });

  test(
    'starts, sends and answers its own command line from what is in it, under the double of Electron',
    async () => {
      const extracted = join(folder, 'extracted');
      extractAll(archive, extracted);
      const manifest = z
        .object({ main: z.string() })
        .parse(JSON.parse(extractFile(archive, 'package.json').toString()));
      const start = [join(extracted, manifest.main)];
      const env = { ELECTRON_DOUBLE_PACKAGED: '1', OUTTRAY_HOME: join(folder, 'profile') };
      const double = 'test/support/electron-double/start.ts';
      const cli = async (...args: readonly string[]) => {
        const run = spawnSource(double, [...start, '--cli', ...args], env);
        return { code: await run.ended, output: run.output() };
      };
      expect(await cli('status')).toMatchObject({
        code: 5,
        output: expect.stringContaining('HOST_NOT_RUNNING'),
      });

      const server = await practice();
      const running = spawnSource(double, start, env);
      onTestFinished(() => void running.child.kill('SIGKILL'));
      await expect.poll(() => cli('status'), { timeout: MINUTES }).toMatchObject({ code: 0 });
      expect(
        await cli('add', 'PUT', `${server.url}/inbox/packed`, '--json', '{"a":1}', '--wait'),
      ).toMatchObject({ code: 0 });
      expect(await ledgerOf(server.url)).toMatchObject({ entries: [{ path: '/inbox/packed' }] });
      running.child.kill('SIGTERM');
      expect({ code: await running.ended, output: running.output() }).toEqual({
        code: 0,
        output: '',
      });
    },
    2 * MINUTES,
  );
});

// Packed here it is not complete: the keychain's file of another system is not installed here, and keytar is compiled
// for this one. That has to be noticed, since nothing else would before a user's sign-in is not kept.
describe.each(TARGETS.filter((target) => target !== here))(
  'the package of another system (%s)',
  (target) => {
    const cannot = target.startsWith('darwin') && process.platform === 'win32';
    test.skipIf(cannot)(
      'has its own database file and fuses, and is refused for the rest',
      async () => {
        const app = await packApp(join(folder, target), target);
        const files = filesOf(app);
        expect(nativeOf(files).filter((path) => !path.startsWith('keytar/'))).toEqual([
          `better-sqlite3/prebuilds/${target}.node`,
        ]);
        expect(await fusesOf(app)).toEqual(FUSES);
        if (target.startsWith('darwin')) expectMacMetadata(app);
        expect(app.refusal).toContain(`no native file of @napi-rs/keyring for ${target}`);
        expect(app.refusal?.includes(`keytar.node is for ${here}`)).toBe(
          nativeOf(files).some((path) => path.startsWith('keytar/')),
        );
      },
      5 * MINUTES,
    );
  },
);
