import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { sourceFailure } from './failures.ts';

/** A caller's file, open for reading, as it was when it was opened. */
export interface SourceFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/** Without O_NONBLOCK, opening a FIFO would wait for its writer for ever. */
const READ_NOW = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file; symbolic links are followed. Refuses everything else, FILE_NOT_REGULAR, also the
 * files of /proc, which say that they are empty and are not. The caller closes `handle`.
 */
export async function openSource(path: string): Promise<Result<SourceFile, OutboxError>> {
  let handle: FileHandle | null = null;
  try {
    // Asked by path first, since opening a device can have effects; the answer that counts is the descriptor's.
    const named = await stat(path);
    if (!named.isFile()) return err(notRegular(path, kindOf(named)));
    handle = await open(path, READ_NOW);
    const stats = await handle.stat();
    const source = { path, handle, stats };
    const problem = await problemOf(source);
    if (problem === null) return ok(source);
    await handle.close();
    return err(problem);
  } catch (error) {
    await handle?.close();
    return err(sourceFailure(error, path));
  }
}

async function problemOf(source: SourceFile): Promise<OutboxError | null> {
  const { path, handle, stats } = source;
  if (!stats.isFile()) return notRegular(path, kindOf(stats));
  if (stats.size > 0) return null;
  const { bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, 0);
  if (bytesRead === 0) return null;
  if (await isUnchanged(source)) return notRegular(path, 'view into the system');
  return outboxError('FILE_CHANGED', { path });
}

const notRegular = (path: string, kind: string): OutboxError =>
  outboxError('FILE_NOT_REGULAR', { path, kind });

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'folder';
  if (stats.isFIFO()) return 'pipe';
  return stats.isSocket() ? 'socket' : 'device';
}

/** Both the open file and the path still show what was opened: nothing was written, nothing was swapped. */
export async function isUnchanged({ path, handle, stats }: SourceFile): Promise<boolean> {
  const seen = await Promise.all([handle.stat(), stat(path)]).catch(() => null);
  return seen?.every((now) => isSameFile(now, stats)) ?? false;
}

const isSameFile = (now: Stats, before: Stats): boolean =>
  now.dev === before.dev &&
  now.ino === before.ino &&
  now.size === before.size &&
  now.mtimeMs === before.mtimeMs;
