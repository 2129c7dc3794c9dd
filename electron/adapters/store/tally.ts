import type { Item, ItemState } from '../../../shared/outbox/item.ts';
import type { ClaimLane } from '../../core/ports.ts';

/** What an item counts for. */
export interface Place {
  readonly stream: number;
  readonly state: ItemState;
  /** Where it could be claimed now; null when it could not. */
  readonly lane: ClaimLane | null;
}

export function placeOf(item: Item, stream: number): Place {
  const ready = item.state === 'queued' && item.blockers === 0;
  const lane = item.isolated ? 'isolated' : item.lane;
  return { stream, state: item.state, lane: ready ? lane : null };
}

/** What one operation does to the counters: added up here and written once, however many items it touched. */
export class Tally {
  readonly states = new Map<ItemState, number>();
  readonly ready = new Map<number, Map<ClaimLane, number>>();

  move(from: Place | null, to: Place | null): void {
    if (from !== null) this.count(from, -1);
    if (to !== null) this.count(to, 1);
  }

  clear(): void {
    this.states.clear();
    this.ready.clear();
  }

  private count({ state, stream, lane }: Place, by: 1 | -1): void {
    this.states.set(state, (this.states.get(state) ?? 0) + by);
    if (lane === null) return;
    const lanes = this.ready.get(stream) ?? new Map<ClaimLane, number>();
    this.ready.set(stream, lanes.set(lane, (lanes.get(lane) ?? 0) + by));
  }
}
