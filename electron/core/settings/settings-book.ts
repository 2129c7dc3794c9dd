import type { OutboxError } from '../../../shared/contracts/errors.ts';
import {
  isSettingKey,
  type Settings,
  type SettingsProblem,
  type SettingsView,
} from '../../../shared/contracts/settings.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { settingsRefused, UNMANAGED } from '../machine-policy/in-force.ts';
import type { PolicyBook } from '../machine-policy/policy-book.ts';
import { changedEntries, entriesOf, type SettingsChanges } from './change-settings.ts';
import {
  type Entries,
  type ReadSettings,
  readSettings,
  type SettingsText,
} from './read-settings.ts';
import { type EffectiveSettings, underPolicy, viewOf } from './under-policy.ts';

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
  /** What the file has under a key at this moment, setting or not. */
  entry(key: string): unknown;
  /** Changes the file as a whole; in effect at once. */
  changeEntries(
    edit: (entries: Entries) => Result<Entries, OutboxError>,
  ): Promise<Result<SettingsView, OutboxError>>;
  /** Told whenever what is in effect has changed, until the returned function is called. */
  onChange(listener: (before: Settings) => void): () => void;
}

export function createSettingsBook(
  file: SettingsFile,
  policy: Pick<PolicyBook, 'look'> = { look: () => UNMANAGED },
): SettingsBook {
  const read = (): EffectiveSettings => underPolicy(readSettings(file.read()), policy.look());
  let known = read();
  const listeners = new Set<(before: Settings) => void>();
  /** One change at a time: each begins with what the one before it wrote. */
  let last: Promise<unknown> = Promise.resolve();

  function adopt(next: EffectiveSettings): SettingsView {
    const before = known.settings;
    known = next;
    if (JSON.stringify(before) !== JSON.stringify(next.settings))
      for (const listener of listeners) listener(before);
    return viewOf(next, policy.look());
  }

  async function apply(
    edit: (read: ReadSettings) => Result<Entries, OutboxError>,
  ): Promise<Result<SettingsView, OutboxError>> {
    const next = edit(readSettings(file.read()));
    if (!next.ok) return next;
    const text = `${JSON.stringify(next.value, null, 2)}\n`;
    const written = await file.write(text);
    return written.ok ? ok(adopt(read())) : written;
  }

  function inTurn(
    edit: (read: ReadSettings) => Result<Entries, OutboxError>,
  ): Promise<Result<SettingsView, OutboxError>> {
    const changed = last.then(() => apply(edit));
    last = changed.catch(() => null);
    return changed;
  }

  return {
    current: () => known.settings,
    problems: () => known.problems,
    view: () => adopt(read()),
    change: (changes) =>
      inTurn((before) => {
        const refused = settingsRefused(policy.look(), Object.keys(changes).filter(isSettingKey));
        return refused === null ? changedEntries(before, changes) : err(refused);
      }),
    entry: (key) => readSettings(file.read()).entries?.[key],
    changeEntries: (edit) =>
      inTurn((before) => {
        const entries = entriesOf(before);
        return entries.ok ? edit(entries.value) : entries;
      }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
