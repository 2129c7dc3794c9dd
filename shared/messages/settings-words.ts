import {
  DEFAULT_SETTINGS,
  SETTING_KEYS,
  type SettingKey,
  type SettingsProblem,
  type SettingValue,
} from '../contracts/settings.ts';
import { assertNever } from '../lang/assert-never.ts';
import { appProblemSentence } from './app-words.ts';

const TIME = 'a time of day like "22:00", or null for none';
const SWITCH = 'true or false';

const TAKES: Readonly<Record<SettingKey, string>> = {
  'slots.all': 'a whole number from 1 to 16',
  'slots.perOrigin': 'a whole number from 1 to 8',
  'retention.itemsDays': 'a whole number of days from 1 to 3650',
  'retention.itemsCount': 'a whole number from 1 to 10000000',
  'retention.bodiesDays': 'a whole number of days from 1 to 3650',
  'vault.maxGigabytes': 'a whole number of gigabytes from 1 to 100000',
  'notifications.attention': SWITCH,
  'notifications.allSent': SWITCH,
  'notifications.quietFrom': TIME,
  'notifications.quietTo': TIME,
  proxy:
    '"system", "none", a proxy like "http://proxy.example:3128", without a password ("outtray proxy sign-in" takes that), or a PAC file like "pac+http://wpad.example/proxy.pac" or "pac+file:///etc/proxy.pac"',
  'proxy.except': 'names and addresses that go past the proxy, like "intra.example, 10.0.0.0/8"',
  startAtLogin: SWITCH,
  theme: '"system", "light" or "dark"',
};

/** As it stands in the file. */
export const settingValueText = (value: SettingValue): string => JSON.stringify(value);

/** What a value has to be, for whoever sees the setting's name beside it. */
export const settingTakesWhat = (key: SettingKey): string => `Takes ${TAKES[key]}.`;

/** What a value has to be: `slots.all takes a whole number from 1 to 16`. */
export const settingTakes = (key: SettingKey): string => `${key} takes ${TAKES[key]}`;

export const noSuchSetting = (key: string): string =>
  `there is no setting "${key}"; there are ${SETTING_KEYS.join(', ')}`;

/** What is wrong with the file of settings, and what to change. */
export function settingsProblemSentence(problem: SettingsProblem): string {
  switch (problem.kind) {
    case 'unreadable':
      return `settings.json cannot be read (${problem.detail}), so every setting has its default. Make it a file that you may read, or move it away.`;
    case 'malformed':
      return `settings.json is not a JSON object (${problem.detail}), so every setting has its default. Correct it, or move it away; nothing is changed in it until then.`;
    case 'wrong':
      return `${settingTakes(problem.key)}; what stands in settings.json is something else, so its default ${settingValueText(DEFAULT_SETTINGS[problem.key])} is used. Correct it there, or with "outtray settings set ${problem.key} VALUE".`;
    case 'unknown':
      return `settings.json has "${problem.key}", which is no setting and has no effect. Correct its name, or take it out with "outtray settings reset ${problem.key}".`;
    case 'app':
      return appProblemSentence(problem);
    default:
      return assertNever(problem);
  }
}
