import { bytes, span } from '../../shared/messages/format.ts';
import { withBraces } from '../../shared/messages/item-title.ts';
import { triesWords } from '../../shared/messages/queue-words.ts';
import { stateWords } from '../../shared/messages/short-reasons.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { DEFAULT_PRIORITY, type PriorityWord, priorityWord } from '../../shared/outbox/priority.ts';

/** `needsYou`: a person has to decide. `refused`: because a server said no. */
export type RowTone = 'calm' | 'needsYou' | 'refused' | 'delivered';

export interface RowModel {
  readonly title: string;
  /** Where it goes. */
  readonly address: string;
  readonly state: string;
  readonly tone: RowTone;
  /** What the server said, where it said something. */
  readonly problem: string | null;
  readonly account: string | null;
  /** Only where it is not the usual one. */
  readonly priority: PriorityWord | null;
  readonly tries: string | null;
  readonly size: string | null;
  readonly age: string;
}

/** What a row of the list says about an item. */
export function rowModel(item: Item, now: number): RowModel {
  const url = URL.canParse(item.url) ? new URL(item.url) : null;
  const path = url === null ? item.url : withBraces(`${url.pathname}${url.search}`);
  const titled = item.title !== null && item.title !== '';
  const request = `${item.method} ${path}`;
  return {
    title: titled ? (item.title ?? '') : request,
    address: titled ? `${item.method} ${url?.host ?? ''}${path}` : (url?.host ?? ''),
    state: stateWords(item, now),
    tone: toneOf(item),
    problem: item.state === 'attention' ? (item.problem ?? null) : null,
    account: item.account,
    priority: item.priority === DEFAULT_PRIORITY ? null : priorityWord(item.priority),
    tries: item.attempts === 0 ? null : triesWords(item.attempts),
    size: item.bodyBytes === 0 ? null : bytes(item.bodyBytes),
    age: span(now - item.createdAt),
  };
}

function toneOf(item: Item): RowTone {
  switch (item.state) {
    case 'attention':
      return item.reason.code === 'REJECTED' || item.reason.code === 'STILL_UNAUTHORIZED'
        ? 'refused'
        : 'needsYou';
    case 'unconfirmed':
      return 'needsYou';
    case 'delivered':
      return 'delivered';
    case 'queued':
    case 'waiting':
    case 'sending':
    case 'held':
    case 'cancelled':
      return 'calm';
  }
}
