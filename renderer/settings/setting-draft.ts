import {
  type SettingKey,
  type SettingValue,
  settingsShape,
} from '../../shared/contracts/settings.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { settingTakesWhat } from '../../shared/messages/settings-words.ts';

/** How a value stands in its field; none is an empty one. */
export const draftOf = (value: SettingValue): string => (value === null ? '' : String(value));

/** What is to be saved of a field's text, or what it takes instead. */
export function settingOf(key: SettingKey, draft: string): Result<SettingValue, string> {
  const text = draft.trim();
  const meant = /^\d+$/.test(text) ? Number(text) : text === '' ? null : text;
  const parsed = settingsShape[key].safeParse(meant);
  return parsed.success ? ok(parsed.data) : err(settingTakesWhat(key));
}
