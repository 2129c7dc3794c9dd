import { readFileSync } from 'node:fs';
import { open, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { SettingsText } from '../../core/settings/read-settings.ts';
import type { SettingsFile } from '../../core/settings/settings-book.ts';

export function settingsFile(folder: string): SettingsFile {
  const path = join(folder, 'settings.json');
  return { read: () => readText(path), write: (text) => replace(path, folder, text) };
}

function readText(path: string): SettingsText {
  try {
    return { kind: 'text', text: readFileSync(path, 'utf8') };
  } catch (error) {
    const detail = codeOf(error);
    return detail === 'ENOENT' || detail === 'ENOTDIR'
      ? { kind: 'missing' }
      : { kind: 'unreadable', detail };
  }
}

async function replace(
  path: string,
  folder: string,
  text: string,
): Promise<Result<null, OutboxError>> {
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
    return err(failure(codeOf(error), path, folder));
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

function failure(detail: string, path: string, folder: string): OutboxError {
  switch (detail) {
    case 'ENOSPC':
    case 'EDQUOT':
      return outboxError('NO_SPACE', { path });
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return outboxError('PROFILE_READ_ONLY', { path: folder });
    default:
      return outboxError('PROFILE_UNUSABLE', { path: folder, detail: `settings.json: ${detail}` });
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
