import { createHash } from 'node:crypto';
import type { IdentityCheck, Person } from '../../../shared/outbox/account.ts';

/** Whose a token is, and by what that is known: an ID token, or an account's identity check. */
export interface TokenOwner {
  readonly person: Person;
  readonly by: string;
}

export const BY_ID_TOKEN = 'idToken';

export const byCheck = (identity: IdentityCheck): string => JSON.stringify(identity);

/** By what an account's people are known. */
export const wayToKnow = (identity: IdentityCheck | null): string =>
  identity === null ? BY_ID_TOKEN : byCheck(identity);

/**
 * A person as they are remembered. `place` says whose word `id` is: an issuer, or a server's origin. 128 bits are kept:
 * the name that a server has for somebody stands nowhere on the disk.
 */
export const personOf = (place: string, id: string, name: string | null): Person => ({
  subject: createHash('sha256').update(`${place}\n${id}`).digest('base64url').slice(0, 22),
  name,
});

const NAME = 100;

/** What a server calls somebody for people to read: one line of text, or nothing. */
export function personName(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const line = value.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line === '' ? null : Array.from(line).slice(0, NAME).join('');
}
