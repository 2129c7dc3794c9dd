// The small zod: the page checks what somebody types with this too, and should not weigh more for it.
import * as z from 'zod/mini';

const whole = (min: number, max: number) => z.int().check(z.gte(min), z.lte(max));

/** Hours and minutes of a day, or null for none. */
const timeOfDay = z.nullable(z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)));

/** Every setting by its key, with the values that it takes (README of electron/core/settings). */
export const settingsShape = {
  'slots.all': whole(1, 16),
  'slots.perOrigin': whole(1, 8),
  'retention.itemsDays': whole(1, 3650),
  'retention.itemsCount': whole(1, 10_000_000),
  'retention.bodiesDays': whole(1, 3650),
  'notifications.attention': z.boolean(),
  'notifications.allSent': z.boolean(),
  'notifications.quietFrom': timeOfDay,
  'notifications.quietTo': timeOfDay,
  theme: z.enum(['system', 'light', 'dark']),
} as const;

export type SettingKey = keyof typeof settingsShape;

export type Settings = { readonly [Key in SettingKey]: z.output<(typeof settingsShape)[Key]> };

export type SettingValue = Settings[SettingKey];

export const SETTING_KEYS = Object.keys(settingsShape) as readonly SettingKey[];

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(settingsShape, key);

export const DEFAULT_SETTINGS: Settings = {
  'slots.all': 6,
  'slots.perOrigin': 4,
  'retention.itemsDays': 30,
  'retention.itemsCount': 50_000,
  'retention.bodiesDays': 7,
  'notifications.attention': true,
  'notifications.allSent': true,
  'notifications.quietFrom': null,
  'notifications.quietTo': null,
  theme: 'system',
};

/** Something about the file of settings that somebody has to put right. */
export type SettingsProblem =
  /** The file as a whole; the defaults are used. */
  | { readonly kind: 'unreadable'; readonly detail: string }
  | { readonly kind: 'malformed'; readonly detail: string }
  /** One setting; its default is used. */
  | { readonly kind: 'wrong'; readonly key: SettingKey }
  /** Kept, and without any effect. */
  | { readonly kind: 'unknown'; readonly key: string };

export interface SettingsView {
  readonly settings: Settings;
  readonly defaults: Settings;
  /** Of the whole file where `key` is empty. */
  readonly problems: readonly { readonly key: string; readonly message: string }[];
}
