import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { openReader } from '../../electron/headless/index.ts';
import type { Attempt } from '../../shared/outbox/attempt.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { ledgerOf } from './practice.ts';

/** Ids that were acknowledged to a caller. */
export const acknowledged = (acks: string): readonly string[] =>
  existsSync(acks)
    ? readFileSync(acks, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];

export interface Remembered {
  readonly item: Item;
  readonly attempts: readonly Attempt[];
}

/** What the queue itself knows, read from its folder. */
export async function remembered(home: string): Promise<readonly Remembered[]> {
  const reader = await openReader({ home });
  if (!reader.ok) throw new Error(reader.error.code);
  const found: Remembered[] = [];
  let after: string | undefined;
  do {
    const page = await reader.value.api.call(
      'list',
      { limit: 1000, sort: 'oldest', ...(after === undefined ? {} : { after }) },
      { kind: 'cli' },
    );
    if (!page.ok) throw new Error(page.error.code);
    for (const { id } of page.value.items) {
      const one = await reader.value.api.call('get', { id }, { kind: 'cli' });
      if (!one.ok) throw new Error(one.error.code);
      found.push(one.value);
    }
    after = page.value.next ?? undefined;
  } while (after !== undefined);
  reader.value.close();
  return found;
}

/**
 * What must be true after any history of kills, once the queue has drained: every acknowledged item is there and
 * delivered with exactly one effect at the server, no key was on the wire more often than attempts were
 * recorded, and never twice at a time (G1, G3, G4, G5).
 */
export async function expectDelivered(
  home: string,
  url: string,
  acks: readonly string[],
): Promise<void> {
  const known = new Map((await remembered(home)).map((one) => [one.item.id, one]));
  const ledger = await ledgerOf(url);
  const effects = countBy(ledger.effects.map((effect) => effect.key));
  const requests = countBy(ledger.entries.map((entry) => entry.key));

  expect(acks.filter((id) => !known.has(id))).toEqual([]);
  expect(
    [...known.values()]
      .filter((one) => one.item.state !== 'delivered')
      .map((one) => [one.item.id, one.item.state]),
  ).toEqual([]);
  for (const { item, attempts } of known.values()) {
    expect([item.id, effects.get(item.idempotencyKey)]).toEqual([item.id, 1]);
    expect(requests.get(item.idempotencyKey) ?? 0).toBeLessThanOrEqual(attempts.length);
    expect(attempts.filter((attempt) => attempt.outcome === null)).toEqual([]);
  }
  expect(ledger.overlaps).toBe(0);
  expect(ledger.conflicts).toBe(0);
}

function countBy(keys: readonly (string | null)[]): ReadonlyMap<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
