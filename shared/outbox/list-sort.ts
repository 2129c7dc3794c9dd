/** `priority`: the highest first, then the oldest; `size`: the largest first, then the newest. */
export const LIST_SORTS = ['newest', 'oldest', 'priority', 'size'] as const;

export type ListSort = (typeof LIST_SORTS)[number];
