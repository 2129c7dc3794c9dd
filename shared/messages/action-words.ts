import type { BulkResult } from '../contracts/bulk-result.ts';
import type { ErrorCode } from '../contracts/errors.ts';
import { assertNever } from '../lang/assert-never.ts';
import { type Priority, priorityWord } from '../outbox/priority.ts';
import { count } from './format.ts';
import { STATE_WORDS } from './state-words.ts';

/** What a person does with items, as far as words tell it apart. */
export type ActionWords =
  | { readonly kind: 'retry' | 'hold' | 'release' | 'cancel' | 'remove' | 'duplicate' }
  | { readonly kind: 'setPriority'; readonly priority: Priority }
  | { readonly kind: 'resolve'; readonly arrived: boolean | 'check' }
  | { readonly kind: 'assignAccount'; readonly account: string }
  | { readonly kind: 'change' };

export const ACTION_WORDS = {
  retry: 'Retry now',
  retryByForce: 'Retry now all the same',
  hold: 'Hold',
  release: 'Release',
  cancel: 'Cancel',
  remove: 'Delete',
  setPriority: 'Priority…',
  resolve: 'Say what became of it…',
  assignAccount: 'Assign an account…',
  duplicate: 'Duplicate',
  edit: 'Edit and resend…',
  change: 'Change a header or value…',
  export: 'Export…',
  exportAll: 'Export all of this list…',
  open: 'Open',
  pauseOrigin: 'Pause sending to this server',
  pauseAccount: 'Pause sending for this account',
  sync: 'Sync now',
  pauseAll: 'Pause sending',
  resumeAll: 'Resume sending',
  resume: 'Resume',
  more: 'More actions',
} as const;

const DONE = {
  retry: 'sent on its way',
  hold: 'put on hold',
  release: 'released',
  cancel: 'cancelled',
  remove: 'deleted',
  duplicate: 'duplicated',
} as const;

function doneWords(action: ActionWords, one: boolean): string {
  switch (action.kind) {
    case 'retry':
      return one ? DONE.retry : 'sent on their way';
    case 'hold':
    case 'release':
    case 'cancel':
    case 'remove':
    case 'duplicate':
      return DONE[action.kind];
    case 'setPriority':
      return `set to ${priorityWord(action.priority)} priority`;
    case 'resolve':
      if (action.arrived === 'check')
        return one ? 'asked about' : 'asked about, each at its server';
      return action.arrived ? 'noted as arrived' : 'sent again';
    case 'assignAccount':
      return `given to the account ${action.account}`;
    case 'change':
      return 'changed';
    default:
      return assertNever(action);
  }
}

/** Why some were left as they are, in a few words. */
function refusalWords({ code, state }: { readonly code: ErrorCode; readonly state: string }) {
  switch (code) {
    case 'ITEM_SENDING':
      return 'being sent at this moment';
    case 'ITEM_NOT_FOUND':
      return 'gone meanwhile';
    case 'ITEM_OF_ANOTHER':
      return 'of somebody else than who is signed in';
    case 'SERVER_ASKED':
      return 'the server asked for time';
    case 'ITEM_STATE':
      return (STATE_WORDS as Readonly<Record<string, string>>)[state] ?? state;
    case 'CHECK_NOT_POSSIBLE':
      return 'the account does not say where to ask';
    case 'ACCOUNT_UNKNOWN':
      return 'for a server that is not of this account';
    case 'BODY_NOT_JSON':
      return 'no JSON in it';
    case 'JSON_PLACE_MISSING':
      return 'no such place in its JSON';
    case 'FILE_NOT_FOUND':
    case 'FILE_CHANGED':
      return 'a file of it is gone';
    case 'NO_SPACE':
      return 'no space on the disk';
    default:
      return code;
  }
}

/** What a call on items came to: `12 items deleted, 3 left as they are (being sent at this moment).` */
export function resultSentence(action: ActionWords, result: BulkResult): string {
  const done = `${count(result.done, 'item')} ${doneWords(action, result.done === 1)}`;
  if (result.refused === 0) return `${done}.`;
  const why = [...new Set(result.refusals.map(refusalWords))].join(', ');
  const left = `left as ${result.refused === 1 ? 'it is' : 'they are'} (${why})`;
  return result.done === 0
    ? `${count(result.refused, 'item')} ${left}.`
    : `${done}, ${result.refused} ${left}.`;
}

export const ACTIONS_SAID = {
  nothingToSync: 'Nothing was waiting for its next try.',
  edited: 'Edited, and on its way again.',
} as const;

export const syncedSentence = (woken: number): string =>
  woken === 0 ? ACTIONS_SAID.nothingToSync : `${count(woken, 'item')} sent on the way.`;

export const DIALOG_WORDS = {
  priority: 'Priority',
  priorityHint: 'The highest goes first, then the oldest.',
  account: 'Assign an account',
  accountHint: 'Sent from then on as this account, each as a new version.',
  noAccounts: 'There is no account yet. Add one first.',
  openAccounts: 'Open accounts',
  keep: 'Leave as it is',
  keepMany: 'Leave as they are',
} as const;

export const priorityTitle = (n: number): string => `Priority of ${count(n, 'item')}`;
export const accountTitle = (n: number): string => `Account of ${count(n, 'item')}`;

export interface Confirmation {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  /** What leaves everything as it is is called; `DIALOG_WORDS.keep` where it is not given. */
  readonly keep?: string;
}

/** What is asked before something that cannot be taken back, or not for long. */
export function confirmation(kind: 'remove' | 'cancel' | 'duplicate', n: number): Confirmation {
  const items = count(n, 'item');
  switch (kind) {
    case 'remove':
      return {
        title: `Delete ${items}?`,
        text: 'They are not sent any more, and what is known of them goes with them. This can be taken back for 10 seconds.',
        confirm: `Delete ${items}`,
        keep: DIALOG_WORDS.keepMany,
      };
    case 'cancel':
      return {
        title: `Cancel ${items}?`,
        text: `${n === 1 ? 'It is not sent any more, and stays' : 'They are not sent any more, and stay'} in the list as cancelled. This can be taken back for 10 seconds, except for what is being sent at this moment.`,
        confirm: `Cancel ${items}`,
        keep: n === 1 ? DIALOG_WORDS.keep : DIALOG_WORDS.keepMany,
      };
    case 'duplicate':
      return {
        title: `Duplicate ${items}?`,
        text: 'The same is sent once more for each of them, with a key of its own: for the servers these are further requests.',
        confirm: `Duplicate ${items}`,
        keep: DIALOG_WORDS.keepMany,
      };
  }
}
