import { ok, type Result } from '../../../../shared/lang/result.ts';
import { count } from '../../../../shared/messages/format.ts';
import { attentionWords } from '../../../../shared/messages/short-reasons.ts';
import { STATE_WORDS } from '../../../../shared/messages/state-words.ts';
import type { Item } from '../../../../shared/outbox/item.ts';
import { priorityWord } from '../../../../shared/outbox/priority.ts';
import type { Api } from '../../../api/api.ts';
import { readAnswerBody } from '../answer-body.ts';
import { SOURCE } from '../cli.ts';
import type { CliError } from '../cli-error.ts';
import { tableText } from '../table.ts';
import { differences, orderDifference } from './check.ts';
import { ledgerOfKey } from './ledger.ts';
import type { Player } from './perform.ts';
import { responseWords } from './response-words.ts';

/** What became of one item, and how that differs from what was expected. */
export interface Ending {
  readonly title: string;
  readonly priority: string;
  readonly tries: number;
  readonly state: Item['state'];
  readonly status: string;
  readonly response: string;
  readonly differences: readonly string[];
}

/** Compares every item with what was expected of it, and with what the server says that it got. */
export async function endingsOf(
  api: Api,
  serverUrl: string,
  players: readonly Player[],
): Promise<Result<readonly Ending[], CliError>> {
  const endings: Ending[] = [];
  const inOrder: number[] = [];
  for (const { role, id } of players) {
    const details = await api.call('get', { id }, SOURCE);
    if (!details.ok) return details;
    const { item, attempts } = details.value;
    const seen = await ledgerOfKey(serverUrl, item.idempotencyKey);
    const last = attempts.at(-1);
    const answered = last === undefined ? null : await readAnswerBody(api, last);
    const body = answered?.ok ? answered.value : null;
    const found = [...differences(role.expected, item, seen)];
    if (item.orderKey !== null) {
      inOrder.push(...seen.effects.map((effect) => effect.request));
      found.push(...orderDifference(inOrder));
    }
    endings.push({
      title: role.title,
      priority: priorityWord(item.priority),
      tries: item.attempts,
      state: item.state,
      status: statusWords(item),
      response: responseWords(last, body),
      differences: found,
    });
  }
  return ok(endings);
}

const statusWords = (item: Item): string =>
  item.state === 'attention'
    ? `${STATE_WORDS.attention}: ${attentionWords(item.reason)}`
    : STATE_WORDS[item.state];

/** The table, then the verdict in one line, or all differences. */
export function reportText(endings: readonly Ending[], elapsedMs: number): string {
  const table = tableText(
    [
      { head: 'ITEM' },
      { head: 'PRIORITY' },
      { head: 'TRIES', align: 'right' },
      { head: 'STATUS' },
      { head: 'RESPONSE' },
    ],
    endings.map((one) => [one.title, one.priority, String(one.tries), one.status, one.response]),
  );
  const wrong = endings.filter((one) => one.differences.length > 0);
  const seconds = `${(elapsedMs / 1000).toFixed(1)} s`;
  if (wrong.length > 0) {
    const lines = wrong.flatMap((one) => one.differences.map((text) => `  ${one.title}: ${text}`));
    return `${table}\nNot as expected (${seconds}):\n${lines.join('\n')}\n`;
  }
  const delivered = endings.filter((one) => one.state === 'delivered').length;
  const parked = endings.length - delivered;
  return `${table}\nAll as expected: ${count(delivered, 'item')} delivered, each taken by the server exactly once, and ${parked} kept for a person to decide (${seconds}).\n`;
}
