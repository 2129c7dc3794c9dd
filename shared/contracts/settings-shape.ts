import { z } from 'zod';
import {
  isProxySetting,
  PROXY_EXCEPTIONS,
  THEMES,
  TIME_OF_DAY,
  WHOLE_SETTINGS,
} from './settings-values.ts';

const whole = (key: keyof typeof WHOLE_SETTINGS) =>
  z.int().min(WHOLE_SETTINGS[key][0]).max(WHOLE_SETTINGS[key][1]);

/** Hours and minutes of a day, or null for none. */
const timeOfDay = z.string().regex(TIME_OF_DAY).nullable();

/** Every setting by its key, with the values that it takes (README of electron/core/settings). */
export const settingsShape = {
  'slots.all': whole('slots.all'),
  'slots.perOrigin': whole('slots.perOrigin'),
  'retention.itemsDays': whole('retention.itemsDays'),
  'retention.itemsCount': whole('retention.itemsCount'),
  'retention.bodiesDays': whole('retention.bodiesDays'),
  'vault.maxGigabytes': whole('vault.maxGigabytes'),
  'notifications.attention': z.boolean(),
  'notifications.allSent': z.boolean(),
  'notifications.quietFrom': timeOfDay,
  'notifications.quietTo': timeOfDay,
  proxy: z.string().max(300).refine(isProxySetting),
  'proxy.except': z.string().regex(PROXY_EXCEPTIONS),
  startAtLogin: z.boolean(),
  theme: z.enum(THEMES),
} as const;
