import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Account } from '../../shared/outbox/account.ts';
import type { ClosedGate, GateReason } from '../../shared/outbox/gate.ts';
import type { ReadyStream } from './ports/claim-order.ts';
import type { CredentialState, Credentials } from './ports/credentials.ts';

/** Accounts that cannot be used at this moment, as gates. They are derived, never stored. */
export const accountGates = (
  accounts: readonly Account[],
  credentials: Pick<Credentials, 'stateOf'>,
  now: number,
): readonly ClosedGate[] =>
  accounts.flatMap((account) => {
    const reason = reasonOf(credentials.stateOf(account));
    if (reason === null) return [];
    return reason.code === 'SIGN_IN_NEEDED'
      ? [signInGate(account)]
      : [accountGate(account.name, reason, now)];
  });

const signInGate = ({ name, session }: Account): ClosedGate =>
  accountGate(name, { code: 'SIGN_IN_NEEDED' }, session.since);

/** What a reader without a host can know: whether somebody has to sign in. */
export const signInGates = (accounts: readonly Account[]): readonly ClosedGate[] =>
  accounts
    .filter((account) => account.auth.kind !== 'none' && account.session.state === 'signInNeeded')
    .map(signInGate);

/** Accounts that are gone while items of theirs are ready to be sent. */
export const goneAccountGates = (
  streams: readonly Pick<ReadyStream, 'account'>[],
  accounts: readonly Account[],
  now: number,
): readonly ClosedGate[] => {
  const known = new Set(accounts.map(({ name }) => name));
  const gone = new Set(
    streams.flatMap(({ account }) => (account === null || known.has(account) ? [] : [account])),
  );
  return [...gone].map((name) => accountGate(name, { code: 'ACCOUNT_GONE' }, now));
};

function reasonOf(state: CredentialState): GateReason | null {
  switch (state.kind) {
    case 'ready':
      return null;
    case 'refreshing':
      return { code: 'REFRESHING' };
    case 'trouble':
      return { code: 'TOKEN_TROUBLE', detail: state.code };
    case 'signInNeeded':
      return { code: 'SIGN_IN_NEEDED' };
    default:
      return assertNever(state);
  }
}

const accountGate = (key: string, reason: GateReason, since: number): ClosedGate => ({
  scope: 'account',
  key,
  reason,
  since,
  probeAt: null,
  floorAt: null,
  probes: 0,
  asked: [],
  askedRoutes: [],
  probing: null,
  wanted: null,
});
