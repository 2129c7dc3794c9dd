import { useState } from 'react';
import type { SettingsView } from '../../shared/contracts/settings.ts';
import { SETTING_LABELS, wrongInFile } from '../../shared/messages/settings-page-words.ts';
import type { SaveSetting } from './use-settings.ts';

export type OnOff = 'notifications.attention' | 'notifications.allSent' | 'startAtLogin';

interface Props {
  readonly setting: OnOff;
  readonly view: SettingsView;
  readonly save: SaveSetting;
}

/** A setting that is on or off. */
export function SettingSwitch({ setting, view, save }: Props) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const problem =
    trouble ??
    (view.problems.some((one) => one.key === setting) ? wrongInFile(setting) : undefined);
  return (
    <div className="field">
      <label className="radio-line">
        <input
          type="checkbox"
          checked={view.settings[setting]}
          onChange={(event) => void save(setting, event.target.checked).then(setTrouble)}
        />
        {SETTING_LABELS[setting]}
      </label>
      {problem !== undefined && <span className="trouble">{problem}</span>}
    </div>
  );
}
