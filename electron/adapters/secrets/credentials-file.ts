import { constants } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { SecretsUnavailable } from '../../core/ports/secret-store.ts';
import { type Place, unavailable } from './place.ts';
import { fromStored, storedSecrets, toStored } from './secret-text.ts';

const contents = z.record(z.string(), z.looseObject(storedSecrets.shape));
type Contents = z.infer<typeof contents>;

/** What one account's credentials are, at the most, times a few hundred accounts. */
const MOST_BYTES = 1024 * 1024;

/**
 * The file that OUTTRAY_CREDENTIALS_FILE names: `{"account": {"accessToken"?, "refreshToken"?, "headers"?, "subject"?}}`. It
 * is read anew each time, since whoever looks after the machine may change it, and nobody but its owner may have
 * access to it. A rotated token is written back: after a crash the file has the old one or the new one.
 */
export function createCredentialsFile(path: string): Place {
  let last: Promise<unknown> = Promise.resolve();

  /** One change at a time: each reads what the one before it wrote. */
  const change = (
    edit: (before: Contents) => Contents,
  ): Promise<Result<null, SecretsUnavailable>> => {
    const changed = last.then(async () => {
      const before = (await exists(path)) ? await read(path) : ok({});
      return before.ok ? replace(path, edit(before.value)) : before;
    });
    last = changed;
    return changed;
  };

  return {
    async get(account) {
      const all = await read(path);
      if (!all.ok) return all.error;
      const mine = all.value[account];
      return mine === undefined
        ? { kind: 'missing' }
        : { kind: 'found', secrets: fromStored(mine), keptBy: 'credentials-file' };
    },
    async set(account, secrets) {
      const written = await change((before) => ({ ...before, [account]: toStored(secrets) }));
      if (!written.ok) return written;
      const after = await read(path);
      if (!after.ok) return after;
      const same = JSON.stringify(after.value[account]) === JSON.stringify(toStored(secrets));
      return same ? ok(null) : err(trouble('it does not give back what was written'));
    },
    delete: (account) =>
      change((before) =>
        Object.fromEntries(Object.entries(before).filter(([name]) => name !== account)),
      ),
  };
}

/** The first secret makes the file. */
const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );

async function read(path: string): Promise<Result<Contents, SecretsUnavailable>> {
  let file: FileHandle | null = null;
  try {
    // Without O_NONBLOCK a named pipe would hold us until somebody writes to it.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const { mode, size } = await file.stat();
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) return err(trouble('it is not a file'));
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      return err(trouble('others have access to it; set its mode to 0600'));
    }
    if (size > MOST_BYTES) return err(trouble('it is too large'));
    return parse(await file.readFile('utf8'));
  } catch (error) {
    return err(trouble(codeOf(error)));
  } finally {
    await file?.close();
  }
}

/** An error's own words would quote the file. */
function parse(text: string): Result<Contents, SecretsUnavailable> {
  try {
    return ok(contents.parse(JSON.parse(text)));
  } catch {
    return err(trouble('it is not {"account": {"accessToken", "refreshToken", "headers"}}'));
  }
}

async function replace(path: string, next: Contents): Promise<Result<null, SecretsUnavailable>> {
  let part: string | null = null;
  try {
    const isNew = !(await exists(path));
    const target = isNew ? path : await realpath(path);
    const mode = isNew ? 0o600 : (await stat(target)).mode;
    part = join(dirname(target), `.outtray-${process.pid}.part`);
    await rm(part, { force: true });
    await writeFlushed(part, `${JSON.stringify(next, null, 2)}\n`, mode & 0o700);
    await rename(part, target);
    await syncFolder(dirname(target));
    return ok(null);
  } catch (error) {
    if (part !== null) await rm(part, { force: true }).catch(() => {});
    return err(trouble(`it cannot be written (${codeOf(error)})`));
  }
}

async function writeFlushed(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode | 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
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

const trouble = (detail: string): SecretsUnavailable => unavailable('CREDENTIALS_FILE', detail);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
