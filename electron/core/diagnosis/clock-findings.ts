import type { Attempt } from '../../../shared/outbox/attempt.ts';
import type { Finding } from '../../../shared/outbox/finding.ts';
import type { Item } from '../../../shared/outbox/item.ts';

/** One reading of both clocks. */
export interface ClockReading {
  readonly wall: number;
  readonly monotonic: number;
}

/** An item with its newest attempt that has ended. */
export interface Recent {
  readonly item: Item;
  readonly attempt: Attempt | null;
}

/** Clocks that are set by the network drift far less than this; what depends on them bears more. */
const TOLERANCE_MS = 5 * 60 * 1000;

/** Between two readings of both clocks. */
const JUMP_MS = 2_000;

/** The clock may have been put right since. */
const FRESH_MS = 24 * 60 * 60 * 1000;

/** What the clock's own readings, the queue and the servers' `Date` (RFC 9110 §6.6.1) say about this machine's time. */
export function clockFindings(
  before: ClockReading,
  after: ClockReading,
  recent: readonly Recent[],
): readonly Finding[] {
  const findings: Finding[] = [];
  const jump = after.wall - before.wall - (after.monotonic - before.monotonic);
  if (Math.abs(jump) > JUMP_MS) findings.push({ code: 'CLOCK_JUMPED', byMs: jump });
  const newest = Math.max(0, ...recent.map(({ item }) => Math.max(item.createdAt, item.updatedAt)));
  if (newest - after.wall > TOLERANCE_MS) {
    findings.push({ code: 'CLOCK_WENT_BACK', byMs: newest - after.wall });
  }
  findings.push(...serverFindings(recent, after.wall));
  return findings.length > 0 ? findings : [{ code: 'CLOCK_WELL' }];
}

/** The newest answer of each server decides. */
function serverFindings(recent: readonly Recent[], now: number): readonly Finding[] {
  const newest = new Map<string, { readonly at: number; readonly skew: number }>();
  for (const { item, attempt } of recent) {
    const skew = skewOf(attempt);
    const at = attempt?.endedAt ?? 0;
    if (skew === null || now - at > FRESH_MS) continue;
    if (at > (newest.get(item.origin)?.at ?? 0)) newest.set(item.origin, { at, skew });
  }
  return Array.from(newest, ([origin, { skew }]): Finding[] =>
    Math.abs(skew) > TOLERANCE_MS ? [{ code: 'CLOCK_DIFFERS', origin, byMs: skew }] : [],
  ).flat();
}

/** How far the server was ahead when it answered; null without a usable `Date`. A stored answer has an old one. */
function skewOf(attempt: Attempt | null): number | null {
  const headers = attempt?.report?.response?.headers ?? [];
  const valueOf = (name: string): string | undefined =>
    headers.find(([key]) => key.toLowerCase() === name)?.[1];
  if (attempt === null || attempt.endedAt === null || valueOf('age') !== undefined) return null;
  const date = Date.parse(valueOf('date') ?? '');
  return Number.isNaN(date) ? null : date - attempt.endedAt;
}
