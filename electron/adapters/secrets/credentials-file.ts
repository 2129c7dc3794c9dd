import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { credentialsFileTroubleWords } from '../../../shared/messages/credentials-file-words.ts';
import type { WrongCredentialsFile } from '../../../shared/outbox/credentials-file.ts';
import type { SecretsUnavailable } from '../../core/ports/secret-store.ts';
import { type Place, unavailable } from './place.ts';
import { type Contents, codeOf, readCredentials } from './read-credentials.ts';
import { fromStored, toStored } from './secret-text.ts';

export interface CredentialsFile extends Place {
  /** What is wrong with it; null: nothing. Changes nothing. */
  check(): Promise<WrongCredentialsFile | null>;
}

/** Null where none is named. An empty text is none, as in every shell. */
export const namedCredentialsFile = (path: string | undefined): CredentialsFile | null =>
  path === undefined || path === '' ? null : createCredentialsFile(path);

/**
 * The file that OUTTRAY_CREDENTIALS_FILE names: `{"account": {"accessToken"?, "refreshToken"?, "headers"?, "subject"?}}`. It
 * is read anew each time, since whoever looks after the machine may change it, and nobody but its owner may have
 * access to it. A rotated token is written back: after a crash the file has the old one or the new one.
 */
function createCredentialsFile(path: string): CredentialsFile {
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
    async check() {
      const all = await readCredentials(path);
      return all.ok ? null : { file: isAbsolute(path) ? path : null, trouble: all.error };
    },
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

async function read(path: string): Promise<Result<Contents, SecretsUnavailable>> {
  const all = await readCredentials(path);
  return all.ok ? all : err(trouble(credentialsFileTroubleWords(all.error)));
}

/** The first secret makes the file. */
const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );

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
