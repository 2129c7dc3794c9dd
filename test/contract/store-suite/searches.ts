import { beforeEach, describe, expect, test } from 'vitest';
import type { PagePosition } from '../../../electron/core/ports/item-queries.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { ListSort } from '../../../shared/outbox/list-sort.ts';
import { parseSearch } from '../../../shared/search/parse-search.ts';
import {
  inState,
  newItem,
  openAttempt,
  report,
  request,
  textBody,
} from '../../support/item-fixtures.ts';
import { expected, ids, type OpenStore, useStore } from './use-store.ts';

const NOW = 10_000_000;

/** What is found by words and qualifiers, whether or not the index has caught up. */
export function searches(open: OpenStore): void {
  const { store, writing, add } = useStore(open);

  function found(text: string, sort: ListSort = 'oldest'): string {
    const { terms, problems } = parseSearch(text);
    expect(problems).toEqual([]);
    const filter = { search: { terms, now: NOW } };
    const all: string[] = [];
    let after: PagePosition | null = null;
    do {
      const page = store.read.items(filter, { after, limit: 2, sort });
      all.push(...ids(page.rows));
      after = page.next;
    } while (after !== null);
    expect(store.read.count(filter)).toBe(all.length);
    return all.join(' ');
  }

  /** Until nothing is left to index. */
  function catchUp(limit = 3): void {
    for (;;) {
      const behind = store.indexForSearch(limit);
      if (!behind.ok) throw new Error(behind.error.code);
      if (behind.value === 0) return;
    }
  }

  /** An attempt that ended with an answer, as the core writes it. */
  const answered = (id: string, status: number, type: string, answer: string | Uint8Array) =>
    writing((tx) => {
      const item = tx.item(id) as Item;
      const number = item.attempts + 1;
      const inline = typeof answer === 'string' ? new TextEncoder().encode(answer) : answer;
      tx.openAttempt(openAttempt(id, number));
      tx.closeAttempt(id, number, {
        endedAt: 3_000,
        outcome: { kind: 'rejected', status },
        counted: true,
        report: {
          ...report,
          response: {
            status,
            statusText: '',
            httpVersion: '1.1',
            headers: [['Content-Type', type]],
          },
        },
        body: { bytes: inline.length, inline, file: null, truncated: null },
      });
      const next: Item = {
        ...inState(item, {
          state: 'attention',
          since: 3_000,
          reason: { code: 'REJECTED', status },
        }),
        attempts: number,
        last: { kind: 'rejected', status, code: null, at: 3_000 },
      };
      tx.save(next, expected(item), 'attemptEnded', 3_000);
    });

  const retitled = (id: string, changes: Partial<Item>) =>
    writing((tx) => {
      const item = tx.item(id) as Item;
      tx.save({ ...item, ...changes } as Item, expected(item), 'edited', 4_000);
    });

  describe.each(['before', 'while', 'after'] as const)('a search %s the index has it', (when) => {
    const indexed = () => {
      if (when === 'while') store.indexForSearch(4);
      if (when === 'after') catchUp();
    };

    beforeEach(async () => {
      await add({ id: 'a', title: 'Visit in room 42', ref: 'visit-42', createdAt: NOW - 60_000 });
      await add(
        { id: 'b', title: 'Straße 7', labels: ['fire', 'doors open'], priority: 4, bodyBytes: 900 },
        request(textBody('{"note":"room 42 is locked","city":"東京"}')),
      );
      await add({
        id: 'c',
        method: 'PUT',
        url: 'https://api.example/photos/9?size=big',
        origin: 'https://api.example',
        account: 'Clinic',
        lane: 'large',
        bodyBytes: 2_000_000,
        createdAt: NOW - 3 * 86_400_000,
        title: 'room 420',
      });
      await add(
        { id: 'd', blockers: 1 },
        request({
          kind: 'multipart',
          boundary: 'x',
          parts: [
            { kind: 'field', name: 'meter', value: 'gas' },
            {
              kind: 'file',
              name: 'front',
              filename: 'kitchen.jpg',
              contentType: 'image/jpeg',
              file: { kind: 'vault', file: 'v', size: 1, sha256: 'ab' },
            },
          ],
        }),
      );
      await answered('a', 422, 'application/problem+json', '{"detail":"unknown meter"}');
      await answered('c', 503, 'image/png', 'room in a picture');
      indexed();
    });

    test('is one of words, of which the last letters may be missing, in any text', () => {
      expect(found('room')).toBe('a b c');
      expect(found('room 42')).toBe('a b c');
      expect(found('roo')).toBe('a b c');
      expect(found('oom')).toBe('');
      expect(found('room locked')).toBe('b');
      expect(found('meter')).toBe('a d');
      expect(found('KITCHEN')).toBe('d');
      expect(found('strasse')).toBe('b');
      expect(found('京')).toBe('b');
      expect(found('https://api.example/pho')).toBe('c');
      expect(found('hang')).toBe('a c');
    });

    test('finds phrases word by word, and not across labels or fields', () => {
      expect(found('"room 42"')).toBe('a b');
      expect(found('"42 room"')).toBe('');
      expect(found('"fire doors"')).toBe('');
      expect(found('label:"doors open"')).toBe('b');
      expect(found('"gas front"')).toBe('');
    });

    test('keeps to a field', () => {
      expect(found('title:room')).toBe('a c');
      expect(found('body:room')).toBe('b');
      expect(found('body:meter')).toBe('a d');
      expect(found('url:photos')).toBe('c');
      expect(found('ref:visit')).toBe('a');
      expect(found('error:ECONNRESET')).toBe('a c');
      expect(found('label:fire')).toBe('b');
    });

    test('leaves out what a minus stands before', () => {
      expect(found('room -locked')).toBe('a c');
      expect(found('-room')).toBe('d');
      expect(found('-room -kitchen')).toBe('');
      expect(found('-status:4xx')).toBe('b c d');
      expect(found('-account:clinic')).toBe('a b d');
      expect(found('-state:attention -is:blocked')).toBe('b');
      expect(found('-size:>1kB')).toBe('a b d');
    });

    test('asks for facts', () => {
      expect(found('status:422')).toBe('a');
      expect(found('status:4xx,503')).toBe('a c');
      expect(found('status:422 room')).toBe('a');
      expect(found('state:queued')).toBe('b d');
      expect(found('priority:urgent')).toBe('b');
      expect(found('method:put')).toBe('c');
      expect(found('origin:api')).toBe('c');
      expect(found('account:clinic')).toBe('c');
      expect(found('age:>2d')).toBe('c');
      expect(found('age:<30m')).toBe('a');
      expect(found('tries:>0')).toBe('a c');
      expect(found('size:>1MB')).toBe('c');
      expect(found('is:large,blocked')).toBe('c d');
      expect(found('is:open state:attention')).toBe('a c');
    });

    test('goes by every sort', () => {
      expect(found('room', 'newest')).toBe('c b a');
      expect(found('room', 'priority')).toBe('b a c');
      expect(found('room', 'size')).toBe('c b a');
      expect(found('room -status:422', 'size')).toBe('c b');
      expect(found('-kitchen', 'priority')).toBe('b a c');
      expect(found('tries:<1', 'priority')).toBe('b d');
      expect(found('size:<1MB', 'size')).toBe('b d a');
    });

    test('sees edits, answers and removals at once, and old words no more', async () => {
      await retitled('a', { title: 'Cellar' });
      expect(found('cellar')).toBe('a');
      expect(found('title:room')).toBe('c');
      await answered('b', 400, 'text/plain; charset=utf-8', 'too much snow');
      expect(found('snow')).toBe('b');
      await writing((tx) => tx.remove('c', 5_000));
      expect(found('room')).toBe('b');
      await add({ id: 'e', title: 'room 5' });
      expect(found('room', 'newest')).toBe('e b');
      catchUp();
      expect(found('room', 'newest')).toBe('e b');
      expect(found('cellar')).toBe('a');
      expect(found('title:visit')).toBe('');
    });

    test('does not find what was set aside, and finds it when it is brought back', async () => {
      await writing((tx) => tx.setAside('a', 5_000));
      expect(found('room')).toBe('b c');
      await writing((tx) => tx.bringBack('a', 6_000));
      expect(found('room')).toBe('a b c');
      catchUp();
      expect(found('room')).toBe('a b c');
      expect(found('body:meter')).toBe('a d');
    });

    test('of bodies finds nothing any more when they were dropped', async () => {
      const item = store.read.item('b') as Item;
      await writing((tx) =>
        tx.save(
          inState(item, { state: 'delivered', deliveredAt: 5_000, status: 200 }),
          expected(item),
          'attemptEnded',
          5_000,
        ),
      );
      indexed();
      await writing((tx) => tx.dropBodies('b'));
      expect(found('locked')).toBe('');
      expect(found('title:strasse')).toBe('b');
      catchUp();
      expect(found('locked')).toBe('');
      expect(found('title:strasse')).toBe('b');
    });
  });

  test('text that means something to a database or to nobody is found like any other', async () => {
    const hostile = [
      `"quoted" OR NEAR('x') title:* ^start -- ;DROP TABLE item`,
      'nul\0nul \u0007 bell',
      '👩‍👩‍👧 family 👍',
      '\ud800 lonely',
      `${'long '.repeat(200_000)}end`,
      'x'.repeat(1_000_000),
    ];
    await writing((tx) => {
      for (const [n, title] of hostile.entries())
        tx.insert(newItem({ id: `h${n}`, title, labels: [title], ref: title }), request(), [], 1);
    });
    const check = () => {
      expect(found('"quoted OR near"')).toBe('h0');
      expect(found('drop table')).toBe('h0');
      expect(found('nul bell')).toBe('h1');
      expect(found('👍')).toBe('h2');
      expect(found('lonely')).toBe('h3');
      expect(found('long')).toBe('h4');
      expect(found('end')).toBe('');
      expect(found('xxxx')).toBe('h5');
      expect(found('"AND" -"NOT"')).toBe('');
    };
    check();
    catchUp();
    check();
  });

  test('catching up takes a few changes at a time, and says how far behind it is', async () => {
    await writing((tx) => {
      for (let n = 0; n < 5; n += 1)
        tx.insert(newItem({ id: `i${n}`, title: 'same' }), request(), [], 1);
    });
    expect(found('same')).toBe('i0 i1 i2 i3 i4');
    const behind = store.indexForSearch(2);
    expect(behind.ok && [0, 3]).toContain(behind.ok && behind.value);
    expect(found('same')).toBe('i0 i1 i2 i3 i4');
    catchUp(1);
    expect(found('same')).toBe('i0 i1 i2 i3 i4');
    expect(store.indexForSearch(2)).toEqual({ ok: true, value: 0 });
  });
}
