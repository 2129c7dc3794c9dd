import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { Secret } from '../../../shared/lang/secret.ts';
import type { Account, Person, SessionRecord } from '../../../shared/outbox/account.ts';
import { unknownPerson } from '../../core/people.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type {
  AccountSecrets,
  SecretStore,
  SecretsUnavailable,
} from '../../core/ports/secret-store.ts';
import type { TokenKeeper } from '../../core/ports/token-keeper.ts';
import { lifetimeMs, momentOf } from './live-token.ts';
import { dropRefreshSecrets, keepRefreshSecrets, refreshKeptBy } from './refresh-secrets.ts';
import {
  bearer,
  headersOf,
  isSameSignIn,
  newSession,
  type Session,
  worthKeeping,
} from './session.ts';
import type { SessionBook } from './session-book.ts';
import { BY_ID_TOKEN } from './token-owner.ts';

export interface SignInDeps {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Begins to find out what is not known of a session yet. */
  readonly begin: (session: Session) => void;
}

/** What people and scripts do with an account's secrets. What cannot be kept changes nothing. */
export function createSignIns(
  { secrets, clock, log, begin }: SignInDeps,
  book: SessionBook,
): Omit<TokenKeeper, 'wake' | 'test'> {
  async function signIn(
    account: Account,
    given: Omit<AccountSecrets, 'subject'>,
    goodForMs: number | null = null,
    person: Person | null = null,
  ): Promise<Result<SessionRecord, OutboxError>> {
    const since = clock.now();
    const session = newSession(account, null);
    session.since = since;
    session.isNew = true;
    if (person !== null && account.identity === null) session.owner = { person, by: BY_ID_TOKEN };
    const subject = session.owner?.person.subject ?? null;
    const kept = await book.inTurn(account.name, async () => {
      const written = await secrets.set(
        account.name,
        worthKeeping(account, { ...given, subject }),
        null,
      );
      if (written.ok) {
        session.keptBy = written.value;
        session.refreshToken = given.refreshToken;
        session.usedStored = true;
        const headers = headersOf(account, given.accessToken, given.headers);
        if (headers !== null) {
          book.publish(session, { headers, lifetimeMs: goodForMs, askedAt: momentOf(clock) });
        }
        book.replace(session);
      }
      return written;
    });
    if (!kept.ok) return err(noKeychain(account, kept.error));
    await removeFrom(account, kept.value);
    if (account.identity !== null) {
      begin(session);
      await session.flight;
    }
    session.isNew = false;
    book.changed();
    return ok({
      state: session.phase.kind === 'ended' ? 'signInNeeded' : 'signedIn',
      keptBy: kept.value,
      since,
      person: session.owner?.person ?? (account.identity === null ? null : unknownPerson(since)),
    });
  }

  /** The place that the account was signed in at before. What stays there is of no use to anybody but a thief. */
  async function removeFrom(
    { name, session: { keptBy } }: Account,
    now: SessionRecord['keptBy'],
  ): Promise<void> {
    if (keptBy === null || keptBy === now) return;
    told(name, await secrets.delete(name, keptBy));
  }

  function told(account: string, removed: Result<null, SecretsUnavailable>): void {
    if (!removed.ok) log.warn('oldSecretStays', { account, code: removed.error.code });
  }

  async function forget(account: Account): Promise<Result<null, OutboxError>> {
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
  }

  return {
    async canKeep(account) {
      const place = await secrets.best();
      return place.ok ? ok(null) : err(noKeychain(account, place.error));
    },
    setTokens: (
      account,
      { accessToken, refreshToken, expiresIn, goodForMs = lifetimeMs(expiresIn), person = null },
    ) =>
      signIn(
        account,
        {
          accessToken: accessToken === undefined ? null : new Secret(accessToken),
          refreshToken: refreshToken === undefined ? null : new Secret(refreshToken),
          headers: [],
        },
        goodForMs,
        person,
      ),
    setHeaders: (account, headers) =>
      signIn(account, {
        accessToken: null,
        refreshToken: null,
        headers: Object.entries(headers).map(([name, value]) => ({
          name,
          value: new Secret(value),
        })),
      }),
    async keepRefresh(account, values) {
      const kept = await keepRefreshSecrets(secrets, account.name, values);
      return kept.ok ? kept : err(noKeychain(account, kept.error));
    },
    forget,
    async forgetAll(account) {
      const keptBy = refreshKeptBy(account);
      if (keptBy !== null) {
        const gone = await dropRefreshSecrets(secrets, account.name, keptBy);
        if (!gone.ok) return err(noKeychain(account, gone.error));
      }
      return forget(account);
    },
    async tidyUp(before, after) {
      const { name } = before;
      const oldRefresh = refreshKeptBy(before);
      if (oldRefresh !== null && oldRefresh !== refreshKeptBy(after)) {
        told(name, await dropRefreshSecrets(secrets, name, oldRefresh));
      }
      if (isSameSignIn(before, after)) return;
      await book.inTurn(name, async () => {
        // From here on nothing of a refresh that is still under way is written any more.
        book.of(after);
        const { keptBy } = before.session;
        // Headers have taken the place of what was there. The file belongs to whoever named it.
        const isOver = keptBy === after.session.keptBy || keptBy === 'credentials-file';
        if (keptBy !== null && !isOver) told(name, await secrets.delete(name, keptBy));
      });
      book.changed();
    },
    lend(account, accessToken) {
      const session = book.of(account);
      const headers = [bearer(new Secret(accessToken))];
      book.publish(session, {
        headers,
        lifetimeMs: null,
        askedAt: momentOf(clock),
        owner: null,
        isLent: true,
      });
      book.changed();
    },
  };
}

const noKeychain = ({ name }: Account, { code, detail }: SecretsUnavailable): OutboxError =>
  outboxError('NO_KEYCHAIN', { account: name, reason: code, detail });
