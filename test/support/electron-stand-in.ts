// What electron-builder takes for an unpacked Electron: nothing but the files that it changes, each with the fuse wire
// of the real one, so that packing and its fuses are tested where Electron's binary cannot be had.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// By `require`, because its types bring those of a browser into every file of the tests.
const { NtExecutable, NtExecutableResource, Resource } = createRequire(import.meta.url)(
  'resedit',
) as ResourceEditor;

interface ResourceEditor {
  readonly NtExecutable: { createEmpty(is32Bit: boolean, isDll: boolean): Executable };
  readonly NtExecutableResource: { from(executable: Executable): Resources };
  readonly Resource: { readonly VersionInfo: { createEmpty(): VersionInfo } };
}
interface Executable {
  generate(): ArrayBuffer;
}
interface Resources {
  readonly entries: readonly unknown[];
  outputResource(executable: Executable): void;
}
interface VersionInfo {
  setStringValues(
    language: { readonly lang: number; readonly codepage: number },
    values: Readonly<Record<string, string>>,
  ): void;
  outputToResourceEntries(entries: readonly unknown[]): void;
}

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** As Electron's binaries have it: a version, a length, and a fuse a character, all of them off. */
const fuseWire = (fuses: number): Buffer =>
  Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.from([1, fuses]),
    Buffer.from('0'.repeat(fuses)),
    Buffer.alloc(64),
  ]);

/** Writes it into `folder`. */
export function writeElectronStandIn(
  folder: string,
  platform: 'linux' | 'darwin' | 'win32',
  { fuses = 9 }: { readonly fuses?: number } = {},
): void {
  const wire = fuseWire(fuses);
  switch (platform) {
    case 'linux':
      write(join(folder, 'electron'), Buffer.concat([PROGRAM, wire]));
      break;
    case 'win32':
      write(join(folder, 'electron.exe'), Buffer.concat([emptyExecutable(), wire]));
      break;
    case 'darwin': {
      const contents = join(folder, 'Electron.app/Contents');
      write(join(contents, 'Info.plist'), Buffer.from(EMPTY_PLIST));
      write(join(contents, 'MacOS/Electron'), PROGRAM);
      write(join(contents, 'Frameworks/Electron Framework.framework/Electron Framework'), wire);
      const helper = join(contents, 'Frameworks/Electron Helper.app/Contents');
      write(join(helper, 'Info.plist'), Buffer.from(EMPTY_PLIST));
      write(join(helper, 'MacOS/Electron Helper'), PROGRAM);
      break;
    }
  }
}

const PROGRAM = Buffer.from('#!/bin/sh\nexit 0\n');
const EMPTY_PLIST = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>Electron</string></dict></plist>
`;

/** A Windows program that does nothing, with the version resource that the hash of the asar goes beside. */
function emptyExecutable(): Buffer {
  const executable = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(executable);
  const version = Resource.VersionInfo.createEmpty();
  version.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  return Buffer.from(executable.generate());
}

function write(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes, { mode: 0o755 });
}
