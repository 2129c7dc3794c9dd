import { open, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { err, ok, type Result } from '../../../shared/lang/result.ts';

/**
 * A whole file for its owner only, durable when it resolves; after a crash there is the old text or the new one. One
 * that is a link stays one. The error is the system's code.
 */
export async function replaceFile(path: string, text: string): Promise<Result<null, string>> {
  const target = await realpath(path).catch(() => path);
  const part = `${target}.part`;
  try {
    await rm(part, { force: true });
    await writeFile(part, text, { mode: 0o600, flag: 'wx', flush: true });
    await rename(part, target);
    await syncFolder(dirname(target));
    return ok(null);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    return err(codeOf(error));
  }
}

/** A rename is lost by a power cut until then. Windows has no such call. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
