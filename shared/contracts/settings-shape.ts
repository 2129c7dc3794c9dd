import { z } from 'zod';

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
