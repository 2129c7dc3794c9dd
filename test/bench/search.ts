// Pages and counts of a long queue, by filter, search and sort. Every time is the median of its runs, shown beside its
// ratio to what SQLite does without us in the same run: a bare page by rowid, or a LIKE over the texts.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { databaseFiles } from '../../electron/adapters/store/database-files.ts';
import type { ItemFilter } from '../../electron/core/ports/item-queries.ts';
import type { OutboxStore } from '../../electron/core/ports/outbox-store.ts';
import { LIST_SORTS, type ListSort } from '../../shared/outbox/list-sort.ts';
import { parseSearch } from '../../shared/search/parse-search.ts';
import { openTestStore } from '../support/temp-store.ts';
import { COMMON, fillQueue, RARE } from './queue-of.ts';

const ITEMS = Number(process.argv[2] ?? 100_000);
const PAGE = 100;
const RUNS = 15;

function timed(run: () => unknown): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}

function median(run: () => unknown): number {
  run();
  const times = Array.from({ length: RUNS }, () => timed(run));
  return times.toSorted((a, b) => a - b)[RUNS >> 1] ?? 0;
}

const searched = (text: string): ItemFilter => ({
  search: { terms: parseSearch(text).terms, now: 1_000_000 },
});

function page(store: OutboxStore, filter: ItemFilter, sort: ListSort, deep = false): number {
  const first = store.read.items(filter, { after: null, limit: PAGE, sort });
  if (!deep || first.next === null)
    return median(() => store.read.items(filter, { after: null, limit: PAGE, sort }));
  let after = first.next;
  for (let n = 0; n < 50; n += 1)
    after = store.read.items(filter, { after, limit: PAGE, sort }).next ?? after;
  return median(() => store.read.items(filter, { after, limit: PAGE, sort }));
}

const folder = mkdtempSync(join(tmpdir(), 'outtray-bench-'));
const { store } = openTestStore({ folder });
const file = databaseFiles(folder).db;
const megabytes = () => statSync(file).size / 1e6;
try {
  let from = performance.now();
  await fillQueue(store, ITEMS);
  const filled = performance.now() - from;
  const before = megabytes();
  const unindexed = timed(() =>
    store.read.items(searched(RARE), { after: null, limit: PAGE, sort: 'newest' }),
  );
  from = performance.now();
  let longest = 0;
  for (let behind = 1; behind > 0; ) {
    const chunk = performance.now();
    const left = store.indexForSearch(50);
    if (!left.ok) throw new Error(left.error.code);
    behind = left.value;
    longest = Math.max(longest, performance.now() - chunk);
  }
  const indexed = performance.now() - from;

  const db = new Database(file, { readonly: true });
  const byRowid = db.prepare('SELECT * FROM item ORDER BY seq DESC LIMIT ?');
  const bare = median(() => byRowid.all(PAGE));
  const byLike = db.prepare(`SELECT item.* FROM item
    JOIN request ON request.item = item.seq AND request.revision = item.revision
    WHERE title LIKE :text OR ref LIKE :text OR url LIKE :text OR labels LIKE :text OR body LIKE :text
      OR request.text LIKE :text
    ORDER BY seq DESC LIMIT ${PAGE + 1}`);
  const like = median(() => byLike.all({ text: `%${RARE}%` }));
  db.close();

  console.log(
    `${ITEMS} items in ${(filled / 1000).toFixed(1)} s, indexed in ${(indexed / 1000).toFixed(1)} s`,
  );
  console.log(`the longest chunk of 50 took ${longest.toFixed(1)} ms`);
  console.log(`database ${before.toFixed(0)} MB, with the index ${megabytes().toFixed(0)} MB`);
  console.log(`bare page by rowid ${bare.toFixed(2)} ms, LIKE scan ${like.toFixed(1)} ms`);
  console.log(
    `rare word, nothing indexed ${unindexed.toFixed(1)} ms = ${(unindexed / like).toFixed(2)} LIKE`,
  );
  const row = (name: string, ms: number, to: 'LIKE' | 'bare') =>
    console.log(
      `${name.padEnd(52)} ${ms.toFixed(2).padStart(8)} ms ${(ms / (to === 'LIKE' ? like : bare)).toFixed(to === 'LIKE' ? 3 : 1).padStart(8)} ${to}`,
    );
  for (const sort of LIST_SORTS) {
    row(`all, ${sort}`, page(store, {}, sort), 'bare');
    row(`all, ${sort}, page 52`, page(store, {}, sort, true), 'bare');
    row(`attention, ${sort}`, page(store, { states: ['attention'] }, sort), 'bare');
    row(`one origin, ${sort}`, page(store, { origin: 'https://server-2.test' }, sort), 'bare');
    for (const text of [
      'status:503',
      'size:>99kB',
      RARE,
      COMMON,
      `${COMMON} status:422`,
      `-${RARE}`,
      `visit -kitchen`,
      'q1',
      `body:"on the spot" -title:meter`,
      '9',
      'a b c',
    ])
      row(`${text}, ${sort}`, page(store, searched(text), sort), 'LIKE');
    row(`${COMMON}, ${sort}, page 52`, page(store, searched(COMMON), sort, true), 'LIKE');
  }
  for (const text of ['status:503', RARE, COMMON, `-${RARE}`])
    row(
      `count of ${text}`,
      median(() => store.read.count(searched(text))),
      'LIKE',
    );
} finally {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}
