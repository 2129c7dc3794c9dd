import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type AfterPackContext, Arch } from 'electron-builder';
import { expect, test } from 'vitest';
import { writeElectronStandIn } from '../../support/electron-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';

// As electron-builder loads it.
const { default: afterPack } = createRequire(import.meta.url)('../../../build/after-pack.cjs') as {
  default(context: AfterPackContext): Promise<void>;
};

const pack = (appOutDir: string): Promise<void> =>
  afterPack({
    appOutDir,
    electronPlatformName: 'linux',
    arch: Arch.x64,
    packager: {
      executableName: 'electron',
      appInfo: { productFilename: 'OutTray' },
      getResourcesDir: (folder: string) => join(folder, 'resources'),
    },
  } as unknown as AfterPackContext);

test.each([
  ['more than is decided', 10, 'strictlyRequireAllFuses'],
  ['less', 8, 'not long enough'],
])('an Electron that has a fuse %s is refused', async (_, fuses, reason) => {
  const folder = tempFolder();
  writeElectronStandIn(folder, 'linux', { fuses });
  await expect(pack(folder)).rejects.toThrow(reason);
});

test('one that has those that are decided comes as far as its native files, and is refused without them', async () => {
  const folder = tempFolder();
  writeElectronStandIn(folder, 'linux');
  await expect(pack(folder)).rejects.toThrow('no native file of better-sqlite3 for linux-x64');
});
