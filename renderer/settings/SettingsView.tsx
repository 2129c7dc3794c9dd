import { useState } from 'react';
import { Button } from 'react-aria-components';
import { isSettingKey, type SettingKey } from '../../shared/contracts/settings.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { printableLine } from '../../shared/messages/printable.ts';
import {
  SETTING_LABELS,
  SETTINGS_PAGE_WORDS,
  settingSaved,
  THEME_WORDS,
  wrongInFile,
} from '../../shared/messages/settings-page-words.ts';
import { Loading, Trouble } from '../shell/PlaceHolder.tsx';
import { Radios } from '../shell/Radios.tsx';
import { AppsSection } from './AppsSection.tsx';
import { SettingField } from './SettingField.tsx';
import { type OnOff, SettingSwitch } from './SettingSwitch.tsx';
import { useSettings } from './use-settings.ts';
import './settings.css';

const SENDING: readonly SettingKey[] = ['slots.all', 'slots.perOrigin'];
const KEEPING: readonly SettingKey[] = [
  'retention.itemsDays',
  'retention.itemsCount',
  'retention.bodiesDays',
  'vault.maxGigabytes',
];
const NETWORK: readonly SettingKey[] = ['proxy', 'proxy.except'];
const QUIET: readonly SettingKey[] = ['notifications.quietFrom', 'notifications.quietTo'];

/** What a person sets. */
export function SettingsView() {
  const { view, error, reload, save, takeOut } = useSettings();
  const [themeTrouble, setThemeTrouble] = useState<string | null>(null);
  if (view === null)
    return (
      <section className="page">
        {error === null ? <Loading /> : <Trouble error={error} onRetry={reload} />}
      </section>
    );
  const ofFile = view.problems.filter((problem) => !isSettingKey(problem.key));
  const themeProblem =
    themeTrouble ??
    (view.problems.some((problem) => problem.key === 'theme') ? wrongInFile('theme') : undefined);
  const isFixed = (key: SettingKey): boolean => view.managed?.settings.includes(key) === true;
  const fixed = (key: SettingKey) => (
    <p key={key}>
      {settingSaved(key, view.settings[key])}{' '}
      <span className="quiet">{PAGE_WORDS.setByOrganisation}</span>
    </p>
  );
  const fields = (keys: readonly SettingKey[]) =>
    keys.map((key) =>
      isFixed(key) ? fixed(key) : <SettingField key={key} setting={key} view={view} save={save} />,
    );
  const onOff = (key: OnOff) =>
    isFixed(key) ? fixed(key) : <SettingSwitch setting={key} view={view} save={save} />;
  return (
    <section className="page settings" aria-labelledby="settings-title">
      <h1 id="settings-title">{SETTINGS_PAGE_WORDS.title}</h1>
      <p className="quiet">{SETTINGS_PAGE_WORDS.intro}</p>
      {ofFile.map(({ key, message }) => (
        <div key={message} className="notice settings-notice" role="alert">
          <p>{printableLine(message)}</p>
          {key !== '' && (
            <Button className="button" onPress={() => void takeOut(key)}>
              {SETTINGS_PAGE_WORDS.takeOut}
            </Button>
          )}
        </div>
      ))}
      <section aria-labelledby="settings-sending">
        <h2 id="settings-sending">{SETTINGS_PAGE_WORDS.sending}</h2>
        {fields(SENDING)}
      </section>
      <section aria-labelledby="settings-keeping">
        <h2 id="settings-keeping">{SETTINGS_PAGE_WORDS.keeping}</h2>
        <p className="quiet">{SETTINGS_PAGE_WORDS.keepingText}</p>
        {fields(KEEPING)}
      </section>
      <section aria-labelledby="settings-notifications">
        <h2 id="settings-notifications">{SETTINGS_PAGE_WORDS.notifications}</h2>
        <p className="quiet">{SETTINGS_PAGE_WORDS.notificationsText}</p>
        {onOff('notifications.attention')}
        {onOff('notifications.allSent')}
        {fields(QUIET)}
        <p className="quiet">{SETTINGS_PAGE_WORDS.quietText}</p>
      </section>
      <section aria-labelledby="settings-network">
        <h2 id="settings-network">{SETTINGS_PAGE_WORDS.network}</h2>
        <p className="quiet">{SETTINGS_PAGE_WORDS.networkText}</p>
        {fields(NETWORK)}
      </section>
      <section aria-labelledby="settings-start">
        <h2 id="settings-start">{SETTINGS_PAGE_WORDS.start}</h2>
        <p className="quiet">{SETTINGS_PAGE_WORDS.startText}</p>
        {onOff('startAtLogin')}
      </section>
      <AppsSection />
      <section aria-labelledby="settings-appearance">
        <h2 id="settings-appearance">{SETTINGS_PAGE_WORDS.appearance}</h2>
        {isFixed('theme') ? (
          fixed('theme')
        ) : (
          <Radios
            legend={SETTING_LABELS.theme}
            options={THEME_WORDS}
            value={view.settings.theme}
            onChange={(theme) => void save('theme', theme).then(setThemeTrouble)}
          />
        )}
        {themeProblem !== undefined && <p className="trouble">{themeProblem}</p>}
      </section>
    </section>
  );
}
