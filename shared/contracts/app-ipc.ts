import { z } from 'zod';
import { APP_CALLS, type AppCall, type PickOptions } from './app-bridge.ts';
import type { StreamMessage } from './window-bridge.ts';

/** What the messages of `app-bridge.ts` look like, for those who receive them. */
export const appCallMessage: z.ZodType<{ readonly name: AppCall; readonly input: unknown }> =
  z.strictObject({ name: z.enum(APP_CALLS), input: z.unknown() });

export const appStreamMessage: z.ZodType<StreamMessage> = z.strictObject({
  stream: z.int().nonnegative(),
});

export const pickMessage: z.ZodType<PickOptions> = z.strictObject({
  multiple: z.boolean().exactOptional(),
  endings: z
    .array(z.string().regex(/^[a-z0-9]{1,10}$/i, 'an ending like jpg, without a dot'))
    .max(50)
    .exactOptional(),
});
