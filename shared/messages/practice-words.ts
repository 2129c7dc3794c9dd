import type { ItemState } from '../outbox/item.ts';
import { count } from './format.ts';
import { STATE_WORDS } from './state-words.ts';

export const PRACTICE_WORDS = {
  title: 'Practice mode',
  explained:
    'A server on this machine that misbehaves on request, with items and an account of its own. Nothing of it reaches anybody, and all of it leaves when practice mode ends.',
  start: 'Start practice mode',
  starting: 'Starting…',
  stop: 'End practice mode',
  add: 'Add practice items',
  cut: 'Cut its network',
  restore: 'Bring its network back',
  runsAt: 'Its server answers at',
  toQueue: 'Show them in the queue',
  sampleApp: 'Open the sample app',
  isCut: 'Its network is cut.',
  isBack: 'Its network is back.',
} as const;

export const addedWords = (n: number): string => `${count(n, 'item')} added.`;

const wordsOf = (state: ItemState, n: number): string =>
  state === 'attention' && n > 1 ? 'need you' : STATE_WORDS[state];

/** `3 delivered, 1 needs you`; null while there are none. */
export function countsWords(counts: Readonly<Record<ItemState, number>>): string | null {
  const parts = (Object.keys(STATE_WORDS) as ItemState[]).flatMap((state) =>
    counts[state] > 0 ? [`${counts[state]} ${wordsOf(state, counts[state])}`] : [],
  );
  return parts.length === 0 ? null : parts.join(', ');
}
