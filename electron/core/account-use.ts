import type { Account } from '../../shared/outbox/account.ts';
import type { Attempt } from '../../shared/outbox/attempt.ts';
import type { AttemptOutcome } from '../../shared/outbox/attempt-outcome.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import type { Header } from '../../shared/outbox/request.ts';
import type { ReadyStream } from './ports/claim-order.ts';
import type { CredentialState, Credentials } from './ports/credentials.ts';
import type { StoreReader } from './ports/store-reader.ts';

const NO_HEADERS: readonly Header[] = [];

/** What an attempt of this account sends beside its own headers, and which token that is. */
export function credentialsOf(
  account: Account | null,
  credentials: Pick<Credentials, 'stateOf'>,
): { readonly headers: readonly Header[]; readonly generation: number | null } {
  const state = account === null ? null : credentials.stateOf(account);
  return state?.kind === 'ready'
    ? { headers: state.headers, generation: state.generation }
    : { headers: NO_HEADERS, generation: null };
}

/**
 * The same answer about an account however often it is asked for: a token that ends while a claim is made would open
 * the gate, and then be missing from the request.
 */
export function atOneMoment(credentials: Credentials): Pick<Credentials, 'stateOf' | 'ownerOf'> {
  const states = new Map<string, CredentialState>();
  return {
    stateOf(account) {
      const state = states.get(account.name) ?? credentials.stateOf(account);
      states.set(account.name, state);
      return state;
    },
    ownerOf: (account) => credentials.ownerOf(account),
  };
}

/** Begins to sign in where items wait for it; true while that is under way. */
export function prepareAccounts(
  read: StoreReader,
  accounts: readonly Account[],
  gates: readonly ClosedGate[],
  credentials: Credentials,
): boolean {
  const refreshing = gates.filter((gate) => gate.reason.code === 'REFRESHING');
  if (refreshing.length === 0) return false;
  const streams = read.readyStreams();
  const waiting = accounts.filter(
    (account) =>
      refreshing.some((gate) => gate.key === account.name) &&
      streams.some((stream) => mayBeFor(stream, account, credentials)),
  );
  for (const account of waiting) credentials.prepare(account);
  return waiting.length > 0;
}

/** Nobody is signed in anew for items that would not go even then. */
const mayBeFor = (
  { account: name, subject }: ReadyStream,
  account: Account,
  credentials: Pick<Credentials, 'ownerOf'>,
): boolean => {
  if (name !== account.name) return false;
  const owner = credentials.ownerOf(account);
  return owner === null || subject === null || subject === owner;
};

/** Whether requests to that URL get nothing of an account: it signs in with nothing, or that server is none of its own. */
export const goesUnsigned = ({ auth, origins }: Account, url: string): boolean =>
  auth.kind === 'none' || !origins.includes(new URL(url).origin);

/**
 * Whether a 401 means that signing in anew does not help this item: fixed headers were refused, or a
 * token that was fetched because of the item's last 401 and should still be good.
 */
export function isFinalRefusal(
  outcome: AttemptOutcome,
  attempts: readonly Attempt[],
  account: Account | null,
  credentials: Credentials,
): boolean {
  if (outcome.kind !== 'unauthorized' || account === null) return false;
  if (account.auth.kind === 'headers') return true;
  const [before, now] = attempts.slice(-2);
  const refusedBefore = before?.outcome?.kind === 'unauthorized';
  const generation = now?.tokenGeneration ?? null;
  return refusedBefore && generation !== null && credentials.isFresh(account, generation);
}
