import type { SettingKey, SettingValue } from '../../shared/contracts/settings.ts';
import {
  isProxySetting,
  PROXY_EXCEPTIONS,
  THEMES,
  TIME_OF_DAY,
  WHOLE_SETTINGS,
} from '../../shared/contracts/settings-values.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { settingTakesWhat } from '../../shared/messages/settings-words.ts';

/** How a value stands in its field; none is an empty one. */
export const draftOf = (value: SettingValue): string => (value === null ? '' : String(value));

/** What is to be saved of a field's text, or what it takes instead. */
export function settingOf(key: SettingKey, draft: string): Result<SettingValue, string> {
  const value = valueOf(key, draft.trim());
  return value === undefined ? err(settingTakesWhat(key)) : ok(value);
}

/** Undefined for what the setting does not take. */
function valueOf(key: SettingKey, text: string): SettingValue | undefined {
  switch (key) {
    case 'notifications.attention':
    case 'notifications.allSent':
    case 'startAtLogin':
      return undefined;
    case 'notifications.quietFrom':
    case 'notifications.quietTo':
      if (text === '') return null;
      return TIME_OF_DAY.test(text) ? text : undefined;
    case 'proxy':
      return isProxySetting(text) ? text : undefined;
    case 'proxy.except':
      return PROXY_EXCEPTIONS.test(text) ? text : undefined;
    case 'theme':
      return THEMES.find((theme) => theme === text);
    default: {
      const [min, max] = WHOLE_SETTINGS[key];
      const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    }
  }
}
