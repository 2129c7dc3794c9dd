import { z } from 'zod';
import type { CallMessage, FollowMessage, StreamMessage } from './window-bridge.ts';

/** What the messages of `window-bridge.ts` look like, for those who receive them. */
const streamId = z.int().nonnegative();

export const callMessage: z.ZodType<CallMessage> = z.strictObject({
  name: z.string().max(100),
  input: z.unknown(),
});
export const followMessage: z.ZodType<FollowMessage> = z.strictObject({
  stream: streamId,
  cursor: z.int().nonnegative(),
});
export const streamMessage: z.ZodType<StreamMessage> = z.strictObject({ stream: streamId });
export const emptyMessage = z.strictObject({});
