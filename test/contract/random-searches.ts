import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PagePosition } from '../../electron/core/ports/item-queries.ts';
import type { OutboxStore } from '../../electron/core/ports/outbox-store.ts';
import type { StoreWriter } from '../../electron/core/ports/store-writer.ts';
import { ok } from '../../shared/lang/result.ts';
import { LIST_SORTS, type ListSort } from '../../shared/outbox/list-sort.ts';
import { parseSearch } from '../../shared/search/parse-search.ts';
import {
  inState,
  newItem,
  openAttempt,
  request,
  STATES,
  textBody,
} from '../support/item-fixtures.ts';
import type { OpenStore } from './store-suite/use-store.ts';

const NOW = 100_000;

const word = fc.constantFrom(
  'room',
  'roof',
  'Élan',
  'elan',
  'gas',
  '42',
  '420',
  '東京',
  'a-b',
  '"',
  'x',
);
const words = fc.array(word, { maxLength: 4 }).map((all) => all.join(' '));
const id = fc.integer({ min: 0, max: 9 }).map((n) => `i${n}`);

const fields = fc.record({
  title: fc.option(words),
  labels: fc.array(words, { maxLength: 2 }),
  ref: fc.option(words),
  priority: fc.constantFrom(1 as const, 2 as const, 4 as const),
  account: fc.constantFrom(null, 'clinic', 'Other'),
  origin: fc.constantFrom('https://one.test', 'https://two.test'),
  method: fc.constantFrom('POST', 'PUT'),
  lane: fc.constantFrom('small' as const, 'large' as const),
  bodyBytes: fc.constantFrom(0, 10, 20),
  createdAt: fc.constantFrom(0, 40_000, 99_000),
  blockers: fc.constantFrom(0, 1),
  last: fc.constantFrom(
    null,
    { kind: 'rejected' as const, status: 422, code: null, at: 1 },
    {
      kind: 'busy' as const,
      status: 503,
      code: 'gas',
      at: 1,
    },
  ),
});

const write = fc.oneof(
  fc.record({ do: fc.constant('insert' as const), id, fields, body: words }),
  fc.record({ do: fc.constant('save' as const), id, fields, state: fc.constantFrom(...STATES) }),
  fc.record({ do: fc.constant('answer' as const), id, body: words }),
  fc.record({ do: fc.constant('remove' as const), id }),
  fc.record({ do: fc.constant('setAside' as const), id }),
  fc.record({ do: fc.constant('bringBack' as const), id }),
  fc.record({ do: fc.constant('dropBodies' as const), id }),
  fc.record({ do: fc.constant('index' as const), limit: fc.integer({ min: 1, max: 4 }) }),
);

type Write = typeof write extends fc.Arbitrary<infer W> ? W : never;

const term = fc
  .tuple(
    fc.constantFrom('', '', '-'),
    fc.oneof(
      fc
        .tuple(fc.constantFrom('', '', 'title:', 'label:', 'ref:', 'body:', 'error:', 'url:'), word)
        .map(([field, text]) => `${field}${text === '"' ? 'gas' : text}`),
      words.map((text) => `"${text.replaceAll('"', '')} room"`),
      fc.constantFrom(
        'status:4xx',
        'status:503',
        'state:queued',
        'state:held,sending',
        'priority:urgent',
        'method:put',
        'origin:two',
        'account:other',
        'age:>50s',
        'age:<2s',
        'tries:0',
        'size:<15B',
        'is:large',
        'is:blocked,open',
      ),
    ),
  )
  .map((parts) => parts.join(''));

const look = fc.record({
  text: fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => terms.join(' ')),
  sort: fc.constantFrom(...LIST_SORTS),
  filter: fc.constantFrom(
    {},
    {},
    { states: ['queued', 'held'] as const },
    { origin: 'https://one.test' },
    { ref: 'gas' },
  ),
});

type Look = typeof look extends fc.Arbitrary<infer L> ? L : never;

/** The same writes, with the index anywhere between, leave two implementations finding the same. */
export function sameSearches(name: string, one: OpenStore, other: OpenStore): void {
  test(`${name} find the same`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(write, { minLength: 1, maxLength: 25 }),
        fc.array(look, { minLength: 1, maxLength: 8 }),
        async (writes, looks) => {
          const [a, b] = [await one(), await other()];
          try {
            for (const each of writes)
              await Promise.all([perform(a.store, each), perform(b.store, each)]);
            for (const each of looks) expect(pages(a.store, each)).toEqual(pages(b.store, each));
          } finally {
            await Promise.all([a.dispose(), b.dispose()]);
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);
}

async function perform(store: OutboxStore, one: Write): Promise<void> {
  if (one.do === 'index') {
    expect(store.indexForSearch(one.limit).ok).toBe(true);
    return;
  }
  const done = await store.write((tx) => ok(obey(tx, one)));
  expect(done.ok).toBe(true);
}

function obey(tx: StoreWriter, one: Exclude<Write, { do: 'index' }>): null {
  const item = tx.item(one.id);
  if (one.do === 'insert') {
    if (item === null && tx.asideItem(one.id) === null)
      tx.insert(newItem({ id: one.id, ...one.fields }), request(textBody(one.body)), [], 1);
    return null;
  }
  if (one.do === 'bringBack') {
    tx.bringBack(one.id, 5);
    return null;
  }
  if (item === null) return null;
  const expected = { state: item.state, revision: item.revision };
  switch (one.do) {
    case 'save':
      tx.save(
        { ...inState(item, one.state), ...one.fields, createdAt: item.createdAt },
        expected,
        'edited',
        2,
      );
      return null;
    case 'answer': {
      const number = item.attempts + 1;
      tx.openAttempt(openAttempt(item.id, number));
      tx.closeAttempt(item.id, number, {
        endedAt: 3,
        outcome: { kind: 'incomplete', code: 'EPIPE' },
        counted: true,
        report: null,
        body: {
          bytes: one.body.length,
          inline: new TextEncoder().encode(one.body),
          file: null,
          truncated: null,
        },
      });
      tx.save({ ...item, attempts: number }, expected, 'attemptEnded', 3);
      return null;
    }
    case 'remove':
      tx.remove(item.id, 4);
      return null;
    case 'setAside':
      tx.setAside(item.id, 4);
      return null;
    case 'dropBodies':
      tx.dropBodies(item.id);
      return null;
  }
}

function pages({ read }: OutboxStore, { text, sort, filter }: Look): unknown {
  const { terms, problems } = parseSearch(text);
  const chosen = { ...filter, ...(problems.length > 0 ? {} : { search: { terms, now: NOW } }) };
  return { text, found: idsIn(read, chosen, sort), count: read.count(chosen) };
}

function idsIn(
  read: OutboxStore['read'],
  filter: Parameters<OutboxStore['read']['items']>[0],
  sort: ListSort,
): readonly string[] {
  const found: string[] = [];
  let after: PagePosition | null = null;
  do {
    const page = read.items(filter, { after, limit: 3, sort });
    found.push(...page.rows.map((item) => item.id));
    after = page.next;
  } while (after !== null);
  return found;
}
