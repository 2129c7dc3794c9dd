/** 1 low, 2 normal, 3 high, 4 urgent. Highest goes first, then the oldest item. */
export type Priority = 1 | 2 | 3 | 4;

export const PRIORITY_WORDS = { low: 1, normal: 2, high: 3, urgent: 4 } as const;

export type PriorityWord = keyof typeof PRIORITY_WORDS;

export const DEFAULT_PRIORITY: Priority = PRIORITY_WORDS.normal;

const WORD_OF: Readonly<Record<Priority, PriorityWord>> = {
  1: 'low',
  2: 'normal',
  3: 'high',
  4: 'urgent',
};

export const priorityWord = (priority: Priority): PriorityWord => WORD_OF[priority];
