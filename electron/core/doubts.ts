import type { AttemptOutcome, DoubtedAnswer } from '../../shared/outbox/attempt-outcome.ts';
import type { AttentionReason, Item } from '../../shared/outbox/item.ts';
import type { GateView, TroubleStreak } from './gates.ts';
import type { Policy } from './policy.ts';

/**
 * Whether a suspect answer speaks against the item. While several items in a row meet trouble at an origin and none gets
 * through, it is most likely the network that answers (a Wi-Fi sign-in), and then no answer counts: the gate's probes
 * slow down, but never end. What has been doubted while others got through (`blamed`) counts every further one.
 *
 * An item that has nobody to be compared with (it is the only one, or goes before all others of its order key) counts,
 * too: three answers, its own back-off between them, put it before a person, who sees the page; else a wrong address would
 * never be noticed. Where the answer may be of a network's sign-in, that begins only after some time of trying, in which
 * somebody signs in or leaves the network. `isOpen`: whether an item waits for being sent, or is being sent.
 */
export function doubtCounts(
  item: Pick<Item, 'id' | 'origin' | 'budget'>,
  outcome: AttemptOutcome,
  { closed, streak }: GateView,
  isOpen: (id: string) => boolean,
  { signInPatience }: Pick<Policy, 'signInPatience'>,
): boolean {
  if (item.budget.suspects > 0) return true;
  const inTrouble = closed === null ? [streak?.itemId] : closed.asked;
  if (inTrouble.some((id) => id !== undefined && id !== item.id && isOpen(id))) return false;
  return !mayBeSignIn(item, outcome) || item.budget.spentMs >= signInPatience;
}

const OF_SIGN_INS: ReadonlySet<DoubtedAnswer['doubt']> = new Set<DoubtedAnswer['doubt']>([
  'HTML_INSTEAD',
  'REDIRECT',
  'NETWORK_SIGN_IN',
  'PROXY_SIGN_IN',
]);

/** Over https nobody can answer in the place of a server that is believed. */
const mayBeSignIn = ({ origin }: Pick<Item, 'origin'>, outcome: AttemptOutcome): boolean =>
  origin.startsWith('http:') && outcome.kind === 'suspect' && OF_SIGN_INS.has(outcome.doubt);

/**
 * The item whose suspect answers began the trouble that has now closed the gate: they counted because nobody else had
 * asked, and do so no more. Null when there is nothing to take back, as where it was doubted before.
 */
export function excused(first: Item, streak: TroubleStreak): Item | null {
  const { suspects } = first.budget;
  if (suspects === 0 || suspects > streak.doubts) return null;
  return { ...first, budget: { ...first.budget, suspects: 0 } };
}

/**
 * Another item passed: the suspect answers that did not count are one. Null for an item whose last answer was another,
 * or whose own counted anyway.
 */
export const blamed = (item: Item): Item | null =>
  item.last?.kind !== 'suspect' || item.budget.suspects > 0
    ? null
    : { ...item, budget: { ...item.budget, suspects: 1 } };

/** What a person is told of an item that answers have spoken against so many times. */
export function doubtedReason(answer: DoubtedAnswer, times: number): AttentionReason {
  const { status, doubt } = answer;
  return doubt === 'REDIRECT'
    ? { code: 'MISDIRECTED', status, location: answer.location, otherOrigin: true }
    : { code: 'SUSPECT', status, times, doubt };
}
