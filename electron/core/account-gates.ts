import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Account } from '../../shared/outbox/account.ts';
import type { ClosedGate, GateReason } from '../../shared/outbox/gate.ts';
import { nameOf } from './people.ts';
import type { ReadyStream } from './ports/claim-order.ts';
import type { CredentialState, Credentials } from './ports/credentials.ts';

type Stream = Pick<ReadyStream, 'account' | 'subject'>;

/**
 * Accounts that cannot be used at this moment, and people whose items are ready while somebody else is signed in to
 * their account, as gates. They are derived, never stored.
 */
export const accountGates = (
  streams: readonly Stream[],
  accounts: readonly Account[],
  credentials: Pick<Credentials, 'stateOf' | 'ownerOf'>,
  now: number,
): readonly ClosedGate[] =>
  accounts.flatMap((account) => {
    const reason = reasonOf(credentials.stateOf(account));
    // Whoever it is that has to sign in, nothing is sent before.
    if (reason?.code === 'SIGN_IN_NEEDED') return [signInGate(account)];
    const people = personGates(streams, account, credentials.ownerOf(account));
    return reason === null ? people : [accountGate(account.name, reason, now), ...people];
  });

/** Nothing of one person is sent as another one, nor as somebody of whom nobody knows who it is. */
function personGates(
  streams: readonly Stream[],
  account: Account,
  owner: string | null,
): readonly ClosedGate[] {
  const subjects = new Set(
    streams.flatMap(({ account: name, subject }) =>
      name !== account.name || subject === null || subject === owner ? [] : [subject],
    ),
  );
  return [...subjects].map((subject) => {
    const reason: GateReason = {
      code: 'OTHER_PERSON',
      subject,
      person: nameOf(account, subject),
      signedIn: nameOf(account, owner),
    };
    return accountGate(account.name, reason, account.session.since);
  });
}

const signInGate = ({ name, session }: Account): ClosedGate =>
  accountGate(name, { code: 'SIGN_IN_NEEDED' }, session.since);

/** What a reader without a host can know: whether somebody has to sign in, and who was the last. */
export const signInGates = (
  streams: readonly Stream[],
  accounts: readonly Account[],
): readonly ClosedGate[] =>
  accounts.flatMap((account) =>
    account.auth.kind !== 'none' && account.session.state === 'signInNeeded'
      ? [signInGate(account)]
      : personGates(streams, account, account.session.person?.subject ?? null),
  );

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
