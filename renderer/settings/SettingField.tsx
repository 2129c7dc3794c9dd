import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { SettingKey, SettingsView } from '../../shared/contracts/settings.ts';
import {
  defaultWords,
  SETTING_LABELS,
  SETTINGS_PAGE_WORDS,
  wrongInFile,
} from '../../shared/messages/settings-page-words.ts';
import { Field } from '../shell/Field.tsx';
import { draftOf, settingOf } from './setting-draft.ts';
import type { SaveSetting } from './use-settings.ts';

interface Props {
  readonly setting: SettingKey;
  readonly view: SettingsView;
  readonly save: SaveSetting;
}

/** A setting that is typed; saved when the field is left, or with the Enter key. */
export function SettingField({ setting, view, save }: Props) {
  const { settings, defaults, problems } = view;
  const value = settings[setting];
  const [draft, setDraft] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const inFile = problems.some((problem) => problem.key === setting)
    ? wrongInFile(setting)
    : undefined;

  const commit = async (text: string) => {
    const read = settingOf(setting, text);
    if (!read.ok) return setTrouble(read.error);
    const failed =
      read.value === value && inFile === undefined ? null : await save(setting, read.value);
    setTrouble(failed);
    if (failed === null) setDraft(null);
  };
  const leave = () => {
    if (draft !== null) void commit(draft);
  };
  const reset = async () => {
    setTrouble(await save(setting, null));
    setDraft(null);
  };

  const problem = trouble ?? inFile;
  return (
    <form
      className="setting"
      onSubmit={(event) => {
        event.preventDefault();
        leave();
      }}
      onBlur={leave}
    >
      <Field
        label={SETTING_LABELS[setting]}
        value={draft ?? draftOf(value)}
        onChange={setDraft}
        {...(problem === undefined ? {} : { problem })}
        {...(value === defaults[setting] ? {} : { hint: defaultWords(setting, defaults[setting]) })}
      />
      {(value !== defaults[setting] || inFile !== undefined) && (
        <Button className="button" onPress={() => void reset()}>
          {SETTINGS_PAGE_WORDS.reset}
        </Button>
      )}
    </form>
  );
}
