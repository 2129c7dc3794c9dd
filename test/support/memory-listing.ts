import { failureKey } from '../../electron/core/failures/failure-key.ts';
import type { ItemFilter, PagePosition } from '../../electron/core/ports/item-queries.ts';
import { matchesSearch } from '../../electron/core/search/matches-search.ts';
import { type SearchDocument, searchDocument } from '../../electron/core/search/search-document.ts';
import type { Item } from '../../shared/outbox/item.ts';
import type { ListSort } from '../../shared/outbox/list-sort.ts';
import type { ItemRecord } from './memory-tables.ts';
import { sameSource } from './same-source.ts';

export const fits = (record: ItemRecord, filter: ItemFilter): boolean => {
  const { item } = record;
  return (
    (filter.states === undefined || filter.states.includes(item.state)) &&
    (filter.origin === undefined || filter.origin === item.origin) &&
    (filter.account === undefined || filter.account === item.account) &&
    (filter.priority === undefined || filter.priority === item.priority) &&
    (filter.ref === undefined || filter.ref === item.ref) &&
    (filter.group === undefined || filter.group === failureKey(item)) &&
    (filter.source === undefined || sameSource(filter.source, item.source)) &&
    (filter.search === undefined || matchesSearch(filter.search, item, documentOf(record)))
  );
};

function documentOf({ item, requests, attempts }: ItemRecord): SearchDocument {
  const byNumber = [...attempts.values()].toSorted((a, b) => b.attempt.number - a.attempt.number);
  const ended = byNumber.find(({ attempt }) => attempt.endedAt !== null);
  const answered = byNumber.find(({ inline }) => inline !== null);
  return searchDocument({
    item,
    body: requests.get(item.revision)?.body ?? null,
    error: ended?.attempt.report?.error ?? null,
    answer:
      answered === undefined || answered.inline === null
        ? null
        : {
            headers: answered.attempt.report?.response?.headers ?? [],
            inline: answered.inline,
          },
  });
}

export function placeIn(sort: ListSort, { seq, priority, bodyBytes }: Item): PagePosition {
  switch (sort) {
    case 'newest':
    case 'oldest':
      return { rank: 0, seq };
    case 'priority':
      return { rank: priority, seq };
    case 'size':
      return { rank: bodyBytes, seq };
  }
}

export function comparePlaces(sort: ListSort, a: PagePosition, b: PagePosition): number {
  const rank = b.rank - a.rank;
  const age = a.seq - b.seq;
  return sort === 'newest' || sort === 'size' ? rank || -age : rank || age;
}
