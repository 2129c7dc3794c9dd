import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Account } from '../../shared/outbox/account.ts';
import type { ClosedGate, GateReason } from '../../shared/outbox/gate.ts';
import type { CredentialState, Credentials } from './ports.ts';

/** Accounts that cannot be used at this moment, as gates. They are derived, never stored. */
export const accountGates = (
  accounts: readonly Account[],
  credentials: Pick<Credentials, 'stateOf'>,
  now: number,
): readonly ClosedGate[] =>
  accounts.flatMap((account) => {
    const reason = reasonOf(credentials.stateOf(account));
    return reason === null ? [] : [accountGate(account, reason, now)];
  });

/** What a reader without a host can know: whether somebody has to sign in. */
export const signInGates = (accounts: readonly Account[], now: number): readonly ClosedGate[] =>
  accounts
    .filter((account) => account.auth.kind !== 'none' && account.session.state === 'signInNeeded')
    .map((account) => accountGate(account, { code: 'SIGN_IN_NEEDED' }, now));

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

const accountGate = (account: Account, reason: GateReason, now: number): ClosedGate => ({
  scope: 'account',
  key: account.name,
  reason,
  since: reason.code === 'SIGN_IN_NEEDED' ? account.session.since : now,
  probeAt: null,
  floorAt: null,
  probes: 0,
  asked: [],
  askedRoutes: [],
  probing: null,
});
