import {
  DEFAULT_SETTINGS,
  isSettingKey,
  SETTING_KEYS,
  type Settings,
  type SettingsProblem,
  settingsShape,
} from '../../../shared/contracts/settings.ts';

/** What was found where the settings are kept. */
export type SettingsText =
  | { readonly kind: 'missing' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly detail: string };

/** Whatever stands in the file. */
export type Entries = Readonly<Record<string, unknown>>;

export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly SettingsProblem[];
  /** What the file has, known or not; null where nothing can be made of it, and so nothing may be changed in it. */
  readonly entries: Entries | null;
}

/** Every setting has a value, whatever the file says: its default where it says nothing, or nonsense. */
export function readSettings(found: SettingsText): ReadSettings {
  switch (found.kind) {
    case 'missing':
      return { settings: DEFAULT_SETTINGS, problems: [], entries: {} };
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
    return withoutEntries({ kind: 'malformed', detail: placeOf(error) });
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
  for (const key of Object.keys(entries)) {
    if (!isSettingKey(key)) problems.push({ kind: 'unknown', key });
  }
  return { settings, problems, entries };
}

const withoutEntries = (problem: SettingsProblem): ReadSettings => ({
  settings: DEFAULT_SETTINGS,
  problems: [problem],
  entries: null,
});

/** Where the mistake is, without what stands there. */
function placeOf(error: unknown): string {
  const place = /line \d+ column \d+/.exec(error instanceof Error ? error.message : '');
  return place === null ? 'it ends too early' : `the mistake is at ${place[0]}`;
}
