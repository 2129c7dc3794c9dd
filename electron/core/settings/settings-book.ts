import type { OutboxError } from '../../../shared/contracts/errors.ts';
import {
  DEFAULT_SETTINGS,
  type Settings,
  type SettingsProblem,
  type SettingsView,
} from '../../../shared/contracts/settings.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import { settingsProblemSentence } from '../../../shared/messages/settings-words.ts';
import { changedEntries, type SettingsChanges } from './change-settings.ts';
import { type ReadSettings, readSettings, type SettingsText } from './read-settings.ts';

/** Where the settings are kept. */
export interface SettingsFile {
  read(): SettingsText;
  /** Durable when it resolves; after a crash there is the old text or the new one. */
  write(text: string): Promise<Result<null, OutboxError>>;
}

/** The settings of a running host. */
export interface SettingsBook {
  /** What is in effect. */
  current(): Settings;
  problems(): readonly SettingsProblem[];
  /** Reads the file again, and puts what it says into effect. */
  view(): SettingsView;
  change(changes: SettingsChanges): Promise<Result<SettingsView, OutboxError>>;
  /** Told whenever what is in effect has changed. */
  onChange(listener: (before: Settings) => void): void;
}

export function createSettingsBook(file: SettingsFile): SettingsBook {
  let known = readSettings(file.read());
  const listeners: ((before: Settings) => void)[] = [];
  /** One change at a time: each begins with what the one before it wrote. */
  let last: Promise<unknown> = Promise.resolve();

  function adopt(next: ReadSettings): SettingsView {
    const before = known.settings;
    known = next;
    if (JSON.stringify(before) !== JSON.stringify(next.settings))
      for (const listener of listeners) listener(before);
    return viewOf(next);
  }

  async function apply(changes: SettingsChanges): Promise<Result<SettingsView, OutboxError>> {
    const next = changedEntries(readSettings(file.read()), changes);
    if (!next.ok) return next;
    const text = `${JSON.stringify(next.value, null, 2)}\n`;
    const written = await file.write(text);
    return written.ok ? ok(adopt(readSettings({ kind: 'text', text }))) : written;
  }

  return {
    current: () => known.settings,
    problems: () => known.problems,
    view: () => adopt(readSettings(file.read())),
    change(changes) {
      const changed = last.then(() => apply(changes));
      last = changed.catch(() => null);
      return changed;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

export const viewOf = ({ settings, problems }: ReadSettings): SettingsView => ({
  settings,
  defaults: DEFAULT_SETTINGS,
  problems: problems.map((problem) => ({
    key: 'key' in problem ? problem.key : '',
    message: settingsProblemSentence(problem),
  })),
});
