import type { Command } from 'commander';
import type { Stats } from '../../../shared/contracts/outbox-api.ts';
import { ok } from '../../../shared/lang/result.ts';
import { attentionSentence } from '../../../shared/messages/attention-sentences.ts';
import { diskSentence } from '../../../shared/messages/disk-words.ts';
import {
  awaySentence,
  explanationSentence,
} from '../../../shared/messages/explanation-sentences.ts';
import { groupLine } from '../../../shared/messages/group-words.ts';
import { titleOf } from '../../../shared/messages/item-title.ts';
import { heldForSentence } from '../../../shared/messages/people-words.ts';
import { printableLine, shortened } from '../../../shared/messages/printable.ts';
import { countsWords } from '../../../shared/messages/state-words.ts';
import type { FailureGroup } from '../../../shared/outbox/failure-group.ts';
import { openerOf } from '../../../shared/outbox/gate-opener.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { type Cli, SOURCE } from './cli.ts';
import { defineCommand } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { withReader } from './using-queue.ts';

/** The newest ones are named, the others are counted. */
const NAMED = 5;

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('status')
    .description('counts, what is closed or paused, and what needs you')
    .addHelpText(
      'after',
      `
What needs you is also told by cause, where several items share one: their number, what came back, the route with its
ids taken out, what the server said, and the newest of them.
Exit codes: 0 nothing needs you, 3 an item needs you, an account must sign in or cannot be signed in without you (e.g. as
the keychain is locked), items wait for somebody else than who is signed in, a server's certificate is not believed, one
did not answer for an hour while others did, or the disk is full.

Example:
  outtray status || echo "look at the out-tray"`,
    );
  defineCommand(command, cli, async ({ home, json }) =>
    withReader(cli, home, async (api) => {
      const stats = await api.call('stats', {}, SOURCE);
      if (!stats.ok) return stats;
      const page = await api.call(
        'list',
        { states: ['attention', 'unconfirmed'], limit: NAMED },
        SOURCE,
      );
      if (!page.ok) return page;
      const groups = await api.call('groups', {}, SOURCE);
      if (!groups.ok) return groups;
      const needsYou = page.value.items;
      const alike = groups.value.filter((group) => group.count > 1).slice(0, NAMED);
      if (json) cli.out(`${JSON.stringify({ ...stats.value, needsYou, groups: groups.value })}\n`);
      else cli.out(statusText(stats.value, needsYou, alike, cli.now()));
      const { gates, away, heldFor, disk } = stats.value;
      const closed = gates.filter(({ reason }) => openerOf(reason) !== 'time');
      const needed = needsPerson(stats.value) + closed.length + away.length + heldFor.length;
      return ok(needed > 0 || disk !== null ? EXIT.attention : EXIT.done);
    }),
  );
}

/** How many items wait for a person to decide. */
export const needsPerson = ({ counts }: Stats): number => counts.attention + counts.unconfirmed;

/** The queue in a few lines, for people. `alike`: groups of several items, with one cause for all. */
export function statusText(
  stats: Stats,
  needsYou: readonly Item[],
  alike: readonly FailureGroup[],
  now: number,
): string {
  const lines = [
    countsWords(stats.counts) ?? 'The out-tray is empty.',
    ...(stats.disk === null ? [] : [diskSentence(stats.disk)]),
    ...stats.pauses.map((pause) => explanationSentence({ code: 'PAUSED', ...pause }, now)),
    ...stats.gates
      .filter(({ reason }) => reason.code !== 'OTHER_PERSON')
      .map((gate) => explanationSentence({ code: 'GATE_CLOSED', ...gate }, now)),
    ...stats.away.map((server) => awaySentence(server, now)),
    ...stats.heldFor.map(heldForSentence),
  ];
  for (const item of needsYou) {
    const sentence =
      item.state === 'attention'
        ? attentionSentence(item.reason)
        : explanationSentence(
            { code: 'UNCONFIRMED', since: item.updatedAt, canBeChecked: false, answered: null },
            now,
          );
    lines.push('', `${item.id}  ${shortened(printableLine(titleOf(item)), 60)}`, `  ${sentence}`);
  }
  const more = needsPerson(stats) - needsYou.length;
  if (more > 0) {
    lines.push('', `${more} more: outtray list --state attention,unconfirmed`);
  }
  if (alike.length > 0) lines.push('', 'The same cause:');
  for (const group of alike) lines.push(`  ${groupLine(group)}`, `    e.g. ${group.newest}`);
  return `${lines.map(printableLine).join('\n')}\n`;
}
