import type { Attempt } from '../../../shared/outbox/attempt.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { priorityWord } from '../../../shared/outbox/priority.ts';
import { withoutSecretsInQuery } from '../../../shared/outbox/secret-names.ts';
import { csvRecord } from './csv.ts';

/** An item with its attempts as one line of JSON; of stored answers only how large they were, and nothing of people. */
export function jsonLine(item: Item, attempts: readonly Attempt[]): string {
  const told = attempts.map(({ body, ...attempt }) => ({
    ...attempt,
    answer: body === null ? null : { bytes: body.bytes, truncated: body.truncated },
  }));
  return `${JSON.stringify({ ...item, subject: undefined, attempts: told }, withoutSecretsInUrls)}\n`;
}

const URLS: readonly string[] = ['url', 'checkUrl', 'redirectTo'];

const withoutSecretsInUrls = (name: string, value: unknown): unknown =>
  URLS.includes(name) && typeof value === 'string' ? withoutSecretsInQuery(value) : value;

type Column = readonly [head: string, of: (item: Item) => string | number | null];

const COLUMNS: readonly Column[] = [
  ['id', (item) => item.id],
  ['seq', (item) => item.seq],
  ['state', (item) => item.state],
  ['reason', reasonOf],
  ['method', (item) => item.method],
  ['url', (item) => withoutSecretsInQuery(item.url)],
  ['account', (item) => item.account],
  ['priority', (item) => priorityWord(item.priority)],
  ['ref', (item) => item.ref],
  ['order key', (item) => item.orderKey],
  ['title', (item) => item.title],
  ['labels', (item) => item.labels.join(' ')],
  ['bytes', (item) => item.bodyBytes],
  ['added', (item) => isoTime(item.createdAt)],
  ['updated', (item) => isoTime(item.updatedAt)],
  ['attempts', (item) => item.attempts],
  ['last attempt', (item) => (item.last === null ? null : isoTime(item.last.at))],
  ['last outcome', (item) => item.last?.kind ?? null],
  ['last status', (item) => item.last?.status ?? null],
  ['last error', (item) => item.last?.code ?? null],
];

export const CSV_HEAD = csvRecord(COLUMNS.map(([head]) => head));

/** An item with its last attempt as one record, for a spreadsheet. */
export const csvLine = (item: Item): string => csvRecord(COLUMNS.map(([, of]) => of(item)));

function reasonOf(item: Item): string | null {
  return item.state === 'attention' || item.state === 'waiting' ? item.reason.code : null;
}

const isoTime = (at: number): string => new Date(at).toISOString();
