import { type OutboxError } from '../../shared/contracts/errors.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import type { Account, Person } from '../../shared/outbox/account.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import type { HeldFor } from '../../shared/outbox/held-for.ts';
import type { Item } from '../../shared/outbox/item.ts';
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

/** Whose an item is; null: nobody's. Without a name where no server said one, or the account is gone. */
export function authorOf(
  read: Pick<StoreReader, 'accounts'>,
  { account: name, subject }: Pick<Item, 'account' | 'subject'>,
): { readonly name: string | null } | null {
  if (subject === null) return null;
  const account = read.accounts().find((one) => one.name === name);
  return { name: account === undefined ? null : nameOf(account, subject) };
}

/** Somebody is signed in to its account who is not whom the item is of. */
export const isOfAnother = (
  { subject }: Pick<Item, 'subject'>,
  account: Pick<Account, 'session'> | null,
): boolean => {
  const person = account?.session.state === 'signedIn' ? account.session.person : null;
  return subject !== null && person !== null && person.subject !== subject;
};

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
  const people = remembered(account, person);
  const isSomebody = person !== null && isKnown(person);
  const session = isSomebody
    ? { ...account.session, person: people[0] ?? person }
    : account.session;
  const saved = { ...account, session, people };
  tx.saveAccount(saved);
  if (isSomebody) tx.bindItems(account.name, null, person.subject);
  return saved;
}

/** `newTokens`: of a sign-in; `sameTokens`: one more is known of them than before; `lent`: they are nobody's session. */
export type WhichTokens = 'newTokens' | 'sameTokens' | 'lent';

/**
 * It was found out whose an account's tokens are, or that nobody can know. `since` is when their session began: where
 * the account's row says something else, it is not of that session, or not yet, and the answer is false.
 */
export const savePerson = (
  store: OutboxStore,
  name: string,
  since: number,
  person: Person | null,
  which: WhichTokens,
): Promise<Result<boolean, OutboxError>> =>
  store.write((tx) => {
    const account = tx.accounts().find((one) => one.name === name);
    if (account === undefined) return ok(true);
    if (which === 'lent') {
      tx.saveAccount({ ...account, people: remembered(account, person) });
      return ok(true);
    }
    if (account.session.since !== since) return ok(false);
    const before = account.session.person;
    saveSignedIn(tx, { ...account, session: { ...account.session, person } });
    // Whom they were taken for is who they are now known to be.
    if (before !== null && person !== null && (which === 'sameTokens' || !isKnown(before)))
      tx.bindItems(name, before.subject, person.subject);
    return ok(true);
  });

/** The newest first. A server that does not say a name this time did not take it away. */
function remembered({ people }: Account, person: Person | null): readonly Person[] {
  if (person === null || !isKnown(person)) return people;
  const name =
    person.name ?? people.find(({ subject }) => subject === person.subject)?.name ?? null;
  const others = people.filter(({ subject }) => subject !== person.subject);
  return [{ ...person, name }, ...others].slice(0, REMEMBERED);
}
