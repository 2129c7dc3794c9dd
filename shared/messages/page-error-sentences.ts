import type { ErrorCode, OutboxError } from '../contracts/errors.ts';
import { errorSentence } from './error-sentences.ts';
import { bytes } from './format.ts';
import { fixedWords } from './policy-words.ts';

type Params = OutboxError['params'];

/** What the command line says of commands and processes, for people who have the window in front of them. */
const IN_THE_WINDOW: Partial<Readonly<Record<ErrorCode, (params: Params) => string>>> = {
  ITEM_NOT_FOUND: () => 'this item is not in the queue any more',
  ITEM_SENDING: () => 'this item is being sent at this moment; try again when it has an answer',
  ITEM_OF_ANOTHER: ({ person }) =>
    `this was written by ${person === '' ? 'somebody else' : String(person)}, and somebody else is signed in now; make a copy (“Duplicate”), and change that`,
  SERVER_ASKED: () => 'the server asked for time before this is sent again',
  JSON_PLACE_MISSING: () => 'the JSON of an item has no such place',
  BODY_NOT_JSON: () => 'an item sends no JSON; only values in JSON bodies can be changed this way',
  ACCOUNT_NOT_FOUND: ({ account }) => `there is no account "${account}" any more`,
  NO_KEYCHAIN: ({ reason, detail }) => {
    const why = detail === undefined ? '' : ` (${detail})`;
    switch (reason) {
      case 'KEYCHAIN_LOCKED':
        return 'the keychain is locked; unlock it, and try again';
      case 'CREDENTIALS_FILE':
        return `the file in which secrets are kept cannot be used: ${detail}; tell whoever set OutTray up`;
      default:
        return `there is no keychain to keep it in${why}; unlock it, or have one installed`;
    }
  },
  MANAGED: ({ what, name }) => fixedWords(`${what}`, `${name}`),
  POLICY_INVALID: () =>
    'what your organisation has set for this computer is not right at the moment, so this cannot be changed; tell whoever looks after it',
  HOST_STOPPED: ({ begun }) =>
    begun === 'no'
      ? 'OutTray was about to stop, and nothing was done; try again'
      : 'OutTray does not answer at the moment; if you had begun something, look whether it was done before you do it again',
  NO_SPACE: ({ free }) =>
    free === undefined
      ? 'the disk is full, and nothing was stored; free some space and try again'
      : `the disk has ${bytes(Number(free))} free, which is too little for this file; nothing was stored. Free some space, or delete items that were delivered`,
  VAULT_FULL: ({ held, limit }) =>
    `${bytes(Number(held))} of files are kept and ${bytes(Number(limit))} may be, which leaves too little room for this one; nothing was stored. Delete items that were delivered, or allow more in the settings`,
  CALL_TOO_LARGE: () => 'this is more than can be done at once; do it in parts',
  NOT_ALLOWED: () => 'this page may not do that; open it again from OutTray',
};

/** Why something could not be shown: nothing was begun by that. */
export const unreadSentence = (error: OutboxError): string =>
  error.code === 'HOST_STOPPED'
    ? 'OutTray does not answer at the moment.'
    : pageErrorSentence(error);

/** As `errorSentence`, whole and without the command line. */
export function pageErrorSentence(error: OutboxError): string {
  const own = IN_THE_WINDOW[error.code];
  const sentence = own === undefined ? errorSentence(error) : own(error.params);
  const begun = sentence.charAt(0).toUpperCase() + sentence.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
