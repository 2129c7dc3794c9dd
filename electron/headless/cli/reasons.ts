import type { OutboxCalls } from '../../../shared/contracts/control-protocol.ts';
import { explanationSentence } from '../../../shared/messages/explanation-sentences.ts';
import { findingSentence } from '../../../shared/messages/finding-sentences.ts';
import { count } from '../../../shared/messages/format.ts';
import { wayIn } from '../../../shared/outbox/account.ts';
import type { ExplainedGroup, QueueExplanation } from '../../../shared/outbox/explanation.ts';
import { openerOf } from '../../../shared/outbox/gate-opener.ts';
import { SOURCE } from './cli.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** Why some items move or do not, as JSON; the sentence is for people. */
export type ToldReason = {
  readonly items: number;
  readonly examples: readonly string[];
  readonly sentence: string;
} & QueueExplanation;

export const toldReasons = (
  groups: readonly ExplainedGroup[],
  now: number,
): readonly ToldReason[] =>
  groups.map(({ explanation, count: items, examples }) => ({
    items,
    examples,
    ...explanation,
    sentence: explanationSentence(explanation, now),
  }));

/** A pause or a closed gate may stand before nothing at the moment. */
export function reasonLine({ items, sentence, examples }: ToldReason): string {
  const example = examples[0] === undefined ? '' : ` (e.g. ${examples[0]})`;
  return items === 0 ? sentence : `${count(items, 'item')}: ${sentence}${example}`;
}

/**
 * What keeps back what is left in the queue, and what to do about it. Whoever sends has to be asked before it ends:
 * nobody else knows whether an account gets its tokens.
 */
export async function whatKeepsBack(api: OutboxCalls, now: number): Promise<readonly ToldReason[]> {
  const explained = await api.call('explainQueue', {}, SOURCE);
  return explained.ok ? withSignIns(api, keepingBack(explained.value.groups, now)) : [];
}

/** The same for one item, and where in the queue it stands. */
export async function whatKeepsItBack(
  api: OutboxCalls,
  id: string,
  now: number,
): Promise<readonly ToldReason[]> {
  const explained = await api.call('explain', { id }, SOURCE);
  if (!explained.ok) return [];
  const groups = explained.value
    .filter(({ code }) => KEEPS_BACK.has(code) || KEEPS_IT_BACK.has(code))
    .map((explanation) => ({ explanation, count: 1, examples: [] }));
  return withSignIns(api, toldReasons(groups, now));
}

/** An item that waits for its time may stand behind any closed gate: that its time is to come is what is told of it. */
function keepingBack(groups: readonly ExplainedGroup[], now: number): readonly ToldReason[] {
  const someWait = groups.some(({ explanation }) => explanation.code === 'WAITS');
  const kept = groups.filter(
    ({ explanation, count: items }) => KEEPS_BACK.has(explanation.code) && (items > 0 || someWait),
  );
  return toldReasons(kept, now);
}

const KEEPS_BACK: ReadonlySet<QueueExplanation['code']> = new Set([
  'GATE_CLOSED',
  'PAUSED',
  'DISK_FULL',
  'WAITS',
]);

/** Of one item: of the queue, what comes first is told. */
const KEEPS_IT_BACK: ReadonlySet<QueueExplanation['code']> = new Set([
  'SENDING',
  'AFTER_ITEM',
  'BEHIND_ORDER_KEY',
  'SLOTS_FULL',
  'NOT_RUNNING',
]);

/** How to sign in depends on the account. */
async function withSignIns(
  api: OutboxCalls,
  reasons: readonly ToldReason[],
): Promise<readonly ToldReason[]> {
  if (!reasons.some(wantsSignIn)) return reasons;
  const accounts = await api.call('accounts.list', {}, SOURCE);
  if (!accounts.ok) return reasons;
  return reasons.map((one) => {
    const account = wantsSignIn(one) && accounts.value.find(({ name }) => name === one.key);
    if (!account) return one;
    const { name, way } = account;
    const sentence = findingSentence({ code: 'SIGN_IN_NEEDED', account: name, how: wayIn(way) });
    return { ...one, sentence };
  });
}

const wantsSignIn = (
  one: ToldReason,
): one is ToldReason & { readonly code: 'GATE_CLOSED'; readonly key: string } =>
  one.code === 'GATE_CLOSED' && one.reason.code === 'SIGN_IN_NEEDED';

/** Of whatever cannot move without a person. */
export const exitCodeOfReasons = (reasons: readonly ToldReason[]): ExitCode =>
  reasons.some((one) => one.code === 'GATE_CLOSED' && openerOf(one.reason) === 'keychain')
    ? EXIT.profile
    : EXIT.attention;
