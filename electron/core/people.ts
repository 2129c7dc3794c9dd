import { type OutboxError } from '../../shared/contracts/errors.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import type { Account, Person } from '../../shared/outbox/account.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import type { HeldFor } from '../../shared/outbox/held-for.ts';
import type { OutboxStore } from './ports/outbox-store.ts';
import type { StoreReader } from './ports/store-reader.ts';
import type { StoreWriter } from './ports/store-writer.ts';

/** More people than share one machine. */
const REMEMBERED = 100;

const UNKNOWN = '?';

/**
 * Whoever signed in at that time, until it is found out who that is: somebody else than anybody before, so that what
 * they add is nobody else's meanwhile.
 */
export const unknownPerson = (since: number): Person => ({
  subject: `${UNKNOWN}${since}`,
  name: null,
});

export const isKnown = ({ subject }: Person): boolean => !subject.startsWith(UNKNOWN);

export const nameOf = ({ people }: Account, subject: string | null): string | null =>
  people.find((one) => one.subject === subject)?.name ?? null;

/** What waits for people while somebody else is signed in. */
export const heldFor = (
  read: Pick<StoreReader, 'waitingOf'>,
  gates: readonly ClosedGate[],
): readonly HeldFor[] =>
  gates.flatMap(({ key: account, reason }) => {
    if (reason.code !== 'OTHER_PERSON') return [];
    const { subject, person, signedIn } = reason;
    return [{ account, person, signedIn, items: read.waitingOf(account, subject) }];
  });

/** Writes an account down whose session is new. What was accepted while nobody was signed in is theirs who are now. */
export function saveSignedIn(tx: StoreWriter, account: Account): Account {
  const { person } = account.session;
  if (person === null || !isKnown(person)) {
    tx.saveAccount(account);
    return account;
  }
  const others = account.people.filter(({ subject }) => subject !== person.subject);
  const known = { ...account, people: [person, ...others].slice(0, REMEMBERED) };
  tx.saveAccount(known);
  tx.bindItems(account.name, null, person.subject);
  return known;
}

/**
 * It was found out who is signed in, or that nobody can know. `awaited` is the subject of whom it was asked about:
 * where the account has another one by now, somebody else has signed in, and the answer is false.
 */
export const savePerson = (
  store: OutboxStore,
  name: string,
  awaited: string | null,
  person: Person | null,
): Promise<Result<boolean, OutboxError>> =>
  store.write((tx) => {
    const account = tx.accounts().find((one) => one.name === name);
    if (account === undefined) return ok(true);
    const before = account.session.person;
    if ((before?.subject ?? null) !== awaited) return ok(false);
    saveSignedIn(tx, { ...account, session: { ...account.session, person } });
    if (before !== null && person !== null && !isKnown(before) && isKnown(person))
      tx.bindItems(name, before.subject, person.subject);
    return ok(true);
  });
