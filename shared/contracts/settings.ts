import type { z } from 'zod';
import type { Managed, SettingOrigin } from './managed.ts';
import type { settingsShape } from './settings-shape.ts';

export type SettingKey = keyof typeof settingsShape;

export type Settings = { readonly [Key in SettingKey]: z.output<(typeof settingsShape)[Key]> };

export type SettingValue = Settings[SettingKey];

export const DEFAULT_SETTINGS: Settings = {
  'slots.all': 6,
  'slots.perOrigin': 4,
  'retention.itemsDays': 30,
  'retention.itemsCount': 50_000,
  'retention.bodiesDays': 7,
  'vault.maxGigabytes': 20,
  'notifications.attention': true,
  'notifications.allSent': true,
  'notifications.quietFrom': null,
  'notifications.quietTo': null,
  proxy: 'system',
  'proxy.except': '',
  startAtLogin: false,
  theme: 'system',
};

export const SETTING_KEYS = Object.keys(DEFAULT_SETTINGS) as readonly SettingKey[];

export const isSettingKey = (key: string): key is SettingKey =>
  Object.hasOwn(DEFAULT_SETTINGS, key);

/** Something about the file of settings that somebody has to put right. */
export type SettingsProblem =
  /** The file as a whole; the defaults are used. */
  | { readonly kind: 'unreadable'; readonly detail: string }
  | { readonly kind: 'malformed'; readonly detail: string }
  /** One setting; its default is used. */
  | { readonly kind: 'wrong'; readonly key: SettingKey }
  /** An embedded app that is granted nothing; entry 0 is the whole list. */
  | { readonly kind: 'app'; readonly entry: number; readonly detail: string }
  /** Kept, and without any effect. */
  | { readonly kind: 'unknown'; readonly key: string };

export interface SettingsView {
  readonly settings: Settings;
  readonly defaults: Settings;
  readonly origins: Readonly<Record<SettingKey, SettingOrigin>>;
  /** What a policy fixes here; null where nobody manages this machine. */
  readonly managed: Managed | null;
  /** Of the whole file where `key` is empty. */
  readonly problems: readonly { readonly key: string; readonly message: string }[];
}
