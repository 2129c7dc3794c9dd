import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { isSettingKey, settingsShape } from '../../../shared/contracts/settings.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import {
  noSuchSetting,
  settingsProblemSentence,
  settingTakes,
} from '../../../shared/messages/settings-words.ts';
import type { Entries, ReadSettings } from './read-settings.ts';

/** By key; null goes back to the default, and takes out what is no setting. */
export type SettingsChanges = Readonly<Record<string, unknown>>;

/** All of the changes or none: SETTINGS_INVALID for a value that a setting does not take, and for a file that is wrong. */
export function changedEntries(
  { entries, problems }: ReadSettings,
  changes: SettingsChanges,
): Result<Entries, OutboxError> {
  if (entries === null) return invalid(problems.map(settingsProblemSentence).join(' '));
  const next = new Map(Object.entries(entries));
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) {
      if (!isSettingKey(key) && !next.has(key)) return invalid(noSuchSetting(key));
      next.delete(key);
      continue;
    }
    if (!isSettingKey(key)) return invalid(noSuchSetting(key));
    if (!settingsShape[key].safeParse(value).success) return invalid(settingTakes(key));
    next.set(key, value);
  }
  return ok(Object.fromEntries(next));
}

const invalid = (detail: string): Result<never, OutboxError> =>
  err(outboxError('SETTINGS_INVALID', { detail }));
