import { type Item, type ItemState, isOpen } from '../../../shared/outbox/item.ts';
import { minuteOf } from '../../../shared/outbox/throughput.ts';
import type { ClaimLane } from '../../core/ports/claim-order.ts';

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

interface EndedAttempts {
  readonly delivered: number;
  readonly failed: number;
}

const NONE: EndedAttempts = { delivered: 0, failed: 0 };

const isOpenPlace = (place: Place | null): boolean => place !== null && isOpen(place.state);

/** What one operation does to the counters: added up here and written once, however many items it touched. */
export class Tally {
  readonly states = new Map<ItemState, number>();
  readonly ready = new Map<number, Map<ClaimLane, number>>();
  /** By the beginning of the minute; also one in which only the number of open items changed. */
  readonly minutes = new Map<number, EndedAttempts>();

  /** `at`: null for what changes no item's state. */
  move(from: Place | null, to: Place | null, at: number | null): void {
    if (from !== null) this.count(from, -1);
    if (to !== null) this.count(to, 1);
    if (at !== null && isOpenPlace(from) !== isOpenPlace(to)) this.addTo(at, NONE);
  }

  ended(at: number, isDelivered: boolean): void {
    this.addTo(at, isDelivered ? { delivered: 1, failed: 0 } : { delivered: 0, failed: 1 });
  }

  clear(): void {
    this.states.clear();
    this.ready.clear();
    this.minutes.clear();
  }

  private addTo(at: number, { delivered, failed }: EndedAttempts): void {
    const minute = minuteOf(at);
    const before = this.minutes.get(minute) ?? NONE;
    this.minutes.set(minute, {
      delivered: before.delivered + delivered,
      failed: before.failed + failed,
    });
  }

  private count({ state, stream, lane }: Place, by: 1 | -1): void {
    this.states.set(state, (this.states.get(state) ?? 0) + by);
    if (lane === null) return;
    const lanes = this.ready.get(stream) ?? new Map<ClaimLane, number>();
    this.ready.set(stream, lanes.set(lane, (lanes.get(lane) ?? 0) + by));
  }
}
