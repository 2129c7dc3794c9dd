import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { ItemBase } from '../../shared/outbox/item.ts';

/** EXPIRES_TOO_SOON for what could never be sent: its time has passed, or ends before it begins. */
export function refusedForTimes(
  { notBefore, expiresAt }: Pick<ItemBase, 'notBefore' | 'expiresAt'>,
  now: number,
): OutboxError | null {
  if (expiresAt === null) return null;
  if (expiresAt <= now) return outboxError('EXPIRES_TOO_SOON', { expiresAt: inUtc(expiresAt) });
  if (notBefore === null || expiresAt > notBefore) return null;
  return outboxError('EXPIRES_TOO_SOON', {
    expiresAt: inUtc(expiresAt),
    notBefore: inUtc(notBefore),
  });
}

/** An expiry that is over does not count any more once a person has decided that the item be sent. */
export const unlessOver = (expiresAt: number | null, now: number): number | null =>
  expiresAt === null || expiresAt <= now ? null : expiresAt;

const inUtc = (time: number): string => new Date(time).toISOString();
