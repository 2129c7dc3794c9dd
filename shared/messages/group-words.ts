import { assertNever } from '../lang/assert-never.ts';
import type { FailureGroup } from '../outbox/failure-group.ts';
import type { AttentionReason } from '../outbox/item.ts';
import { count, until } from './format.ts';
import { jsonMistakeSentence } from './item-words.ts';
import { attentionWords } from './short-reasons.ts';

export const GROUP_WORDS = {
  title: 'Failures',
  intro: 'What needs you. Items with the same trouble stand together: try one, then the rest.',
  loading: 'Loading…',
  open: 'Show these items',
  openOnly: 'Show it',
  retryOne: 'Retry one first',
  retryOnly: 'Retry',
  retryAll: 'Retry all',
  change: 'Change for all…',
  changeOnly: 'Change…',
  assignAccount: 'Assign an account…',
  hold: 'Hold all',
  holdOnly: 'Hold',
  remove: 'Delete all',
  removeOnly: 'Delete',
  more: 'More',
  tried: 'The one that was tried first',
  openTried: 'Open it',
  changeTitle: 'Change for all',
  what: 'What to change',
  header: 'A header',
  json: 'A value in the JSON',
  headerName: 'Header name',
  headerValue: 'New value',
  removeHeader: 'Take the header away',
  pointer: 'Place, e.g. /visit/room',
  newValue: 'New value (JSON, or plain words)',
  preview: 'Show what would change',
  apply: 'Change and send',
  cancel: 'Leave as they are',
  before: 'before',
  after: 'after',
  examples: 'Examples',
  nothing: '(none)',
  key: 'Each gets a new version; what was sent before is kept. Where the body changes, so does the key: for the server these are then other requests.',
} as const;

/** What is the matter with the items of a group, in a few words. */
export function groupWords({ code, status }: Pick<FailureGroup, 'code' | 'status'>): string {
  switch (code) {
    case 'UNCONFIRMED':
      return 'sent, no answer';
    case 'REJECTED':
      return status === null ? 'refused' : attentionWords({ code, status });
    case 'MISDIRECTED':
      return status === null ? 'redirected' : `redirected, ${status}`;
    case 'EXHAUSTED':
      return status === null ? 'tried often enough' : `tried often enough, ${status}`;
    case 'STILL_UNAUTHORIZED':
      return status === null ? 'account refused' : attentionWords({ code, status });
    case 'SUSPECT':
    case 'ACCOUNT_NEEDED':
    case 'TOO_MANY_REDIRECTS':
    case 'CUT_OFF':
    case 'EXPIRED':
    case 'PARENT_GONE':
    case 'VALUE_MISSING':
    case 'VALUE_UNFIT':
    case 'FILE_MISSING':
    case 'FILE_CHANGED':
    case 'FILE_UNREADABLE':
    case 'ADDRESS_NOT_GRANTED':
    case 'REQUEST_INVALID':
    case 'CRASHED_WORKER':
    case 'DAMAGED_RECORD':
      return attentionWords({ code } as AttentionReason);
    default:
      return assertNever(code);
  }
}

/** A group in one line, for a text. */
export function groupLine(group: FailureGroup): string {
  const said = group.problem === null ? '' : `: "${group.problem}"`;
  return `${group.count} × ${groupWords(group)}: ${group.method} ${group.route} at ${group.origin}${said}`;
}

export const sinceWords = (age: string): string => `for ${age}`;

export type TrialWords =
  | { readonly kind: 'running' }
  | { readonly kind: 'delivered'; readonly status: number }
  | { readonly kind: 'refused'; readonly reason: AttentionReason }
  | { readonly kind: 'unconfirmed' }
  | { readonly kind: 'later'; readonly until: number }
  | { readonly kind: 'withdrawn' };

/** What became of the one that was tried before all others. */
export function trialSentence(trial: TrialWords): string {
  switch (trial.kind) {
    case 'running':
      return 'One is on its way…';
    case 'delivered':
      return `That one was delivered (${trial.status}). The rest should get through as well.`;
    case 'refused':
      return `That one came back again: ${attentionWords(trial.reason)}. Correct something before you try the rest.`;
    case 'unconfirmed':
      return 'That one was sent, but no answer came. Find out what became of it before you try the rest.';
    case 'later':
      return 'That one did not get an answer; it is tried again by itself.';
    case 'withdrawn':
      return 'That one was taken away meanwhile. Try another.';
    default:
      return assertNever(trial);
  }
}

/** When it is tried again by itself; empty where it is not. */
export const trialTime = (trial: TrialWords, now: number): string =>
  trial.kind === 'later' ? `Next try ${until(trial.until, now)}.` : '';

export const changedCounts = (changed: number, same: number, refused: number): string =>
  [
    `${count(changed, 'item')} ${changed === 1 ? 'changes' : 'change'}`,
    ...(same === 0 ? [] : [`${same} already so`]),
    ...(refused === 0 ? [] : [`${refused} cannot be changed`]),
  ].join(', ');

export const applyWords = (n: number): string => `Change and send ${count(n, 'item')}`;

export type ChangeProblemWords =
  | { readonly code: 'NO_HEADER' }
  | { readonly code: 'NO_POINTER' }
  | { readonly code: 'POINTER' }
  | {
      readonly code: 'JSON';
      readonly mistake: { readonly line: number; readonly column: number; readonly found: string };
    };

export function changeProblemSentence(problem: ChangeProblemWords): string {
  switch (problem.code) {
    case 'NO_HEADER':
      return 'Write the name of the header.';
    case 'NO_POINTER':
      return 'Write where the value stands: the keys on the way to it, each after a slash.';
    case 'POINTER':
      return 'A place begins with a slash, e.g. /visit/room or /photos/0/name.';
    case 'JSON':
      return jsonMistakeSentence(
        problem.mistake.line,
        problem.mistake.column,
        problem.mistake.found,
      );
    default:
      return assertNever(problem);
  }
}
