import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import type { FolderFacts } from '../../core/diagnosis/facts.ts';

/** What the file system says about a profile folder; changes nothing. */
export async function checkFolder(path: string): Promise<FolderFacts> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return { kind: 'notAFolder' };
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const uid = process.getuid?.();
    return {
      kind: 'folder',
      mode: process.platform === 'win32' ? null : found.mode & 0o777,
      ours: uid === undefined || found.uid === uid,
      freeBytes: await freeBytes(path),
    };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return { kind: 'missing' };
    return code === 'ENOTDIR' ? { kind: 'notAFolder' } : { kind: 'closed', detail: code };
  }
}

/** For whoever is not root. Null where the file system does not say. */
const freeBytes = (path: string): Promise<number | null> =>
  statfs(path).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
