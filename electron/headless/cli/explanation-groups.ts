import type { Explanation } from '../../../shared/outbox/explanation.ts';

/** Items that wait for the same reason. */
export interface Group {
  readonly key: string;
  readonly items: number;
  readonly example: string;
  /** Of the first of them; of waits, the one that ends first. */
  readonly reason: Explanation;
}

/** Adds an item by its first reason, which is the most important one. Largest group first. */
export function addToGroups(
  groups: readonly Group[],
  id: string,
  reasons: readonly Explanation[],
): readonly Group[] {
  const [first] = reasons;
  if (first === undefined) return groups;
  // Nothing but that nobody sends: then that is what to say.
  const reason =
    first.code === 'NEXT' ? (reasons.find((one) => one.code === 'NOT_RUNNING') ?? first) : first;
  const key = groupKey(reason);
  const known = groups.find((group) => group.key === key);
  const next: Group =
    known === undefined
      ? { key, items: 1, example: id, reason }
      : { ...known, items: known.items + 1, reason: sooner(known.reason, reason) };
  return [...groups.filter((group) => group.key !== key), next].toSorted(
    (a, b) => b.items - a.items,
  );
}

/** What differs from item to item although the reason is the same. */
const PARTICULARS = new Set([
  'since',
  'until',
  'at',
  'attempt',
  'parent',
  'head',
  'running',
  'counted',
]);

const groupKey = (reason: Explanation): string =>
  JSON.stringify(reason, (name, value: unknown) => (PARTICULARS.has(name) ? undefined : value));

const sooner = (a: Explanation, b: Explanation): Explanation =>
  a.code === 'WAITS' && b.code === 'WAITS' && b.until < a.until ? b : a;
