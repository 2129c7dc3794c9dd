import { ITEM_STATES } from '../../../../shared/outbox/item.ts';
import type { ListSort } from '../../../../shared/outbox/list-sort.ts';
import { type Chosen, PRIORITIES } from './chosen.ts';
import { type Condition, condition, oneOf } from './condition.ts';

/** Rows that one statement walks in the order of an index. */
export interface Partition {
  readonly from: string;
  /** The column by which rows come in the order of `seq`; `item.seq` where nothing else is said. */
  readonly seq?: string;
  readonly conditions: readonly Condition[];
}

export type PartitionsOf = (chosen: Chosen, sort: ListSort) => readonly Partition[];

/** Beyond so many streams their items are told apart row by row: a statement for each would cost more. */
const STREAMS_APART = 8;

/**
 * Ranges of indexes that hold what was chosen, each item once, and each in the order of the sort. Priority and
 * size are walked state by state.
 */
export const partitionsOf: PartitionsOf = (chosen, sort) => {
  const { states, priorities, streams, conditions } = chosen;
  if ([states, priorities, streams].some((set) => set?.length === 0)) return [];
  const few = fewBy(chosen);
  if (few !== null)
    return [{ ...few, conditions: [...few.conditions, ...facts(chosen), ...conditions] }];
  if (sort === 'size')
    return (states ?? ITEM_STATES).map((state) => ({
      from: 'item INDEXED BY item_size',
      conditions: [
        condition('item.state = ?', state),
        ...facts({ ...chosen, states: null }),
        ...conditions,
      ],
    }));
  if (streams !== null && streams.length <= STREAMS_APART)
    return streams.flatMap((stream) =>
      byState(chosen, 'item INDEXED BY item_stream_list', [condition('item.stream = ?', stream)]),
    );
  const scanned = conditions.length > 0 && states === null && sort !== 'priority';
  if (
    scanned ||
    (states === null && priorities === null && streams === null && sort !== 'priority')
  )
    return [{ from: 'item', conditions: [...facts(chosen), ...conditions] }];
  const others = facts({ ...chosen, states: null, priorities: null });
  return byState(chosen, 'item INDEXED BY item_list', [], others);
};

/** Few items share a ref, and those of a group are mostly wanted all. */
export function fewBy({ ref, group }: Chosen): Partition | null {
  const inGroup = group === null ? [] : [condition('item.failure = ?', group)];
  if (ref !== null)
    return {
      from: 'item INDEXED BY item_ref',
      conditions: [condition('item.ref = ?', ref), ...inGroup],
    };
  return group === null ? null : { from: 'item INDEXED BY item_failure', conditions: inGroup };
}

function byState(
  { states, priorities, conditions }: Chosen,
  from: string,
  first: readonly Condition[],
  others: readonly Condition[] = [],
): readonly Partition[] {
  return (states ?? ITEM_STATES).flatMap((state) =>
    (priorities ?? PRIORITIES).map((priority) => ({
      from,
      conditions: [
        ...first,
        condition('item.state = ?', state),
        condition('item.priority = ?', priority),
        ...others,
        ...conditions,
      ],
    })),
  );
}

/** The sets as conditions, for where no index has them in front. */
export const facts = ({ states, priorities, streams }: Chosen): readonly Condition[] => [
  ...(states === null ? [] : [oneOf('item.state', states)]),
  ...(priorities === null ? [] : [oneOf('item.priority', priorities)]),
  ...(streams === null ? [] : [oneOf('item.stream', streams)]),
];
