import type { SettingKey, Settings, SettingValue } from '../contracts/settings.ts';
import { settingTakesWhat } from './settings-words.ts';

export const SETTINGS_PAGE_WORDS = {
  title: 'Settings',
  intro: 'Every change is in effect at once.',
  sending: 'Sending',
  keeping: 'Keeping',
  keepingText:
    'For items that were delivered or cancelled. Whatever needs you is kept until you decide. When the gigabytes are used up, no new files are taken; nothing is deleted for that.',
  notifications: 'Notifications',
  notificationsText: 'For the desktop app, which has an icon in the tray.',
  quietText:
    'Between these two times, like 22:00 and 07:00, nothing is announced. Leave both empty to be told at any time.',
  network: 'Network',
  networkText:
    'system: as this computer has it, and HTTP_PROXY and the like where they are set. none: always directly. Or a proxy, like http://proxy.example:3128, or a PAC file, like pac+http://wpad.example/proxy.pac.',
  start: 'Start',
  startText: 'For the desktop app: it then starts in the tray, without a window.',
  appearance: 'Appearance',
  reset: 'Back to the default',
  takeOut: 'Take it out',
  takenOut: 'Taken out.',
} as const;

export const SETTING_LABELS: Readonly<Record<SettingKey, string>> = {
  'slots.all': 'Requests at the same time',
  'slots.perOrigin': 'Of these, to one server',
  'retention.itemsDays': 'Days that items are kept',
  'retention.itemsCount': 'Items kept at most',
  'retention.bodiesDays': 'Days that contents and answers are kept',
  'vault.maxGigabytes': 'Gigabytes of files kept at most',
  'notifications.attention': 'Tell when something needs me',
  'notifications.allSent': 'Tell when everything has been sent',
  'notifications.quietFrom': 'Quiet from',
  'notifications.quietTo': 'Quiet until',
  proxy: 'Proxy',
  'proxy.except': 'Goes past the proxy',
  startAtLogin: 'Start when I sign in to this computer',
  theme: 'Theme',
};

export const THEME_WORDS: Readonly<Record<Settings['theme'], string>> = {
  system: 'As the system has it',
  light: 'Light',
  dark: 'Dark',
};

function valueWords(key: SettingKey, value: SettingValue): string {
  if (key === 'theme') return THEME_WORDS[value as Settings['theme']].toLowerCase();
  if (value === null) return 'never';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** `Requests at the same time: 8.` */
export const settingSaved = (key: SettingKey, value: SettingValue): string =>
  `${SETTING_LABELS[key]}: ${valueWords(key, value)}.`;

export const wrongInFile = (key: SettingKey): string =>
  `${settingTakesWhat(key)} What stands in settings.json is something else, so the default is used.`;

export const defaultWords = (key: SettingKey, value: SettingValue): string =>
  `The default is ${valueWords(key, value)}.`;
