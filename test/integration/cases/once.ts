import { expect } from 'vitest';
import type { ItemDetails } from '../../../shared/contracts/outbox-api.ts';
import { ledgerOf } from '../../support/practice.ts';

/** Of delivered items: one effect each at the practice server, and never more requests than attempts (G4, G5). */
export async function expectOnce(url: string, ...sent: readonly ItemDetails[]): Promise<void> {
  const { entries, effects, overlaps, conflicts } = await ledgerOf(url);
  expect({ overlaps, conflicts }).toEqual({ overlaps: 0, conflicts: 0 });
  for (const { item, attempts } of sent) {
    const ofItem = ({ key }: { readonly key: string | null }) => key === item.idempotencyKey;
    expect(item.state).toBe('delivered');
    expect(effects.filter(ofItem)).toHaveLength(1);
    expect(entries.filter(ofItem).length).toBeLessThanOrEqual(attempts.length);
    expect(new Set(attempts.map((attempt) => attempt.idempotencyKey)).size).toBe(1);
  }
}
