import { count } from './format.ts';

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
