import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, type Result } from '../../../shared/lang/result.ts';
import type { SettingsText } from '../../core/settings/read-settings.ts';
import type { SettingsFile } from '../../core/settings/settings-book.ts';
import { codeOf, replaceFile } from './replace-file.ts';

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
  const replaced = await replaceFile(path, text);
  return replaced.ok ? replaced : err(failure(replaced.error, path, folder));
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
