import type { Stats } from '../../../shared/contracts/outbox-api.ts';
import type { NeedyItem, Unreached } from '../../../shared/messages/tray-words.ts';
import { PRACTICE_ACCOUNT } from '../../../shared/outbox/account.ts';
import type { FailureGroup } from '../../../shared/outbox/failure-group.ts';
import type { ClosedGate } from '../../../shared/outbox/gate.ts';
import { ITEM_STATES, type Item, type ItemState } from '../../../shared/outbox/item.ts';

/** What tray and notifications speak of: everything but practice mode, which is nobody's worry. */
export interface OwnWork extends Omit<Stats, 'practice'> {
  readonly groups: readonly FailureGroup[];
  /** Of what needs a person, the newest. */
  readonly newest: readonly NeedyItem[];
  /** Servers that an item did not reach the last time, or not for sure. One item alone closes no gate. */
  readonly unreached: readonly Unreached[];
}

/** What the outbox says, and items of it. */
export interface Seen {
  readonly stats: Stats;
  readonly groups: readonly FailureGroup[];
  readonly needy: readonly Item[];
  readonly waiting: readonly Item[];
}

/** `practiceOrigins`: where practice mode's server is, while it runs. */
export function ownWork(
  { stats: { counts, practice, gates, away, heldFor, pauses, disk }, groups, needy, waiting }: Seen,
  practiceOrigins: readonly string[],
): OwnWork {
  const isPractice = ({ scope, key }: Pick<ClosedGate, 'key'> & { readonly scope: string }) =>
    scope === 'account' ? key === PRACTICE_ACCOUNT : practiceOrigins.includes(key);
  const isOwn = ({ account }: Item): boolean => account !== PRACTICE_ACCOUNT;
  return {
    counts: countsWithout(counts, practice),
    gates: gates.filter((gate) => !isPractice(gate)),
    away: away.filter(({ origin }) => !practiceOrigins.includes(origin)),
    heldFor: heldFor.filter(({ account }) => account !== PRACTICE_ACCOUNT),
    pauses: pauses.filter((pause) => !isPractice(pause)),
    disk,
    groups: groups.filter(({ origin }) => !practiceOrigins.includes(origin)),
    newest: needy.filter(isOwn).filter(isNeedy),
    unreached: unreachedBy(waiting.filter(isOwn)),
  };
}

/** Each server once, as its latest item found it. */
const unreachedBy = (waiting: readonly Item[]): readonly Unreached[] => [
  ...new Map(
    waiting.toReversed().flatMap((item) => {
      if (item.state !== 'waiting' || item.reason.code !== 'BACKOFF') return [];
      const { after, detail } = item.reason;
      // Once others got through, a suspect answer speaks against its item, and not of the network.
      const isOfNetwork = after === 'suspect' && item.budget.suspects === 0;
      return after === 'notSent' || isOfNetwork
        ? [[item.origin, { origin: item.origin, after, detail }] as const]
        : [];
    }),
  ).values(),
];

const isNeedy = (item: Item): item is NeedyItem =>
  item.state === 'attention' || item.state === 'unconfirmed';

/** Both are counted one after the other, so what has just left may be in one of them only. */
const countsWithout = (all: Stats['counts'], practice: Stats['practice']): Stats['counts'] =>
  Object.fromEntries(
    ITEM_STATES.map((state) => [state, Math.max(0, all[state] - practice[state])]),
  ) as Record<ItemState, number>;

/** Items on their way. One that asks whether a closed server is back is none: it comes and goes by itself. */
export const sendingNow = ({ counts, gates }: Pick<OwnWork, 'counts' | 'gates'>): number =>
  Math.max(0, counts.sending - gates.filter(({ probing }) => probing !== null).length);
