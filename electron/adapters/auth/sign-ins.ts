import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { Secret } from '../../../shared/lang/secret.ts';
import type { Account, SessionRecord } from '../../../shared/outbox/account.ts';
import type {
  AccountSecrets,
  Clock,
  Log,
  SecretStore,
  SecretsUnavailable,
  TokenKeeper,
} from '../../core/ports.ts';
import { momentOf } from './live-token.ts';
import { bearer, headersOf, newSession, worthKeeping } from './session.ts';
import type { SessionBook } from './session-book.ts';

export interface SignInDeps {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** What people and scripts do with an account's secrets. What cannot be kept changes nothing. */
export function createSignIns(
  { secrets, clock, log }: SignInDeps,
  book: SessionBook,
): Omit<TokenKeeper, 'wake'> {
  async function signIn(
    account: Account,
    given: AccountSecrets,
  ): Promise<Result<SessionRecord, OutboxError>> {
    const kept = await book.inTurn(account.name, async () => {
      const written = await secrets.set(account.name, worthKeeping(account, given), null);
      if (written.ok) {
        const session = newSession(account, written.value);
        session.refreshToken = given.refreshToken;
        session.usedStored = true;
        const headers = headersOf(account, given.accessToken, given.headers);
        if (headers !== null) {
          book.publish(session, { headers, lifetimeMs: null, askedAt: momentOf(clock) });
        }
        book.replace(session);
      }
      return written;
    });
    if (!kept.ok) return err(noKeychain(account, kept.error));
    await removeFrom(account, kept.value);
    book.changed();
    return ok({ state: 'signedIn', keptBy: kept.value, since: clock.now() });
  }

  /** The place that the account was signed in at before. What stays there is of no use to anybody but a thief. */
  async function removeFrom(
    { name, session: { keptBy } }: Account,
    now: SessionRecord['keptBy'],
  ): Promise<void> {
    if (keptBy === null || keptBy === now) return;
    const removed = await secrets.delete(name, keptBy);
    if (!removed.ok) log.warn('oldSecretStays', { account: name, code: removed.error.code });
  }

  return {
    setTokens: (account, { accessToken, refreshToken }) =>
      signIn(account, {
        accessToken: accessToken === undefined ? null : new Secret(accessToken),
        refreshToken: refreshToken === undefined ? null : new Secret(refreshToken),
        headers: [],
      }),
    setHeaders: (account, headers) =>
      signIn(account, {
        accessToken: null,
        refreshToken: null,
        headers: Object.entries(headers).map(([name, value]) => ({
          name,
          value: new Secret(value),
        })),
      }),
    async forget(account) {
      const keptBy = book.known(account.name)?.keptBy ?? account.session.keptBy;
      const gone = await book.inTurn(account.name, async () => {
        const deleted = keptBy === null ? ok(null) : await secrets.delete(account.name, keptBy);
        if (deleted.ok) {
          const ended = newSession(account, null);
          ended.phase = { kind: 'ended' };
          book.replace(ended);
        }
        return deleted;
      });
      book.changed();
      return gone.ok ? ok(null) : err(noKeychain(account, gone.error));
    },
    lend(account, accessToken) {
      const session = book.of(account);
      const headers = [bearer(new Secret(accessToken))];
      book.publish(session, { headers, lifetimeMs: null, askedAt: momentOf(clock) });
      book.changed();
    },
  };
}

const noKeychain = ({ name }: Account, { code, detail }: SecretsUnavailable): OutboxError =>
  outboxError('NO_KEYCHAIN', { account: name, reason: code, detail });
