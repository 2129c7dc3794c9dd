import { z } from 'zod';
import type { FailureGroup } from '../../../shared/outbox/failure-group.ts';
import type { AttentionReason, Item } from '../../../shared/outbox/item.ts';
import { routePattern } from './route-pattern.ts';

/** What the items of one group have in common. */
export type Failure = Pick<
  FailureGroup,
  'origin' | 'method' | 'route' | 'code' | 'status' | 'problem'
>;

/** The kind of failure for which an item needs a person, as one text; null for one that needs nobody. */
export function failureKey(item: Item): string | null {
  switch (item.state) {
    case 'attention':
      return keyOf(item, item.reason, item.last?.status ?? null, item.problem ?? null);
    case 'unconfirmed':
      return keyOf(item, null, null, item.problem ?? null);
    case 'queued':
    case 'waiting':
    case 'sending':
    case 'delivered':
    case 'held':
    case 'cancelled':
      return null;
  }
}

/** `reason` null: unconfirmed. `lastStatus` matters where the reason names none, but an answer came of it. */
export function keyOf(
  { origin, method, url }: Pick<Item, 'origin' | 'method' | 'url'>,
  reason: AttentionReason | null,
  lastStatus: number | null,
  problem: string | null,
): string {
  const status = reason === null ? null : statusOf(reason, lastStatus);
  return JSON.stringify([
    origin,
    method,
    routePattern(url),
    reason?.code ?? 'UNCONFIRMED',
    status,
    problem,
  ]);
}

function statusOf(reason: AttentionReason, lastStatus: number | null): number | null {
  if ('status' in reason) return reason.status;
  return reason.code === 'EXHAUSTED' ? lastStatus : null;
}

const storedKey = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.int().nullable(),
  z.string().nullable(),
]);

/** What a stored key stands for; null for a text that is none. */
export function failureOf(key: string): Failure | null {
  const parsed = storedKey.safeParse(jsonOf(key));
  if (!parsed.success) return null;
  const [origin, method, route, code, status, problem] = parsed.data;
  return { origin, method, route, code: code as Failure['code'], status, problem };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
