import type { OutboxError } from '../../../shared/contracts/errors.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { Result } from '../../../shared/lang/result.ts';
import type { Secret } from '../../../shared/lang/secret.ts';
import type {
  CredentialTrouble,
  SessionRecord,
  TokenRefresh,
} from '../../../shared/outbox/account.ts';
import { DEFAULT_POLICY } from '../../core/policy.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Random } from '../../core/ports/random.ts';
import type {
  AccountSecrets,
  SecretStore,
  SecretsUnavailable,
} from '../../core/ports/secret-store.ts';
import type { Timers } from '../../core/ports/timers.ts';
import { backoffDelay } from '../../core/retry-policy.ts';
import type { TokenAnswer } from './judge-answer.ts';
import { type Moment, momentOf } from './live-token.ts';
import { createOwners, type OwnersDeps } from './owners.ts';
import { type Unread, wholeRefresh } from './refresh-secrets.ts';
import { awaitsIdentity, bearer, headersOf, type Session } from './session.ts';
import type { SessionBook } from './session-book.ts';
import { askForTokens, type Fetch, fetchFor } from './token-endpoint.ts';

export interface RefreshingDeps {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly fetch: Fetch;
  readonly log: Log;
  /** Writes down how an account's session stands when that changes by itself. */
  readonly saveSession: (
    account: string,
    session: Omit<SessionRecord, 'person'>,
  ) => Promise<Result<unknown, OutboxError>>;
  readonly savePerson: OwnersDeps['savePerson'];
}

export interface Refreshing {
  /** Reads what is stored, or asks for new tokens, unless one of both is under way: one at a time for each account. */
  begin(session: Session): void;
  /** Puts a session off for a while; it begins again by itself. */
  putOff(session: Session, why: Delay): void;
  /** Begins nothing new; resolves when everything under way has ended and has been written as far as possible. */
  stop(): Promise<void>;
}

export interface Delay {
  readonly code: CredentialTrouble;
  /** What the server asked for. */
  readonly floorMs?: number | null;
  readonly capMs?: number;
}

export function createRefreshing(deps: RefreshingDeps, book: SessionBook): Refreshing {
  const { secrets, clock, timers, random, log } = deps;
  const { isCurrent } = book;
  let isStopped = false;
  const owners = createOwners({ ...deps, putOff, isStopped: () => isStopped }, book);

  function begin(session: Session): void {
    if (session.flight !== null || isStopped || !isCurrent(session)) return;
    if (session.phase.kind === 'trouble') session.phase.cancel();
    session.flight = run(session).finally(() => {
      session.flight = null;
      book.changed();
    });
  }

  async function run(session: Session): Promise<void> {
    if (!awaitsIdentity(session, momentOf(clock))) await renew(session);
    if (isCurrent(session) && awaitsIdentity(session, momentOf(clock)))
      await owners.identify(session);
  }

  async function renew(session: Session): Promise<void> {
    if (session.refreshToken === null && session.live === null) {
      const next = await load(session);
      if (next === 'done') return;
    }
    const { auth } = session.account;
    const refresh = auth.kind === 'bearer' ? auth.refresh : null;
    const token = session.refreshToken;
    if (refresh === null || token === null) return end(session);
    await refreshWith(session, refresh, token);
  }

  async function load(session: Session): Promise<'done' | 'refresh'> {
    const { account } = session;
    const reading = await secrets.get(account.name, session.keptBy);
    if (!isCurrent(session)) return 'done';
    switch (reading.kind) {
      case 'found':
        session.keptBy = reading.keptBy;
        session.refreshToken = reading.secrets.refreshToken;
        if (account.session.state === 'signInNeeded') await save(session, 'signedIn');
        if (!isCurrent(session)) return 'done';
        owners.asStored(session, reading.secrets.subject);
        return useStored(session, reading.secrets) ? 'done' : 'refresh';
      case 'missing':
        if (session.keptBy === 'keytar' || session.keptBy === 'napi-keyring') {
          putOff(session, { code: 'KEYCHAIN_ITEM_MISSING' });
        } else await end(session);
        return 'done';
      case 'unavailable':
        unavailable(session, reading);
        return 'done';
      default:
        return assertNever(reading);
    }
  }

  /** A stored access token is used as it is, once; after a refusal only a refresh helps. */
  function useStored(session: Session, { accessToken, headers }: AccountSecrets): boolean {
    if (session.usedStored) return false;
    const lines = headersOf(session.account, accessToken, headers);
    if (lines === null) return false;
    session.usedStored = true;
    book.publish(session, { headers: lines, lifetimeMs: null, askedAt: momentOf(clock) });
    return true;
  }

  async function refreshWith(
    session: Session,
    refresh: TokenRefresh,
    token: Secret,
  ): Promise<void> {
    const { name } = session.account;
    const call = await wholeRefresh(secrets, name, refresh);
    if (!isCurrent(session)) return;
    if (!call.ok) return withoutCall(session, call.error);
    const askedAt = momentOf(clock);
    const answer = await askForTokens(
      { ...deps, fetch: fetchFor(deps.fetch, session.account) },
      call.value,
      token,
    );
    if (!isCurrent(session)) return;
    switch (answer.kind) {
      case 'tokens':
        return takeOver(session, answer, askedAt);
      case 'ended': {
        const other = await putThereMeanwhile(session, token);
        if (!isCurrent(session)) return;
        if (other === null) return end(session);
        session.refreshToken = other;
        return refreshWith(session, refresh, other);
      }
      case 'trouble': {
        const { code, status, floorMs } = answer;
        log.warn('tokenNotRefreshed', { account: name, code, status });
        return putOff(session, { code, floorMs });
      }
      default:
        return assertNever(answer);
    }
  }

  function withoutCall(session: Session, reading: Unread): void {
    if (reading.kind === 'missing') return putOff(session, { code: 'KEYCHAIN_ITEM_MISSING' });
    unavailable(session, reading);
  }

  function unavailable(session: Session, { code, detail }: SecretsUnavailable): void {
    log.warn('secretsUnavailable', { account: session.account.name, code, detail });
    putOff(session, { code });
  }

  /** Another refresh token than the refused one, e.g. from whoever looks after the credentials file. */
  async function putThereMeanwhile(session: Session, refused: Secret): Promise<Secret | null> {
    if (session.isUnsaved) return null;
    const reading = await secrets.get(session.account.name, session.keptBy);
    const stored = reading.kind === 'found' ? reading.secrets : null;
    const token = stored?.refreshToken ?? null;
    if (stored === null || token === null || token.equals(refused)) return null;
    if (isCurrent(session)) owners.asStored(session, stored.subject);
    return token;
  }

  /** Written and read back first, used afterwards. */
  async function takeOver(
    session: Session,
    answer: TokenAnswer & { readonly kind: 'tokens' },
    askedAt: Moment,
  ): Promise<void> {
    const { accessToken, refreshToken, lifetimeMs } = answer;
    const whose = await owners.afterRefresh(session, answer);
    if (!isCurrent(session)) return;
    if (whose === 'another') {
      log.warn('refreshedAsSomebodyElse', { account: session.account.name });
      return end(session);
    }
    if (refreshToken !== null && session.refreshToken?.equals(refreshToken) !== true) {
      session.refreshToken = refreshToken;
      await keep(session);
      if (!isCurrent(session)) return;
    }
    book.publish(session, { headers: [bearer(accessToken)], lifetimeMs, askedAt });
    log.info('tokenRefreshed', { account: session.account.name });
    if (whose === 'learned') await owners.keep(session, 'sameTokens');
  }

  /** Writes the session's refresh token; what cannot be written stays in memory and is written later. */
  async function keep(session: Session): Promise<void> {
    const { account, keptBy, refreshToken } = session;
    session.isUnsaved = true;
    const only: AccountSecrets = {
      accessToken: null,
      refreshToken,
      headers: [],
      subject: session.owner?.person.subject ?? null,
    };
    const written = await book.inTurn(account.name, async () =>
      isCurrent(session) ? secrets.set(account.name, only, keptBy) : null,
    );
    if (written === null) return;
    if (written.ok) {
      session.isUnsaved = session.refreshToken !== refreshToken;
      session.unsavedFailures = 0;
      return;
    }
    session.unsavedFailures += 1;
    const { code, detail } = written.error;
    log.warn('tokenNotKept', { account: account.name, code, detail });
    const { cap } = DEFAULT_POLICY.backoff;
    timers.after(backoffDelay(session.unsavedFailures, cap, DEFAULT_POLICY, random), () => {
      const isTheNewest = session.refreshToken === refreshToken;
      if (session.isUnsaved && isTheNewest && isCurrent(session) && !isStopped) void keep(session);
    });
  }

  async function end(session: Session): Promise<void> {
    session.phase = { kind: 'ended' };
    session.live = null;
    log.warn('signInNeeded', { account: session.account.name });
    await save(session, 'signInNeeded');
  }

  async function save(session: Session, state: SessionRecord['state']): Promise<void> {
    const { account, keptBy } = session;
    const since = clock.now();
    const saved = await deps.saveSession(account.name, { state, keptBy, since });
    if (saved.ok) session.since = since;
    if (!saved.ok) {
      log.warn('sessionNotSaved', { account: account.name, code: saved.error.code });
    }
  }

  function putOff(session: Session, { code, floorMs = null, capMs = capOf(code) }: Delay): void {
    if (session.phase.kind === 'trouble') session.phase.cancel();
    session.failures += 1;
    const backoff = backoffDelay(session.failures, capMs, DEFAULT_POLICY, random);
    const delay = Math.max(backoff, floorMs ?? 0, code === 'KEYCHAIN_LOCKED' ? LOCKED_MS : 0);
    const cancel = isStopped ? () => {} : timers.after(delay, () => begin(session));
    const retryAt = clock.now() + delay;
    session.phase = { kind: 'trouble', code, retryAt, isAskedFor: floorMs !== null, cancel };
  }

  return {
    begin,
    putOff,
    async stop() {
      isStopped = true;
      const finish = async (session: Session): Promise<void> => {
        if (session.phase.kind === 'trouble') session.phase.cancel();
        await session.flight;
        if (session.isUnsaved) await keep(session);
      };
      await Promise.all(book.all().map(finish));
    },
  };
}

/** Each try at a locked keychain may ask a person to unlock it: not again while they look for the password. */
const LOCKED_MS = 15_000;

/** Where nothing was reached, asking again costs nobody anything. */
const capOf = (code: CredentialTrouble): number =>
  code === 'TOKEN_ENDPOINT_UNREACHABLE' || code === 'IDENTITY_UNREACHABLE'
    ? DEFAULT_POLICY.unsentCap
    : DEFAULT_POLICY.backoff.cap;
