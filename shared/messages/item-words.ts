import { assertNever } from '../lang/assert-never.ts';
import type { Timings, Verdict } from '../outbox/attempt.ts';
import type { ChangeKind } from '../outbox/change.ts';
import type { ItemState } from '../outbox/item.ts';
import { doubtWords } from './doubt-words.ts';
import { bytes, count } from './format.ts';
import { STATE_WORDS } from './state-words.ts';

/** What the item view says, where nothing but the place decides it. */
export const ITEM_WORDS = {
  region: 'Item',
  panels: 'Parts of the item',
  summary: 'Summary',
  request: 'Request',
  response: 'Response',
  attempts: 'Tries',
  timeline: 'Timeline',
  dependencies: 'Dependencies',
  raw: 'Raw',
  close: 'Close item',
  loading: 'Loading…',
  gone: 'This item is not in the queue any more.',
  tryAgain: 'Try again',
  more: 'More',
  why: 'Why',
  whatNext: 'What to do',
  facts: 'About this item',
  noAttempts: 'It was not tried yet.',
  noAnswer: 'No answer came.',
  noHeaders: 'No headers.',
  noBody: 'No body.',
  headers: 'Headers',
  requestHeaders: 'Sent headers',
  body: 'Body',
  fields: 'Fields',
  parts: 'Parts',
  part: 'Part',
  name: 'Name',
  value: 'Value',
  emptyName: '(no name)',
  revision: 'Revision',
  present: 'present',
  attempt: 'Try',
  counted: 'counts towards the limit',
  copyId: 'Copy id',
  copied: 'Copied.',
  notCopied: 'The browser did not let it be copied.',
  copyCurlBash: 'Copy as cURL (bash)',
  copyCurlPowershell: 'Copy as cURL (PowerShell)',
  copyHar: 'Copy tries as HAR',
  saveBody: 'Save body',
  showFile: 'Show the file',
  values: 'Values from other answers',
  valueToCome: '(not there yet)',
  shown: 'Shown',
  asSent: 'as it is sent',
  asWritten: 'as it was handed over',
  parents: 'It follows',
  noParents: 'It follows no other item.',
  children: 'These follow it',
  noChildren: 'No item follows it.',
  order: 'Order',
  noOrder: 'It has no place in a series.',
  itIsTheHead: 'This item is the first of them.',
  theHead: 'The first of them:',
  serverSaid: 'The server said:',
  another: 'another one',
  removedParent: 'an item that is gone',
  fileCopy: 'own copy',
  fileReference: 'the original, by reference',
  sha256: 'SHA-256',
  mayHaveArrived: 'An earlier try may have arrived.',
} as const;

/** What an item's particulars are called. */
export const FACT_WORDS = {
  account: 'account',
  person: 'written by',
  priority: 'priority',
  size: 'size',
  tries: 'tries',
  added: 'added',
  source: 'handed over by',
  ref: 'reference',
  orderKey: 'order key',
  dedupeKey: 'dedupe key',
  labels: 'labels',
  notBefore: 'not before',
  expires: 'not after',
  key: 'idempotency key',
  id: 'id',
  changed: 'last change',
  revision: 'revision',
} as const;

export const sourceWords = (kind: 'window' | 'cli' | 'app', app: string | null): string =>
  ({ window: 'this window', cli: 'the command line', app: app ?? 'an app' })[kind];

/** The buttons of what to do next. */
export const STEP_WORDS = {
  readAnswer: 'Read the answer',
  edit: 'Edit and resend',
  locate: 'Find the file…',
  retry: 'Retry now',
  retryByForce: 'Retry now all the same',
  assignAccount: 'Assign an account',
  signIn: 'Sign the account in',
  proxySignIn: 'Sign in to the proxy',
  resume: 'Resume sending',
  sync: 'Sync now',
  openItem: 'Open the item it follows',
  resolve: 'Say what became of it',
  check: 'Ask its server',
  hold: 'Hold',
  release: 'Release',
  duplicate: 'Duplicate',
  cancel: 'Cancel',
  remove: 'Delete',
} as const;

export const RESOLVE_WORDS = {
  title: 'Did it arrive?',
  explanation:
    'Nobody has said for sure that the server took it. Ask whoever runs it, or look there yourself, then say here what you found.',
  explanationOfCheck:
    'Nobody has said for sure that the server took it. It can be asked; or look there yourself, then say here what you found.',
  arrived: 'It arrived',
  arrivedMeans: 'It counts as delivered and is not sent again.',
  notArrived: 'It did not arrive',
  notArrivedMeans:
    'It is sent again as the same request, so that a server that knows it already takes it only once.',
  check: 'Ask its server',
  checkMeans:
    'It is sent again only if its server does not have it, and comes back to you if it cannot tell.',
  later: 'Decide later',
} as const;

const PHASE_WORDS: Readonly<Record<Exclude<keyof Timings, 'total'>, string>> = {
  dns: 'name look-up',
  connect: 'connect',
  tls: 'secure connection',
  send: 'send',
  firstByte: 'wait for the answer',
  receive: 'receive',
};

export const phaseWords = (phase: keyof typeof PHASE_WORDS): string => PHASE_WORDS[phase];

/** A span within one attempt: milliseconds matter here. */
export const shortSpan = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;

export const phaseLine = (phase: keyof typeof PHASE_WORDS, ms: number): string =>
  `${phaseWords(phase)} ${shortSpan(ms)}`;

export const inAllWords = (ms: number): string => `${shortSpan(ms)} in all`;

export const trafficWords = (up: number, down: number): string =>
  `${bytes(up)} sent, ${bytes(down)} received`;

/** What one entry of an item's timeline says. */
export function changeWords(kind: ChangeKind, state: ItemState | null): string {
  switch (kind) {
    case 'accepted':
      return 'Accepted';
    case 'attemptStarted':
      return 'A try began';
    case 'attemptEnded':
      return state === null ? 'A try ended' : `A try ended: ${STATE_WORDS[state]}`;
    case 'due':
      return 'Its wait ended';
    case 'unblocked':
      return 'Nothing stands before it any more';
    case 'filled':
      return 'The values that it waited for were filled in';
    case 'unfilled':
      return 'A value that it waited for could not be filled in';
    case 'parentGone':
      return 'What it was to follow was cancelled or removed';
    case 'expired':
      return 'Its time passed';
    case 'retried':
      return 'Somebody had it tried again';
    case 'held':
      return 'Put on hold';
    case 'released':
      return 'Released';
    case 'cancelled':
      return 'Cancelled';
    case 'replaced':
      return 'A newer one took its place';
    case 'prioritised':
      return 'Its priority was changed';
    case 'edited':
      return 'It was edited';
    case 'resolved':
      return state === 'delivered'
        ? 'Somebody said that it arrived'
        : 'Somebody said that it did not arrive';
    case 'undone':
      return 'What was done was undone';
    case 'removed':
      return 'Deleted';
    default:
      return assertNever(kind);
  }
}

export function verdictWords(verdict: Verdict): string {
  switch (verdict.rule) {
    case 'STATUS':
      if (!verdict.accepted) return 'Not taken for success because of its status.';
      return verdict.receipt === null
        ? 'Taken for success by its status.'
        : `Taken for success; the server calls it ${verdict.receipt}.`;
    case 'HTML_INSTEAD':
      return "Not taken for success: a web page came instead of the server's answer.";
    case 'NETWORK_SIGN_IN':
    case 'PROXY_SIGN_IN':
    case 'EARLY':
    case 'CONTENT_TYPE':
    case 'HEADER':
    case 'JSON':
    case 'TOO_LONG':
      return `Not taken for success: ${doubtWords(verdict.rule)}.`;
    case 'REDIRECT':
      return 'Not taken for success: redirects never are.';
    default:
      return assertNever(verdict.rule);
  }
}

export const BODY_WORDS = {
  views: 'How to show it',
  tree: 'Tree',
  text: 'Text',
  image: 'Image',
  hex: 'Bytes',
  source: 'This is its source; nothing of it is run or loaded.',
  notJson: 'It says it is JSON, and is not.',
  tooDeep: 'It is nested too deep to be shown as a tree.',
  brokenImage: 'This picture cannot be shown.',
  loadMore: 'Load more',
  wholeValue: 'Whole value',
  copyValue: 'Copy value',
  items: 'entries',
} as const;

export const treeLabel = (of: string): string => `${of} as a tree`;

/** How much of a body is shown. */
export const shownOf = (shown: number, whole: number): string =>
  shown >= whole ? bytes(whole) : `${bytes(shown)} of ${bytes(whole)}`;

export const firstBytes = (shown: number, whole: number): string =>
  `The first ${bytes(shown)} of ${bytes(whole)}`;

export const sizeOfBranch = (as: 'object' | 'array' | 'range', size: number): string =>
  as === 'array'
    ? count(size, 'entry').replace('entrys', 'entries')
    : as === 'object'
      ? count(size, 'key')
      : '';

export const notAllKept = (why: 'cap' | 'cut', length: number): string =>
  why === 'cap'
    ? `The answer was longer than is kept (${bytes(length)}).`
    : `The connection ended before the answer did (after ${bytes(length)}).`;

export const jsonMistakeSentence = (line: number, column: number, found: string): string =>
  found === ''
    ? `Line ${line}, column ${column}: something is missing at the end.`
    : `Line ${line}, column ${column}: ${JSON.stringify(found)} cannot stand here.`;

export const moreHeaders = (rest: number): string => `Show ${rest} more`;

export const triesWords = (n: number): string =>
  n === 0 ? 'not tried yet' : count(n, 'try').replace('trys', 'tries');

export const sendingWords = (sent: number, whole: number): string =>
  `${bytes(sent)} of ${bytes(whole)} sent`;

export const openInSeries = (open: number, key: string): string =>
  `${open === 1 ? 'One open item' : `${open} open items`} in the series "${key}".`;
