import { assertNever } from '../../shared/lang/assert-never.ts';
import type { AttemptOutcome } from '../../shared/outbox/attempt-outcome.ts';
import type { ClosedGate, GateReason } from '../../shared/outbox/gate.ts';
import type { Item } from '../../shared/outbox/item.ts';
import type { Policy } from './policy.ts';
import type { Random } from './ports/random.ts';
import { backoffDelay } from './retry-policy.ts';

/** What an outcome says about the origin, as opposed to the item. */
export type GateSignal =
  /** The origin itself answered. */
  | { readonly kind: 'pass' }
  | { readonly kind: 'trouble'; readonly reason: GateReason }
  /** Whatever goes that way is stopped by the same: no second item is needed to believe it. */
  | { readonly kind: 'barred'; readonly reason: GateReason }
  | { readonly kind: 'serverAsked'; readonly status: number; readonly waitMs: number }
  /** It answered, but is not well: no reason to close, none to open either. */
  | { readonly kind: 'unwell' }
  | { readonly kind: 'none' };

interface Asker {
  readonly itemId: string;
  readonly route: string;
}

/** The last trouble in a row at an open origin. Kept in memory: a restart begins with a clean slate. */
export interface TroubleStreak extends Asker {
  /** How many of it were suspect answers. */
  readonly doubts: number;
}

export interface GateView {
  readonly closed: ClosedGate | null;
  readonly streak: TroubleStreak | null;
}

/** How many askers a gate remembers, so that its row stays small whatever the queue's length. */
const REMEMBERED = 64;

export const routeOf = (item: Pick<Item, 'method' | 'url'>): string =>
  `${item.method} ${new URL(item.url).pathname}`;

/** `quotaResetMs`: the answer said that no more requests are taken for so long. */
export function gateSignal(outcome: AttemptOutcome, quotaResetMs: number | null): GateSignal {
  switch (outcome.kind) {
    case 'delivered':
    case 'rejected':
    case 'unauthorized':
    case 'redirected':
      return quotaResetMs === null
        ? { kind: 'pass' }
        : { kind: 'serverAsked', status: outcome.status, waitMs: quotaResetMs };
    case 'misdirected':
      return outcome.otherOrigin
        ? {
            kind: 'trouble',
            reason: { code: 'SUSPECT', status: outcome.status, doubt: 'HTML_INSTEAD' },
          }
        : { kind: 'pass' };
    case 'suspect': {
      const { kind: _kind, ...answer } = outcome;
      return { kind: 'trouble', reason: { code: 'SUSPECT', ...answer } };
    }
    case 'busy':
      return (outcome.status === 429 || outcome.status === 503) && outcome.retryAfterMs !== null
        ? { kind: 'serverAsked', status: outcome.status, waitMs: outcome.retryAfterMs }
        : { kind: 'unwell' };
    case 'notSent':
      return {
        kind: 'trouble',
        reason: { code: 'UNREACHABLE', cause: outcome.cause, detail: outcome.code },
      };
    case 'proxySignIn':
      return {
        kind: 'barred',
        reason: { code: 'PROXY_SIGN_IN', proxy: outcome.proxy, refused: outcome.refused },
      };
    case 'incomplete':
    case 'unknown':
      return {
        kind: 'trouble',
        reason: { code: 'UNREACHABLE', cause: 'network', detail: outcome.code },
      };
    case 'aborted':
    case 'workerLost':
    case 'hostLost':
    case 'unsendable':
      return { kind: 'none' };
    default:
      return assertNever(outcome);
  }
}

/**
 * The origin's gate after an outcome. It closes after the trouble of two different items in a row, or at once
 * when the server asks for time or the proxy for a sign-in; it opens as soon as any item gets a proper answer.
 */
export function nextGate(
  view: GateView,
  item: Pick<Item, 'id' | 'origin' | 'method' | 'url'>,
  signal: GateSignal,
  context: { readonly policy: Policy; readonly now: number; readonly random: Random },
): GateView {
  const closed = view.closed === null ? null : released(view.closed, item.id);
  const asker: Asker = { itemId: item.id, route: routeOf(item) };
  switch (signal.kind) {
    case 'pass':
      return { closed: null, streak: null };
    case 'none':
      return { closed, streak: view.streak };
    case 'unwell':
      return { closed: closed && backedOff(closed, asker, context), streak: null };
    case 'barred': {
      const gate = { ...(closed ?? newGate(item.origin, context.now)), reason: signal.reason };
      return { closed: backedOff(gate, asker, context), streak: null };
    }
    case 'serverAsked': {
      const floorAt = Math.max(context.now + signal.waitMs, closed?.floorAt ?? 0);
      const gate = closed ?? newGate(item.origin, context.now);
      return {
        closed: {
          ...remembered(gate, asker),
          reason: { code: 'SERVER_ASKED', status: signal.status },
          floorAt,
          probeAt: floorAt,
          probes: 0,
        },
        streak: null,
      };
    }
    case 'trouble': {
      if (closed !== null) {
        const gate =
          closed.floorAt !== null && closed.floorAt > context.now
            ? closed
            : { ...closed, reason: signal.reason };
        return { closed: backedOff(gate, asker, context), streak: null };
      }
      if (view.streak === null || view.streak.itemId === item.id)
        return {
          closed: null,
          streak: {
            ...asker,
            doubts: (view.streak?.doubts ?? 0) + (signal.reason.code === 'SUSPECT' ? 1 : 0),
          },
        };
      const gate = {
        ...remembered(newGate(item.origin, context.now), view.streak),
        reason: signal.reason,
      };
      return { closed: backedOff(gate, asker, context), streak: null };
    }
    default:
      return assertNever(signal);
  }
}

/** "Sync now", network up, resume: ask again at once, unless the server asked for the wait. */
export function woken(gate: ClosedGate, now: number): ClosedGate {
  if (gate.probeAt === null) return gate;
  return { ...gate, probeAt: Math.max(now, gate.floorAt ?? 0), probes: 0 };
}

/** A person wants this item to be sent: it asks at once. `force` also ends a wait that the server asked for. */
export function wantedBy(
  gate: ClosedGate,
  itemId: string,
  { force, now }: { readonly force: boolean; readonly now: number },
): ClosedGate {
  const freed = force ? { ...gate, floorAt: null } : gate;
  return { ...woken(freed, now), wanted: itemId };
}

export const mayProbe = (gate: ClosedGate, now: number): boolean =>
  gate.probing === null && gate.probeAt !== null && gate.probeAt <= now;

/**
 * Who asks next: an item that has not asked yet, on a route that has not been tried; else the one whose
 * turn is longest ago. So one bad item or path cannot keep an origin closed for the others.
 */
export function pickProbe(gate: ClosedGate, candidates: readonly Item[]): Item | null {
  const fresh = candidates.filter((item) => !gate.asked.includes(item.id));
  const otherRoute = fresh.find((item) => !gate.askedRoutes.includes(routeOf(item)));
  if (otherRoute !== undefined) return otherRoute;
  if (fresh[0] !== undefined) return fresh[0];
  const turn = (item: Item): number => gate.asked.indexOf(item.id);
  return candidates.toSorted((a, b) => turn(a) - turn(b))[0] ?? null;
}

const newGate = (origin: string, now: number): ClosedGate => ({
  scope: 'origin',
  key: origin,
  reason: { code: 'UNREACHABLE', cause: 'network', detail: '' },
  since: now,
  probeAt: null,
  floorAt: null,
  probes: 0,
  asked: [],
  askedRoutes: [],
  probing: null,
  wanted: null,
});

const released = (gate: ClosedGate, itemId: string): ClosedGate =>
  gate.probing === itemId ? { ...gate, probing: null } : gate;

function remembered(gate: ClosedGate, asker: Asker): ClosedGate {
  const append = (list: readonly string[], entry: string): readonly string[] =>
    [...list.filter((known) => known !== entry), entry].slice(-REMEMBERED);
  return {
    ...gate,
    asked: append(gate.asked, asker.itemId),
    askedRoutes: append(gate.askedRoutes, asker.route),
  };
}

function backedOff(
  gate: ClosedGate,
  asker: Asker,
  {
    policy,
    now,
    random,
  }: { readonly policy: Policy; readonly now: number; readonly random: Random },
): ClosedGate {
  const probes = gate.probes + 1;
  const cap = gate.reason.code === 'UNREACHABLE' ? policy.unsentCap : policy.backoff.cap;
  const probeAt = now + backoffDelay(probes, cap, policy, random);
  return { ...remembered(gate, asker), probes, probeAt: Math.max(probeAt, gate.floorAt ?? 0) };
}
