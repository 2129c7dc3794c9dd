import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type OutboxError, outboxError } from '../../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import { unreadable } from './unreadable.ts';

/** More than the outbox takes as a text (8 MiB), so its own check decides about everything that is read. */
const LIMIT = 8 * 1024 * 1024;

/**
 * The text of a small file, UTF-8. A larger one is BODY_TOO_LARGE without having been read; FILE_NOT_FOUND,
 * FILE_NOT_REGULAR and FILE_UNREADABLE as for every other file.
 */
export async function readText(path: string, cwd: string): Promise<Result<string, OutboxError>> {
  const absolute = resolve(cwd, path);
  const wrong = await unreadable(absolute);
  if (wrong !== null) return err(wrong);
  const file = await open(absolute);
  try {
    const { size } = await file.stat();
    if (size > LIMIT) return err(outboxError('BODY_TOO_LARGE', { bytes: size, limit: LIMIT }));
    const bytes = await file.readFile();
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return ok(text);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return err(
      outboxError('INPUT_INVALID', {
        path,
        detail: 'is not UTF-8 text; send such a file with --body',
      }),
    );
  } finally {
    await file.close();
  }
}
