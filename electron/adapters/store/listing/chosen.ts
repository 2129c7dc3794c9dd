import { ITEM_STATES, type ItemState } from '../../../../shared/outbox/item.ts';
import { PRIORITY_WORDS, type Priority } from '../../../../shared/outbox/priority.ts';
import type { SearchTerm } from '../../../../shared/search/search-term.ts';
import type { ItemFilter } from '../../../core/ports/item-queries.ts';
import { accountMatches, originMatches } from '../../../core/search/matches-search.ts';
import type { Connection } from '../connection.ts';
import { sourceKey } from '../rows/stored-values.ts';
import { type Condition, condition, conditionOf, not } from './condition.ts';

export const PRIORITIES: readonly Priority[] = Object.values(PRIORITY_WORDS);

/** A filter in the terms of the tables. A null set is one that nothing was said about. */
export interface Chosen {
  readonly states: readonly ItemState[] | null;
  readonly priorities: readonly Priority[] | null;
  readonly streams: readonly number[] | null;
  readonly ref: string | null;
  readonly group: string | null;
  readonly conditions: readonly Condition[];
  /** Terms about words; the rest of the filter is in the other fields. */
  readonly texts: readonly SearchTerm[];
}

export function chosenBy(connection: Connection, filter: ItemFilter): Chosen {
  const terms = filter.search?.terms ?? [];
  const now = filter.search?.now ?? 0;
  let states = filter.states === undefined ? null : Array.from(new Set(filter.states));
  let priorities: Priority[] | null = filter.priority === undefined ? null : [filter.priority];
  const streamTests: ((stream: StreamRow) => boolean)[] = [];
  const { origin, account } = filter;
  if (origin !== undefined) streamTests.push((stream) => stream.origin === origin);
  if (account !== undefined) streamTests.push((stream) => stream.account === account);
  const conditions: Condition[] = [];
  if (filter.source !== undefined)
    conditions.push(condition('item.source = ?', sourceKey(filter.source)));
  const texts: SearchTerm[] = [];
  for (const term of terms) {
    const { negated, criterion } = term;
    switch (criterion.kind) {
      case 'text':
        texts.push(term);
        break;
      case 'state':
        states = (states ?? [...ITEM_STATES]).filter(
          (state) => criterion.states.includes(state) !== negated,
        );
        break;
      case 'priority':
        priorities = (priorities ?? [...PRIORITIES]).filter(
          (priority) => criterion.priorities.includes(priority) !== negated,
        );
        break;
      case 'origin':
        streamTests.push((stream) => originMatches(criterion.text, stream.origin) !== negated);
        break;
      case 'account':
        streamTests.push((stream) => accountMatches(criterion.name, stream.account) !== negated);
        break;
      default: {
        const one = conditionOf(criterion, now);
        conditions.push(negated ? not(one) : one);
      }
    }
  }
  return {
    states,
    priorities,
    streams: streamTests.length === 0 ? null : streamsThat(connection, filter, streamTests),
    ref: filter.ref ?? null,
    group: filter.group ?? null,
    conditions,
    texts,
  };
}

interface StreamRow {
  readonly id: number;
  readonly origin: string;
  readonly account: string | null;
}

/** There are as many streams as servers and accounts: few, and an exact name is looked up. */
function streamsThat(
  connection: Connection,
  { origin, account }: ItemFilter,
  tests: readonly ((stream: StreamRow) => boolean)[],
): readonly number[] {
  const rows =
    origin !== undefined
      ? connection.all('streamsOfOrigin', origin)
      : account !== undefined
        ? connection.all('streamsOfAccount', account)
        : connection.all('streams');
  return (rows as StreamRow[])
    .filter((row) => tests.every((test) => test(row)))
    .map((row) => row.id);
}
