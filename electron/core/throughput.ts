import { ITEM_STATES, isOpen } from '../../shared/outbox/item.ts';
import type { MinuteCount, ThroughputPoint } from '../../shared/outbox/throughput.ts';
import type { StoreReader } from './ports/store-reader.ts';

export interface Spans {
  readonly spanMs: number;
  readonly points: number;
}

/**
 * The last spans, oldest first; now is within the newest. They begin at multiples of their length, so that what is
 * asked a minute later lies in the same ones. The newest ends with what is open now.
 */
export function throughputOf(
  read: StoreReader,
  { spanMs, points }: Spans,
  now: number,
): readonly ThroughputPoint[] {
  const newest = Math.floor(now / spanMs) * spanMs;
  const oldest = newest - (points - 1) * spanMs;
  const spans = Array.from({ length: points }, (_, n) => emptySpan(oldest + n * spanMs));
  for (const minute of read.minutes(oldest)) {
    const place = Math.floor((minute.at - oldest) / spanMs);
    const span = spans[place];
    if (span !== undefined) spans[place] = withMinute(span, minute);
  }
  const counts = read.counts();
  const backlog = ITEM_STATES.filter(isOpen).reduce((sum, state) => sum + counts[state], 0);
  return spans.map((span) => (span.at === newest ? { ...span, backlog } : span));
}

const emptySpan = (at: number): ThroughputPoint => ({ at, delivered: 0, failed: 0, backlog: null });

const withMinute = (span: ThroughputPoint, minute: MinuteCount): ThroughputPoint => ({
  at: span.at,
  delivered: span.delivered + minute.delivered,
  failed: span.failed + minute.failed,
  backlog: minute.backlog,
});
