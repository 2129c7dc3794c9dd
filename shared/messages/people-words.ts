import type { HeldFor } from '../outbox/held-for.ts';
import { count } from './format.ts';

export const signedInWords = (signedIn: string | null): string =>
  signedIn === null ? 'another sign-in is in use now' : `${signedIn} is signed in now`;

/** Whose an item is. */
export const authorWords = ({ name }: { readonly name: string | null }): string =>
  name ?? 'somebody whose name is not known';

type Held = Pick<HeldFor, 'person' | 'signedIn'> & { readonly items: number | null };

/** Whose items wait, and for what. `items`: null where nobody counted them. */
export function heldForClause({ person, signedIn, items }: Held): string {
  const what = items === null ? 'items' : count(items, 'item');
  const wait = items === 1 ? 'waits' : 'wait';
  return person === null
    ? `${what} of somebody else ${wait} until they sign in again; ${signedInWords(signedIn)}`
    : `${what} of ${person} ${wait} until ${person} signs in again; ${signedInWords(signedIn)}`;
}

export const heldForSentence = ({ account, ...held }: Held & Pick<HeldFor, 'account'>): string => {
  const clause = heldForClause(held);
  return `Account "${account}": ${clause}.`;
};
