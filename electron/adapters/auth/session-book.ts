import type { Account } from '../../../shared/outbox/account.ts';
import { isKnown } from '../../core/people.ts';
import type { SecretStore } from '../../core/ports/secret-store.ts';
import type { LiveToken } from './live-token.ts';
import { isSameSignIn, newSession, type Session } from './session.ts';
import { wayToKnow } from './token-owner.ts';

/** The sessions of all accounts, and who is told when one of them changes. */
export interface SessionBook {
  /** The session of the account as it is now: another way to sign in begins another one. */
  of(account: Account): Session;
  /** Null when nobody has asked about the account yet. */
  known(account: string): Session | null;
  all(): readonly Session[];
  /** False once another session has taken its place: nothing of the old one may be written or used then. */
  isCurrent(session: Session): boolean;
  replace(session: Session): void;
  /** From here on it is the token in use. */
  publish(session: Session, token: NewToken): void;
  /** Writes of one account follow one another, so that the last sign-in is the one that stays. */
  inTurn<T>(account: string, write: () => Promise<T>): Promise<T>;
  changed(): void;
  onChange(listener: () => void): () => void;
}

/** The session's own token, unless it says otherwise. */
type NewToken = Omit<LiveToken, 'generation' | 'owner' | 'isLent'> & Partial<LiveToken>;

export function createSessionBook(secrets: Pick<SecretStore, 'hasFile'>): SessionBook {
  const sessions = new Map<string, Session>();
  const listeners = new Set<() => void>();
  const turns = new Map<string, Promise<unknown>>();
  let generations = 0;

  function replace(session: Session): void {
    const before = sessions.get(session.account.name);
    if (before?.phase.kind === 'trouble') before.phase.cancel();
    sessions.set(session.account.name, session);
  }

  return {
    of(account) {
      const known = sessions.get(account.name);
      if (known !== undefined && isSameSignIn(known.account, account)) {
        known.account = account;
        return known;
      }
      const isSignedIn = account.session.state === 'signedIn';
      const session = newSession(account, isSignedIn ? account.session.keptBy : null);
      const { person } = account.session;
      session.owner =
        isSignedIn && person !== null && isKnown(person)
          ? { person, by: wayToKnow(account.identity) }
          : null;
      // Only the file can have something for an account that is not signed in.
      if (!isSignedIn && !secrets.hasFile) session.phase = { kind: 'ended' };
      replace(session);
      return session;
    },
    known: (account) => sessions.get(account) ?? null,
    all: () => [...sessions.values()],
    isCurrent: (session) => sessions.get(session.account.name) === session,
    replace,
    publish(session, token) {
      generations += 1;
      const generation = session.account.auth.kind === 'headers' ? 0 : generations;
      session.live = { owner: session.owner, isLent: false, ...token, generation };
      session.newest = session.live;
      session.failures = 0;
      if (session.phase.kind === 'trouble') session.phase.cancel();
      session.phase = { kind: 'open' };
    },
    inTurn(account, write) {
      const mine = (turns.get(account) ?? Promise.resolve()).then(write);
      turns.set(account, mine);
      return mine;
    },
    changed() {
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
