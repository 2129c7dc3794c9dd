import type { AccountView } from '../../shared/contracts/account-calls.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { Accepted } from '../../shared/contracts/handover.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import { type Account, signsInByBrowser } from '../../shared/outbox/account.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { isKnown } from '../core/people.ts';

export const accepted = (item: Item): Accepted => ({ id: item.id, seq: item.seq });

export const accountView = ({
  name,
  origins,
  session: { person, ...session },
  contract,
  verify,
  idempotency,
  unknownOutcome,
  ca,
  identity,
  managed,
  auth,
}: Account): AccountView => ({
  name,
  origins,
  session,
  contract,
  verify,
  idempotency,
  unknownOutcome,
  ca,
  identity,
  person: person !== null && isKnown(person) ? { name: person.name } : null,
  managed,
  auth: auth.kind,
  way: auth,
  byBrowser: signsInByBrowser(auth),
});

export const mapped = <T, U>(
  result: Result<T, OutboxError>,
  map: (value: T) => U,
): Result<U, OutboxError> => (result.ok ? ok(map(result.value)) : result);

export type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Options that were left out, left out (exactOptionalPropertyTypes). */
export const defined = <T extends object>(input: T): Defined<T> =>
  Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
