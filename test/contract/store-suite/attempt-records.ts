import { describe, expect, test } from 'vitest';
import { openAttempt, report } from '../../support/item-fixtures.ts';
import { type OpenStore, useStore } from './use-store.ts';

/** The record of what went over the wire. */
export function attemptRecords(open: OpenStore): void {
  const { store, writing, add } = useStore(open);

  describe('attempts', () => {
    test('are kept from before they start until they ended, oldest first', async () => {
      await add({ id: 'a' });
      await writing((tx) => tx.openAttempt(openAttempt('a', 1)));
      expect(store.read.attempts('a')).toEqual([openAttempt('a', 1)]);
      const body = {
        bytes: 9,
        inline: new Uint8Array([0, 255]),
        file: 'v-r',
        truncated: 'cut',
      } as const;
      const closing = {
        endedAt: 2_500,
        outcome: { kind: 'busy', status: 503, retryAfterMs: 5_000 },
        counted: true,
        report,
        body,
      } as const;
      await writing((tx) => expect(tx.closeAttempt('a', 1, closing)).toBe(true));
      await writing((tx) => tx.openAttempt(openAttempt('a', 2)));
      const { inline: _, ...kept } = body;
      expect(store.read.attempts('a')).toEqual([
        { ...openAttempt('a', 1), ...closing, body: kept },
        openAttempt('a', 2),
      ]);
      expect(store.read.responseBody('a', 1)).toEqual(body);
      expect(store.read.responseBody('a', 2)).toBeNull();
      expect(store.read.responseBody('b', 1)).toBeNull();
      expect([...store.read.referencedFiles()]).toEqual(['v-r']);
    });

    test('end once, and only when they were open', async () => {
      await add({ id: 'a' });
      const closing = {
        endedAt: 3,
        outcome: { kind: 'hostLost' },
        counted: false,
        report: null,
        body: null,
      } as const;
      await writing((tx) => {
        tx.openAttempt(openAttempt('a', 1));
        expect(tx.closeAttempt('a', 2, closing)).toBe(false);
        expect(tx.closeAttempt('b', 1, closing)).toBe(false);
        expect(tx.closeAttempt('a', 1, closing)).toBe(true);
        expect(tx.closeAttempt('a', 1, { ...closing, endedAt: 4 })).toBe(false);
      });
      expect(store.read.attempts('a')[0]?.endedAt).toBe(3);
    });

    test('are never open twice for one item', async () => {
      await add({ id: 'a' });
      await writing((tx) => tx.openAttempt(openAttempt('a', 1)));
      await expect(writing((tx) => tx.openAttempt(openAttempt('a', 2)))).rejects.toBeInstanceOf(
        Error,
      );
      await expect(writing((tx) => tx.openAttempt(openAttempt('gone', 1)))).rejects.toBeInstanceOf(
        Error,
      );
      expect(store.read.attempts('a')).toHaveLength(1);
    });
  });
}
