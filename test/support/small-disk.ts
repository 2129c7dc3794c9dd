import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { requirePart } from './real-part.ts';

const mount = (...args: readonly string[]): boolean => spawnSync('mount', args).status === 0;

function mountDisk(megabytes: number): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'outtray-disk-'));
  const isMounted = mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder);
  if (!isMounted) rmdirSync(folder);
  return isMounted ? folder : null;
}

function unmount(folder: string): void {
  // Lazily: a process that has just been killed may still be on its way out of it.
  spawnSync('umount', ['--lazy', folder]);
  rmdirSync(folder);
}

const probe = mountDisk(1);
if (probe !== null) unmount(probe);

/** Whether this user may mount a disk of its own; elsewhere such tests are skipped by name. */
export const canMount = requirePart('the right to mount a disk', probe !== null) === 'run';

export interface SmallDisk {
  readonly folder: string;
  /** From now on nothing can be written to it. */
  makeReadOnly(): void;
}

/** A disk of its own size for the running test, gone after it. */
export function smallDisk(megabytes: number): SmallDisk {
  const folder = mountDisk(megabytes) ?? '';
  onTestFinished(() => unmount(folder));
  return {
    folder,
    makeReadOnly: () => void mount('-o', 'remount,ro', folder),
  };
}
