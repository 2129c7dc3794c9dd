import type { PolicyAccount } from '../../../shared/contracts/policy-input.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import { isSameJson } from '../../../shared/lang/same-json.ts';
import type { Account, AccountAuth } from '../../../shared/outbox/account.ts';
import { accountOf, bearerAuth } from '../accounts.ts';
import type { PolicyInForce } from './in-force.ts';

export interface AccountChanges {
  /** As the policy has them now, and what they were before. */
  readonly saved: readonly { readonly before: Account | null; readonly after: Account }[];
  /** The policy has them no more. */
  readonly removed: readonly Account[];
}

/**
 * What the policy changes of the accounts that are stored. One of a name that a user gave to an account already takes
 * its place; a sign-in is kept wherever the way to sign in is the same.
 */
export function accountChanges(
  stored: readonly Account[],
  inForce: PolicyInForce,
  now: number,
): AccountChanges {
  // What is managed stays so until somebody says what is to become of it.
  if (inForce.kind === 'closed') return { saved: [], removed: [] };
  const wanted = inForce.kind === 'none' ? [] : inForce.policy.accounts;
  return {
    saved: wanted.flatMap((one) => {
      const before = stored.find(({ name }) => name === one.name) ?? null;
      const after = { ...accountOf(one, authOf(one.auth), before, now), managed: true };
      return isSameJson(before, after) ? [] : [{ before, after }];
    }),
    removed: stored.filter(
      (account) => account.managed && !wanted.some(({ name }) => name === account.name),
    ),
  };
}

/** The accounts as they are once that has been done, by name. */
export function accountsAfter(
  stored: readonly Account[],
  { saved, removed }: AccountChanges,
): readonly Account[] {
  const gone = new Set([...removed, ...saved.map(({ after }) => after)].map(({ name }) => name));
  return [
    ...stored.filter(({ name }) => !gone.has(name)),
    ...saved.map(({ after }) => after),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function authOf(auth: PolicyAccount['auth']): AccountAuth {
  switch (auth.kind) {
    case 'none':
      return { kind: 'none' };
    case 'headers':
      return { kind: 'headers', names: auth.names };
    case 'bearer':
      return bearerAuth(auth).auth;
    default:
      return assertNever(auth);
  }
}
