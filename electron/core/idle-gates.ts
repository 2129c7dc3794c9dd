import type { ClosedGate } from '../../shared/outbox/gate.ts';
import type { ItemState } from '../../shared/outbox/item.ts';
import type { StoreWriter } from './ports/store-writer.ts';

const WILL_ASK: readonly ItemState[] = ['queued', 'waiting', 'sending'];

/**
 * Opens gates behind which nothing is left that could ask whether the origin is back: what comes next finds out by
 * itself. A time that the server asked for stands.
 */
export function openIdleGates(tx: StoreWriter, now: number): void {
  const gates = tx.gates().filter((gate) => mayBeIdle(gate, now));
  if (gates.length === 0) return;
  const busy = new Set(tx.readyStreams().map(({ origin }) => origin));
  for (const { key } of gates) {
    if (busy.has(key)) continue;
    const { rows } = tx.items({ origin: key, states: WILL_ASK }, { after: null, limit: 1 });
    if (rows.length === 0) tx.openGate('origin', key);
  }
}

const mayBeIdle = ({ scope, floorAt }: ClosedGate, now: number): boolean =>
  scope === 'origin' && (floorAt === null || floorAt <= now);
