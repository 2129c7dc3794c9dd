import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { StoredFile } from '../../../shared/outbox/request.ts';
import type { FileAside } from '../../core/ports/vault.ts';
import { sourceFailure } from './failures.ts';
import { Aborted, hashFile } from './hash-file.ts';
import { isUnchanged, openSource } from './source-file.ts';

/** Records a file that stays where it is. Fails like `snapshot`, and writes nothing. */
export async function reference(
  path: string,
  aside: FileAside = {},
): Promise<Result<StoredFile, OutboxError>> {
  const opened = await openSource(path);
  if (!opened.ok) return opened;
  const source = opened.value;
  const { size, mtimeMs, ino: inode } = source.stats;
  try {
    const { sha256, bytes } = await hashFile(source.handle, size, aside);
    if (bytes !== size || !(await isUnchanged(source))) {
      return err(outboxError('FILE_CHANGED', { path }));
    }
    return ok({ kind: 'reference', path, size, sha256, mtimeMs, inode });
  } catch (error) {
    if (error instanceof Aborted) return err(outboxError('ABORTED'));
    return err(sourceFailure(error, path));
  } finally {
    await source.handle.close();
  }
}
