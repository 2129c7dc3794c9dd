import { useState } from 'react';
import type { SettingKey, SettingsView, SettingValue } from '../../shared/contracts/settings.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { SETTINGS_PAGE_WORDS, settingSaved } from '../../shared/messages/settings-page-words.ts';
import { useClient } from '../live/client.ts';
import { useCall } from '../live/use-call.ts';
import { useToasts } from '../shell/use-toasts.ts';
import { applyTheme } from './theme.ts';

/** Saves a setting and says so; answers why it could not be saved. Null goes back to the default. */
export type SaveSetting = (key: SettingKey, value: SettingValue) => Promise<string | null>;

/** The settings, as the last call had them. */
export function useSettings() {
  const client = useClient();
  const toasts = useToasts();
  const { value, error, reload } = useCall('settings.get', {});
  const [changed, setChanged] = useState<SettingsView | null>(null);

  const change = async (key: string, to: SettingValue, words: (view: SettingsView) => string) => {
    const result = await client.call('settings.set', { changes: { [key]: to } });
    if (!result.ok) return pageErrorSentence(result.error);
    setChanged(result.value);
    applyTheme(result.value.settings.theme);
    toasts.say(words(result.value));
    return null;
  };

  const save: SaveSetting = (key, to) =>
    change(key, to, ({ settings }) => settingSaved(key, settings[key]));
  const takeOut = (key: string) => change(key, null, () => SETTINGS_PAGE_WORDS.takenOut);
  return { view: changed ?? value, error, reload, save, takeOut };
}
