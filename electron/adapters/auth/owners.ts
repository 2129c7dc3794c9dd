import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { Result } from '../../../shared/lang/result.ts';
import type { CredentialTrouble, Person } from '../../../shared/outbox/account.ts';
import type { WhichTokens } from '../../core/people.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { SecretStore } from '../../core/ports/secret-store.ts';
import type { Timers } from '../../core/ports/timers.ts';
import { readIdToken } from './id-token.ts';
import { askWhoItIs } from './identity-check.ts';
import type { TokenAnswer } from './judge-answer.ts';
import type { Session } from './session.ts';
import type { SessionBook } from './session-book.ts';
import { type Fetch, fetchFor } from './token-endpoint.ts';
import { BY_ID_TOKEN, byCheck, wayToKnow } from './token-owner.ts';

export interface OwnersDeps {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly fetch: Fetch;
  readonly log: Log;
  /** Writes down who is signed in; false where the account's row is not of that session, or not yet. */
  readonly savePerson: (
    account: string,
    since: number,
    person: Person | null,
    tokens: WhichTokens,
  ) => Promise<Result<boolean, OutboxError>>;
  readonly putOff: (
    session: Session,
    why: { readonly code: CredentialTrouble; readonly floorMs: number | null },
  ) => void;
  readonly isStopped: () => boolean;
}

/** Whose tokens are: found out, held to, and written down with them. */
export interface Owners {
  /** Asks for the owner of the token in use. What goes wrong puts the session off: nothing is sent before it is known. */
  identify(session: Session): Promise<void>;
  /** Tokens were read where they are kept: they are theirs as whose they were written. */
  asStored(session: Session, subject: string | null): void;
  /** Whether refreshed tokens are of the same person still (OpenID Connect Core section 12.2). */
  afterRefresh(
    session: Session,
    answer: TokenAnswer & { readonly kind: 'tokens' },
  ): Promise<'same' | 'learned' | 'another'>;
  /** Writes the session's owner beside its tokens, and into the account's row. */
  keep(session: Session, which: WhichTokens): Promise<void>;
}

/** A row that is about to be written is looked for again so much later. */
const ROW_MS = 1_000;

export function createOwners(deps: OwnersDeps, book: SessionBook): Owners {
  const { secrets, timers, log } = deps;
  const { isCurrent } = book;

  async function identify(session: Session): Promise<void> {
    const { account, live } = session;
    const { identity } = account;
    if (identity === null || live === null) return;
    const asking = { ...deps, fetch: fetchFor(deps.fetch, account) };
    const answer = await askWhoItIs(asking, identity, live.headers);
    if (!isCurrent(session) || session.live !== live) return;
    if (answer.kind === 'trouble') return unknown(session, answer);
    const owner = { person: answer.person, by: byCheck(identity) };
    session.live = { ...live, owner };
    session.identityFailures = 0;
    session.failures = 0;
    session.phase = { kind: 'open' };
    if (live.isLent) return save(session, owner.person, 'lent');
    const isOtherWay = session.owner !== null && session.owner.by !== owner.by;
    session.owner = owner;
    await keep(session, isOtherWay ? 'sameTokens' : 'newTokens');
  }

  function unknown(
    session: Session,
    { code, status, floorMs }: Extract<Awaited<ReturnType<typeof askWhoItIs>>, { kind: 'trouble' }>,
  ): void {
    log.warn('personNotKnown', { account: session.account.name, code, status });
    // Another token may be let in: the next try begins with one.
    if (status === 401) session.live = null;
    session.failures = session.identityFailures;
    session.identityFailures += 1;
    deps.putOff(session, { code, floorMs });
  }

  async function keep(session: Session, which: WhichTokens): Promise<void> {
    const { account, owner } = session;
    const { name } = account;
    const subject = owner?.person.subject ?? null;
    const written = await book.inTurn(name, async () => {
      const reading = await secrets.get(name, session.keptBy);
      if (!isCurrent(session) || reading.kind !== 'found') return null;
      return reading.secrets.subject === subject
        ? null
        : secrets.set(name, { ...reading.secrets, subject }, reading.keptBy);
    });
    // The next start finds it out again.
    if (written?.ok === false)
      log.warn('personNotKept', { account: name, code: written.error.code });
    if (isCurrent(session)) await save(session, owner?.person ?? null, which);
  }

  async function save(session: Session, person: Person | null, which: WhichTokens): Promise<void> {
    // Whoever signs it in writes its row.
    if (session.isNew && which !== 'lent') return;
    const { name } = session.account;
    const saved = await deps.savePerson(name, session.since, person, which);
    if (!saved.ok) log.warn('personNotSaved', { account: name, code: saved.error.code });
    else if (!saved.value && !deps.isStopped())
      timers.after(ROW_MS, () => {
        if (isCurrent(session)) void save(session, person, which);
      });
  }

  return {
    identify,
    keep,
    asStored(session, subject) {
      const { account } = session;
      const known = account.session.person;
      const name = known?.subject === subject ? known.name : null;
      session.owner =
        subject === null ? null : { person: { subject, name }, by: wayToKnow(account.identity) };
      const isAsked = subject === null && account.identity !== null;
      if ((known?.subject ?? null) !== subject && !isAsked)
        void save(session, session.owner?.person ?? null, 'newTokens');
    },
    async afterRefresh(session, { idToken, skewMs }) {
      const { auth, identity } = session.account;
      const refresh = auth.kind === 'bearer' ? auth.refresh : null;
      if (refresh?.kind !== 'oauth2' || identity !== null) return 'same';
      const { tokenUrl, clientId, signIn } = refresh;
      const places = [tokenUrl, signIn?.authorizationUrl, signIn?.issuer].filter(
        (place) => typeof place === 'string',
      );
      const asked = { clientId, issuer: null, places, nonce: null, skewMs };
      const said = await readIdToken(idToken, asked);
      if (said.kind !== 'person') return 'same';
      const { owner } = session;
      if (owner === null) {
        session.owner = { person: said.person, by: BY_ID_TOKEN };
        return 'learned';
      }
      const isSame = owner.by !== BY_ID_TOKEN || owner.person.subject === said.person.subject;
      return isSame ? 'same' : 'another';
    },
  };
}
