import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { FolderFacts } from '../../core/diagnosis/facts.ts';
import { troubleAtStart } from '../../core/disk-guard.ts';
import { createDisk } from './disk.ts';

/** What the file system says about a profile folder; changes nothing. */
export async function checkFolder(path: string): Promise<FolderFacts> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return { kind: 'notAFolder' };
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const uid = process.getuid?.();
    const disk = createDisk(path, { warn() {} });
    return {
      kind: 'folder',
      mode: process.platform === 'win32' ? null : found.mode & 0o777,
      ours: uid === undefined || found.uid === uid,
      freeBytes: disk.space()?.free ?? null,
      trouble: troubleAtStart(disk),
      ballastBytes: disk.ballastBytes(),
    };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return { kind: 'missing' };
    return code === 'ENOTDIR' ? { kind: 'notAFolder' } : { kind: 'closed', detail: code };
  }
}
