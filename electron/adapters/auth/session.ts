import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { Secret } from '../../../shared/lang/secret.ts';
import type { Account, CredentialTrouble, KeptBy } from '../../../shared/outbox/account.ts';
import type { Header } from '../../../shared/outbox/request.ts';
import { isSameWay } from '../../core/accounts.ts';
import type { CredentialState } from '../../core/ports/credentials.ts';
import type { AccountSecrets } from '../../core/ports/secret-store.ts';
import { isAlive, type LiveToken, type Moment, nearsItsEnd } from './live-token.ts';
import { byCheck, type TokenOwner } from './token-owner.ts';

/** What the broker holds of one account, from a sign-in (or a start) to the next sign-in. Secret, all of it. */
export interface Session {
  /** As it was asked about last: its name and its way to authenticate are those of the session. */
  account: Account;
  /** Null: where its secrets are was not found out yet. */
  keptBy: KeptBy | null;
  refreshToken: Secret | null;
  /** Whose the stored tokens are; null: that is not known, or not yet. */
  owner: TokenOwner | null;
  /** What the account's row says of when it began: the row is another session's while it says something else. */
  since: number;
  /** It is being signed in: its row comes later. */
  isNew: boolean;
  /** The token in use; null when there is none, or it was refused. */
  live: LiveToken | null;
  /** The newest one, also after it was refused. */
  newest: LiveToken | null;
  phase: Phase;
  /** A stored access token, or the fixed headers, came in use. */
  usedStored: boolean;
  /** The one thing under way. */
  flight: Promise<void> | null;
  /** The newest refresh token is in memory only. */
  isUnsaved: boolean;
  /** In a row; for the backoff. */
  failures: number;
  unsavedFailures: number;
  youngRefusals: number;
  identityFailures: number;
}

export type Phase =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'trouble';
      readonly code: CredentialTrouble;
      /** Wall time. */
      readonly retryAt: number;
      readonly isAskedFor: boolean;
      readonly cancel: () => void;
    }
  | { readonly kind: 'ended' };

export const newSession = (account: Account, keptBy: KeptBy | null): Session => ({
  account,
  keptBy,
  refreshToken: null,
  owner: null,
  since: account.session.since,
  isNew: false,
  live: null,
  newest: null,
  phase: { kind: 'open' },
  usedStored: false,
  flight: null,
  isUnsaved: false,
  failures: 0,
  unsavedFailures: 0,
  youngRefusals: 0,
  identityFailures: 0,
});

/** Who it is stands with the token, or the account does not ask. */
export const isIdentified = ({ identity }: Account, owner: TokenOwner | null): boolean =>
  identity === null || owner?.by === byCheck(identity);

/** There is a token, and it has to be found out first whose it is. */
export const awaitsIdentity = ({ account, live }: Session, at: Moment): boolean =>
  live !== null && isAlive(live, at) && !isIdentified(account, live.owner);

/** Something can bring the next token, as far as is known. */
export const canRenew = ({ account: { auth }, refreshToken }: Session): boolean =>
  auth.kind === 'bearer' && auth.refresh !== null && refreshToken !== null;

/** Time for the next token. One that nothing can renew serves to its end, and only then a person is asked. */
export function isDue(session: Session, at: Moment): boolean {
  const { live } = session;
  if (live === null) return false;
  return canRenew(session) ? nearsItsEnd(live, at) : !isAlive(live, at);
}

export function ownerOfSession({ account, live, owner }: Session): string | null {
  const mine = live === null ? owner : live.owner;
  return mine !== null && isIdentified(account, mine) ? mine.person.subject : null;
}

export function stateOfSession(session: Session, at: Moment): CredentialState {
  const { phase, live, flight } = session;
  if (phase.kind === 'ended') return { kind: 'signInNeeded' };
  if (live !== null && isAlive(live, at) && isIdentified(session.account, live.owner)) {
    return { kind: 'ready', headers: live.headers, generation: live.generation };
  }
  if (phase.kind === 'trouble' && flight === null) {
    return { kind: 'trouble', code: phase.code, retryAt: phase.retryAt };
  }
  return { kind: 'refreshing' };
}

/** Another way to sign in is another session. */
export const isSameSignIn = (a: Account, b: Account): boolean =>
  a === b || a.auth === b.auth || isSameWay(a.auth, b.auth);

/** What has to be kept: an access token only where nothing else could bring another. */
export function worthKeeping(account: Account, secrets: AccountSecrets): AccountSecrets {
  const canRefresh = account.auth.kind === 'bearer' && account.auth.refresh !== null;
  return canRefresh && secrets.refreshToken !== null ? { ...secrets, accessToken: null } : secrets;
}

export const bearer = (token: Secret): Header => ['authorization', `Bearer ${token.reveal()}`];

/** What goes out with each request; null when there is nothing to send with. */
export function headersOf(
  { auth }: Account,
  accessToken: Secret | null,
  headers: AccountSecrets['headers'],
): readonly Header[] | null {
  switch (auth.kind) {
    case 'none':
      return [];
    case 'bearer':
      return accessToken === null ? null : [bearer(accessToken)];
    case 'headers':
      return headers.length === 0
        ? null
        : headers.map(({ name, value }): Header => [name, value.reveal()]);
    default:
      return assertNever(auth);
  }
}
