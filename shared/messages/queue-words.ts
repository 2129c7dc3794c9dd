import { assertNever } from '../lang/assert-never.ts';
import type { AwayServer } from '../outbox/away-server.ts';
import { isCertificateCode } from '../outbox/certificate-codes.ts';
import { type ClosedGate, isUntrusted, type Pause } from '../outbox/gate.ts';
import type { SearchProblem } from '../search/search-term.ts';
import { credentialSentence } from './credential-sentences.ts';
import { doubtHint, doubtWords, pointsTo } from './doubt-words.ts';
import { goesOnSentence, refusesForNow } from './explanation-sentences.ts';
import { count, span, until } from './format.ts';
import { heldForSentence } from './people-words.ts';
import { certificateSentence, reachSentence } from './reach-words.ts';
import { searchProblemWords } from './search-words.ts';

export const QUEUE_WORDS = {
  title: 'Queue',
  list: 'Items',
  tabs: 'Which items',
  sort: 'Order',
  search: 'Search',
  searchHint: 'Title, address, reference, or status:422',
  clearSearch: 'Clear search',
  suggestions: 'What can be searched for',
  columns: {
    item: 'Item',
    state: 'State',
    account: 'Account',
    tries: 'Tries, size',
    age: 'Age',
    more: 'Actions',
  },
  selectShown: 'Select the items that are shown',
  selectItem: 'Select',
  clearSelection: 'Clear selection',
  withChosen: 'With the chosen items',
  more: 'More',
  moreOfItem: 'More actions',
  groupOnly: 'Only items of one kind of trouble.',
  showAll: 'Show all',
  practise: 'Try it in practice mode',
  openAccounts: 'Open accounts',
  proxySignIn: 'Sign in to the proxy',
  moreTroubles: 'See health',
  sending: 'Sent so far',
  priority: 'priority',
  loadingRow: 'Loading…',
} as const;

export const TAB_WORDS = {
  needsYou: 'Needs you',
  waiting: 'Waiting',
  sending: 'Sending',
  delivered: 'Delivered',
  held: 'On hold',
  all: 'All',
} as const;

export const SORT_WORDS = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  priority: 'Highest priority first',
  size: 'Largest first',
} as const;

/** What stands in place of a list without items. */
export const EMPTY_WORDS = {
  needsYou: {
    title: 'Nothing needs you',
    text: 'What a server refuses, or what may have arrived, shows up here.',
  },
  waiting: { title: 'Nothing is waiting', text: 'Everything that could be sent has been sent.' },
  sending: {
    title: 'Nothing is being sent',
    text: 'Items show up here while they are on their way.',
  },
  delivered: {
    title: 'Nothing was delivered yet',
    text: 'What a server has accepted shows up here.',
  },
  held: {
    title: 'Nothing is on hold',
    text: 'An item that you hold stays here until you release it.',
  },
  all: {
    title: 'The out-tray is empty',
    text: 'What your apps hand over shows up here, with what became of it.',
  },
  search: { title: 'Nothing matches', text: 'No item in this tab fits what you searched for.' },
} as const;

export const countWords = (n: number): string => n.toLocaleString();

export const selectedWords = (n: number): string => `${countWords(n)} selected`;

export const selectAllWords = (n: number | null, searched: boolean): string =>
  n === null
    ? 'Select all that match'
    : `Select all ${countWords(n)}${searched ? ' that match' : ' in this tab'}`;

/** What the search came to; the list itself shows the rest. */
export const foundWords = (n: number): string =>
  n === 0 ? '' : `${countWords(n)} ${n === 1 ? 'item matches' : 'items match'}.`;

/** Why the list does not follow what is written. */
export const searchProblemSentence = (problem: SearchProblem): string =>
  `"${problem.term}" cannot be searched for: ${searchProblemWords(problem)}.`;

export const triesWords = (n: number): string => (n === 1 ? '1 try' : `${n} tries`);

export const moreTroublesWords = (n: number): string =>
  `There ${n === 1 ? 'is' : 'are'} ${count(n, 'more reason')} why items wait.`;

/** What a person has paused; when it goes on by itself is said by `goesOnWords`. */
export function pauseWords({ scope, key, until: end }: Omit<Pause, 'since'>): string {
  switch (scope) {
    case 'all':
      return `Sending is paused.${end === null ? ' Nothing leaves until you resume.' : ''}`;
    case 'origin':
      return `Sending to ${key} is paused.`;
    case 'account':
      return `Sending for the account "${key}" is paused.`;
    default:
      return assertNever(scope);
  }
}

/** When a pause ends by itself; empty where a person has to end it. */
export const goesOnWords = ({ until: end }: Pick<Pause, 'until'>, now: number): string =>
  end === null ? '' : goesOnSentence(end, now);

export function resumedWords({ scope, key }: Pick<Pause, 'scope' | 'key'>): string {
  switch (scope) {
    case 'all':
      return 'Sending goes on.';
    case 'origin':
      return `Sending to ${key} goes on.`;
    case 'account':
      return `Sending for the account "${key}" goes on.`;
    default:
      return assertNever(scope);
  }
}

/** Why a server or an account is not asked at the moment, and what to do; what passes by itself is told calmly. */
export function gateWords({ key, reason }: Pick<ClosedGate, 'key' | 'reason'>): string {
  const fact = gateFact({ key, reason });
  switch (reason.code) {
    case 'PROXY_SIGN_IN':
      return `${fact} What goes through it waits.`;
    case 'OTHER_PERSON':
      return fact;
    case 'ACCOUNT_GONE':
      return `${fact} Its items wait until it is back, or another account is assigned to them.`;
    case 'SUSPECT':
      return `${fact} ${doubtHint(reason.doubt) || ITS_ITEMS_WAIT}`;
    case 'UNREACHABLE':
    case 'SERVER_ASKED':
    case 'SIGN_IN_NEEDED':
    case 'REFRESHING':
    case 'TOKEN_TROUBLE':
      return `${fact} ${ITS_ITEMS_WAIT}`;
    default:
      return assertNever(reason);
  }
}

const ITS_ITEMS_WAIT = 'Its items wait.';

/** When it is asked again; empty where that waits for something to happen. */
export const askedAgainWords = (
  { reason, probeAt }: Pick<ClosedGate, 'reason' | 'probeAt'>,
  now: number,
): string =>
  probeAt === null || reason.code === 'OTHER_PERSON' || reason.code === 'PROXY_SIGN_IN'
    ? ''
    : `Asked again ${until(probeAt, now)}.`;

const nameOf = (key: string): string => (URL.canParse(key) ? new URL(key).host : key);

export function unreachedFact({
  origin,
  cause = '',
  detail,
}: {
  readonly origin: string;
  readonly cause?: string;
  readonly detail: string;
}): string {
  const name = nameOf(origin);
  if (cause === 'certificate' || isCertificateCode(detail))
    return `${name} does not prove who it is: ${certificateSentence(detail)}.`;
  return cause === 'proxy' && !/^P(?:ROXY|AC)_/.test(detail)
    ? `The proxy before ${name} cannot be reached: ${reachSentence(detail)}.`
    : `${name} cannot be reached: ${reachSentence(detail)}.`;
}

/** The same for one that nobody reaches while others answer, or whose certificate is not believed. */
export const awayWords = ({ origin, since, reason }: AwayServer, now: number): string =>
  isUntrusted({ reason })
    ? gateWords({ key: origin, reason })
    : `${gateFact({ key: origin, reason })} That has been so for ${span(now - since)}, while other servers answer. Check its address, or ask whoever runs it; its items wait.`;

/** What answers in place of a server, as a sentence. `to`: where its redirect leads, if that is known. */
export function answeredFact(origin: string, doubt: string, to: string | null): string {
  const name = nameOf(origin);
  switch (doubt) {
    case 'NETWORK_SIGN_IN':
      return `This network answers in place of ${name}, and asks for its sign-in.`;
    case 'PROXY_SIGN_IN':
      return `The proxy of this network answers in place of ${name}, and asks for a sign-in.`;
    case 'HTML_INSTEAD':
    case 'REDIRECT': {
      const place = to === null ? '' : ` (${pointsTo(to)})`;
      return `This network answered instead of ${name}, perhaps with its sign-in page${place}.`;
    }
    default:
      return `${name} answers, but ${doubtWords(doubt)}.`;
  }
}

/** What is the matter with a server or an account, as a sentence. */
export function gateFact({ key, reason }: Pick<ClosedGate, 'key' | 'reason'>): string {
  const name = nameOf(key);
  switch (reason.code) {
    case 'UNREACHABLE':
      return unreachedFact({ origin: key, cause: reason.cause, detail: reason.detail });
    case 'PROXY_SIGN_IN':
      return reason.refused
        ? `Your proxy ${reason.proxy} does not accept the user name and password that it got.`
        : `Your proxy ${reason.proxy} asks for a sign-in.`;
    case 'SUSPECT':
      return answeredFact(key, reason.doubt, reason.doubt === 'REDIRECT' ? reason.location : null);
    case 'SERVER_ASKED':
      return refusesForNow(reason.status)
        ? `${name} asked for time (${reason.status}).`
        : `${name} takes no more requests for now.`;
    case 'ACCOUNT_GONE':
      return `The account "${name}" was removed.`;
    case 'SIGN_IN_NEEDED':
      return `The account "${name}" needs to be signed in.`;
    case 'OTHER_PERSON':
      return heldForSentence({ ...reason, account: name, items: null });
    case 'REFRESHING':
      return `The account "${name}" is being signed in anew.`;
    case 'TOKEN_TROUBLE':
      return `The account "${name}" cannot be signed in: ${credentialSentence(reason.detail)}.`;
    default:
      return assertNever(reason);
  }
}
