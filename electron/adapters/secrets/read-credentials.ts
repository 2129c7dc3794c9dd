import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { CredentialsFileTrouble } from '../../../shared/outbox/credentials-file.ts';
import { storedSecrets } from './secret-text.ts';

const contents = z.record(z.string(), z.looseObject(storedSecrets.shape));

export type Contents = z.infer<typeof contents>;

/** What one account's credentials are, at the most, times a few hundred accounts. */
const MOST_BYTES = 1024 * 1024;

/** What stands in the credentials file, which nobody but its owner may have access to. */
export async function readCredentials(
  path: string,
): Promise<Result<Contents, CredentialsFileTrouble>> {
  let file: FileHandle | null = null;
  try {
    // Without O_NONBLOCK a named pipe would hold us until somebody writes to it.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const { mode, size } = await file.stat();
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) return err({ kind: 'notAFile' });
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      return err({ kind: 'openToOthers', mode: `0${(mode & 0o777).toString(8)}` });
    }
    if (size > MOST_BYTES) return err({ kind: 'tooLarge' });
    return parse(await file.readFile('utf8'));
  } catch (error) {
    const detail = codeOf(error);
    return err(detail === 'ENOENT' ? { kind: 'missing' } : { kind: 'unreadable', detail });
  } finally {
    await file?.close();
  }
}

/** An error's own words would quote the file. */
function parse(text: string): Result<Contents, CredentialsFileTrouble> {
  try {
    return ok(contents.parse(JSON.parse(text)));
  } catch {
    return err({ kind: 'notCredentials' });
  }
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
