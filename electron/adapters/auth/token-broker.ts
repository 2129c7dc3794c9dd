import type { Credentials } from '../../core/ports/credentials.ts';
import type { TokenKeeper } from '../../core/ports/token-keeper.ts';
import { testSession } from './account-test.ts';
import { ageMs, isAlive, momentOf } from './live-token.ts';
import { createRefreshing, type RefreshingDeps } from './refreshing.ts';
import { awaitsIdentity, isDue, ownerOfSession, stateOfSession } from './session.ts';
import { createSessionBook } from './session-book.ts';
import { createSignIns } from './sign-ins.ts';

export type TokenBrokerDeps = RefreshingDeps;

export interface TokenBroker extends Credentials, TokenKeeper {
  /** The network is back, or a person asks: troubled accounts are tried now, unless a server asked for time. */
  wake(): void;
  /** Begins nothing new, and waits at most `graceMs` for what must not be lost: a token on its way to the keychain. */
  stop(graceMs: number): Promise<void>;
}

/**
 * So many tokens in a row that were refused while young are a server that accepts none: from then on new ones
 * come slower, and never slower than this, since it may be one item alone that is refused with each of them.
 */
const YOUNG_REFUSALS = 5;
const YOUNG_MS = 10_000;
const REFUSED_CAP_MS = 30_000;

/** The one owner of all tokens (README.md). */
export function createTokenBroker(deps: TokenBrokerDeps): TokenBroker {
  const { clock, timers, secrets } = deps;
  const book = createSessionBook(secrets);
  const { begin, putOff, stop } = createRefreshing(deps, book);
  const moment = () => momentOf(clock);

  return {
    ...createSignIns({ ...deps, begin }, book),
    onChange: book.onChange,
    stateOf(account) {
      if (account.auth.kind === 'none') return { kind: 'ready', headers: [], generation: 0 };
      const session = book.of(account);
      const at = momentOf(clock);
      // Whoever asks is about to send. An account that nobody asks about gets no new tokens.
      if (isDue(session, at) && session.phase.kind === 'open') begin(session);
      return stateOfSession(session, at);
    },
    ownerOf: (account) => (account.auth.kind === 'none' ? null : ownerOfSession(book.of(account))),
    prepare(account) {
      if (account.auth.kind === 'none') return;
      const session = book.of(account);
      const isLive = session.live !== null && isAlive(session.live, momentOf(clock));
      const isUsable = isLive && !awaitsIdentity(session, momentOf(clock));
      if (session.phase.kind === 'open' && !isUsable) begin(session);
    },
    refused(account, generation) {
      if (account.auth.kind === 'none') return;
      const session = book.of(account);
      const { live } = session;
      if (live?.generation !== generation) return;
      const at = momentOf(clock);
      const isYoung = isAlive(live, at) && ageMs(live, at) < YOUNG_MS;
      session.youngRefusals = isYoung ? session.youngRefusals + 1 : 0;
      session.live = null;
      if (session.youngRefusals >= YOUNG_REFUSALS && session.flight === null) {
        session.failures = session.youngRefusals - YOUNG_REFUSALS;
        putOff(session, { code: 'FRESH_TOKENS_REFUSED', capMs: REFUSED_CAP_MS });
      } else if (session.phase.kind === 'open') begin(session);
      book.changed();
    },
    async test(account) {
      if (account.auth.kind === 'none') return { kind: 'ready', headers: [], generation: 0 };
      return testSession({ secrets, begin, moment }, book.of(account));
    },
    isFresh(account, generation) {
      const newest = book.known(account.name)?.newest ?? null;
      return newest?.generation === generation && isAlive(newest, momentOf(clock));
    },
    wake() {
      for (const session of book.all()) {
        const { phase } = session;
        if (phase.kind !== 'trouble' || phase.isAskedFor) continue;
        if (phase.code !== 'FRESH_TOKENS_REFUSED') begin(session);
      }
    },
    stop: (graceMs) =>
      new Promise((resolve) => {
        const cancel = timers.after(graceMs, resolve);
        void stop().finally(() => {
          cancel();
          resolve();
        });
      }),
  };
}
