// Packs the built app the way `npm run package` does, but with a stand-in for Electron and without making an
// installer of it, which would need the network.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { z } from 'zod';
import { writeElectronStandIn } from './electron-stand-in.ts';

/** What packages are made for, in .github/workflows/packages.yml. */
export const TARGETS = ['linux-x64', 'darwin-x64', 'darwin-arm64', 'win32-x64'] as const;
export type Target = (typeof TARGETS)[number] | 'linux-arm64';
type System = 'linux' | 'darwin' | 'win32';

const PLATFORMS = { linux: Platform.LINUX, darwin: Platform.MAC, win32: Platform.WINDOWS };
export const projectFolder = join(import.meta.dirname, '../..');

export interface PackedApp {
  /** With Electron's files, and `resources` in it. */
  readonly folder: string;
  /** Where app.asar lies. */
  readonly resources: string;
  readonly executable: string;
  /** Why it was refused; what had been packed until then is there. */
  readonly refusal: string | null;
}

/** For `target`, into `folder`. */
export async function packApp(folder: string, target: Target): Promise<PackedApp> {
  const [system, arch] = target.split('-') as [System, 'x64' | 'arm64'];
  const electronDist = join(folder, 'electron');
  mkdirSync(electronDist, { recursive: true });
  writeElectronStandIn(electronDist, system);
  const refusal = await build({
    targets: PLATFORMS[system].createTarget('dir', Arch[arch]),
    projectDir: projectFolder,
    publish: 'never',
    config: {
      electronDist,
      directories: { output: join(folder, 'packed') },
      mac: { identity: null },
    },
  }).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { refusal, ...placesOf(join(folder, 'packed'), system, arch) };
}

/** What is written into the two installers for Linux; they are not made, which would take tools from the network. */
export interface LinuxInstallers {
  /** The desktop file of each. */
  readonly appImage: string;
  readonly deb: string;
  /** What fpm is told. */
  readonly debArguments: readonly string[];
}

const computed = z.union([
  z.object({ desktop: z.string() }),
  z.tuple([z.array(z.string()), z.string()]),
]);

/** Of a package for Linux that is there. */
export async function linuxInstallersOf({
  folder: prepackaged,
}: PackedApp): Promise<LinuxInstallers> {
  const found = { appImage: '', deb: '', debArguments: [] as readonly string[] };
  await build({
    targets: Platform.LINUX.createTarget(
      ['AppImage', 'deb'],
      Arch[process.arch === 'arm64' ? 'arm64' : 'x64'],
    ),
    projectDir: projectFolder,
    publish: 'never',
    prepackaged,
    config: { directories: { output: join(prepackaged, '../installers') } },
    // Called with what an installer is made of; with the answer true it is not made.
    effectiveOptionComputed: async (options) => {
      const given = computed.parse(options);
      if (Array.isArray(given)) {
        found.debArguments = given[0];
        found.deb = readFileSync(given[1], 'utf8');
      } else found.appImage = given.desktop;
      return true;
    },
  });
  return found;
}

function placesOf(
  packed: string,
  system: System,
  arch: 'x64' | 'arm64',
): Omit<PackedApp, 'refusal'> {
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  switch (system) {
    case 'linux':
      return inFolder(join(packed, `linux${suffix}-unpacked`), 'outtray', 'resources');
    case 'win32':
      return inFolder(join(packed, `win${suffix}-unpacked`), 'OutTray.exe', 'resources');
    case 'darwin':
      return inFolder(
        join(packed, `mac${suffix}`),
        'OutTray.app',
        'OutTray.app/Contents/Resources',
      );
  }
}

const inFolder = (folder: string, executable: string, resources: string) => ({
  folder,
  executable: join(folder, executable),
  resources: join(folder, resources),
});
