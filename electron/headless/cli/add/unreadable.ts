import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { type OutboxError, outboxError } from '../../../../shared/contracts/errors.ts';

/** Why a path is no file that can be read, or null. Asked before opening it: opening a FIFO would wait. */
export async function unreadable(path: string): Promise<OutboxError | null> {
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      const kind = found.isDirectory() ? 'folder' : found.isFIFO() ? 'pipe' : 'device';
      return outboxError('FILE_NOT_REGULAR', { path, kind });
    }
    await access(path, constants.R_OK);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    return outboxError(missing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE', { path });
  }
}
