import type { SettingOrigin } from '../../../shared/contracts/managed.ts';
import {
  DEFAULT_SETTINGS,
  isSettingKey,
  SETTING_KEYS,
  type SettingKey,
  type Settings,
  type SettingsProblem,
} from '../../../shared/contracts/settings.ts';
import { settingsShape } from '../../../shared/contracts/settings-shape.ts';
import { readApps } from '../apps/read-apps.ts';

/** What was found where the settings are kept. */
export type SettingsText =
  | { readonly kind: 'missing' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly detail: string };

/** Whatever stands in the file. */
export type Entries = Readonly<Record<string, unknown>>;

export interface ReadSettings {
  readonly settings: Settings;
  readonly origins: Readonly<Record<SettingKey, Extract<SettingOrigin, 'default' | 'file'>>>;
  readonly problems: readonly SettingsProblem[];
  /** What the file has, known or not; null where nothing can be made of it, and so nothing may be changed in it. */
  readonly entries: Entries | null;
}

const originsBy = (
  originOf: (key: SettingKey) => ReadSettings['origins'][SettingKey],
): ReadSettings['origins'] =>
  Object.fromEntries(SETTING_KEYS.map((key) => [key, originOf(key)])) as ReadSettings['origins'];

const ALL_DEFAULT = originsBy(() => 'default');

/** Every setting has a value, whatever the file says: its default where it says nothing, or nonsense. */
export function readSettings(found: SettingsText): ReadSettings {
  switch (found.kind) {
    case 'missing':
      return { settings: DEFAULT_SETTINGS, origins: ALL_DEFAULT, problems: [], entries: {} };
    case 'unreadable':
      return withoutEntries(found);
    case 'text':
      return readText(found.text);
  }
}

function readText(text: string): ReadSettings {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return withoutEntries({ kind: 'malformed', detail: placeOfMistake(error) });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return withoutEntries({ kind: 'malformed', detail: 'it must begin with { and end with }' });
  return readEntries(Object.fromEntries(Object.entries(value)));
}

function readEntries(entries: Entries): ReadSettings {
  const problems: SettingsProblem[] = [];
  const valueOf = (key: keyof Settings): unknown => {
    if (!Object.hasOwn(entries, key)) return DEFAULT_SETTINGS[key];
    const parsed = settingsShape[key].safeParse(entries[key]);
    if (parsed.success) return parsed.data;
    problems.push({ kind: 'wrong', key });
    return DEFAULT_SETTINGS[key];
  };
  const settings = Object.fromEntries(SETTING_KEYS.map((key) => [key, valueOf(key)])) as Settings;
  const isOfFile = (key: SettingKey): boolean =>
    Object.hasOwn(entries, key) && !problems.some((one) => one.kind === 'wrong' && one.key === key);
  const origins = originsBy((key) => (isOfFile(key) ? 'file' : 'default'));
  for (const key of Object.keys(entries)) {
    if (!isSettingKey(key) && key !== 'apps') problems.push({ kind: 'unknown', key });
  }
  for (const problem of readApps(entries['apps']).problems)
    problems.push({ kind: 'app', ...problem });
  return { settings, origins, problems, entries };
}

const withoutEntries = (problem: SettingsProblem): ReadSettings => ({
  settings: DEFAULT_SETTINGS,
  origins: ALL_DEFAULT,
  problems: [problem],
  entries: null,
});

/** Where the mistake is in a text that is no JSON, without what stands there. */
export function placeOfMistake(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const place = /line \d+ column \d+/.exec(message);
  if (place !== null) return `the mistake is at ${place[0]}`;
  return message.includes('end of JSON') ? 'it ends too early' : 'check quotes, commas and braces';
}
