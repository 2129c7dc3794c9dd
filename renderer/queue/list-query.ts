import type { CallInput, CallOutput, Stats } from '../../shared/contracts/outbox-api.ts';
import type { ItemState } from '../../shared/outbox/item.ts';
import type { ListSort } from '../../shared/outbox/list-sort.ts';

export const QUEUE_TABS = ['needsYou', 'waiting', 'sending', 'delivered', 'held', 'all'] as const;
export type QueueTab = (typeof QUEUE_TABS)[number];

/** What a person looks at. */
export interface ListView {
  readonly tab: QueueTab;
  /** The text of the search box. */
  readonly search: string;
  /** Items of one failure group only. */
  readonly group: string | null;
  readonly sort: ListSort;
}

export type Selection = CallInput<'hold'>['items'];

/** Where a page of the list begins. */
export type Cursor = NonNullable<CallOutput<'list'>['next']>;

/** The states of a tab; null for all. */
export const TAB_STATES: Readonly<Record<QueueTab, readonly ItemState[] | null>> = {
  needsYou: ['attention', 'unconfirmed'],
  waiting: ['queued', 'waiting'],
  sending: ['sending'],
  delivered: ['delivered'],
  held: ['held'],
  all: null,
};

export const tabCount = (counts: Stats['counts'], tab: QueueTab): number =>
  (TAB_STATES[tab] ?? (Object.keys(counts) as ItemState[])).reduce(
    (sum, state) => sum + counts[state],
    0,
  );

/** Items that a person has to see to; those of practice mode are nobody's worry. */
export const needYouCount = ({ counts, practice }: Pick<Stats, 'counts' | 'practice'>): number =>
  tabCount(counts, 'needsYou') - tabCount(practice, 'needsYou');

/** A page of what the view shows. */
export const pageInput = (
  view: ListView,
  after: Cursor | null,
  limit: number,
): CallInput<'list'> => ({
  ...filterOf(view),
  ...(after === null ? {} : { after }),
  limit,
  sort: view.sort,
});

/** Everything that the view shows, for a call on all of it. */
export const allOf = (view: ListView): Selection => {
  const filter = filterOf(view);
  return Object.keys(filter).length === 0 ? { all: true } : { filter };
};

const filterOf = ({ tab, search, group }: ListView) => {
  const states = TAB_STATES[tab];
  return {
    ...(states === null ? {} : { states: [...states] }),
    ...(search.trim() === '' ? {} : { search }),
    ...(group === null ? {} : { group }),
  };
};
