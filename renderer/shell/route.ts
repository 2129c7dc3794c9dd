import { LIST_SORTS } from '../../shared/outbox/list-sort.ts';
import { type ListView, QUEUE_TABS } from '../queue/list-query.ts';

export const VIEWS = ['queue', 'failures', 'health', 'accounts', 'settings', 'practice'] as const;
export type ViewName = (typeof VIEWS)[number];

/** What the window shows. The queue's own part is kept while another view is open. */
export interface Route {
  readonly view: ViewName;
  /** The open item. */
  readonly item: string | null;
  readonly list: ListView;
}

export const START: Route = {
  view: 'queue',
  item: null,
  list: { tab: 'all', search: '', group: null, sort: 'newest' },
};

/**
 * The route that an entry of the browser's history holds; it stands there and not in the address, where others could
 * read what somebody searched for. What does not fit is as if it were not there: an older version may have written it.
 */
export function routeOf(state: unknown): Route {
  const kept = record(state);
  const list = record(kept['list']);
  return {
    view: oneOf(VIEWS, kept['view']) ?? START.view,
    item: text(kept['item']),
    list: {
      tab: oneOf(QUEUE_TABS, list['tab']) ?? START.list.tab,
      search: text(list['search']) ?? '',
      group: text(list['group']),
      sort: oneOf(LIST_SORTS, list['sort']) ?? START.list.sort,
    },
  };
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | null =>
  all.find((one) => one === value) ?? null;
