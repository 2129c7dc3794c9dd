import type { Command } from 'commander';
import { ok, type Result } from '../../../shared/lang/result.ts';
import { explanationSentence } from '../../../shared/messages/explanation-sentences.ts';
import { count } from '../../../shared/messages/format.ts';
import { printableLine } from '../../../shared/messages/printable.ts';
import type { Api } from '../../api/api.ts';
import { type Cli, SOURCE } from './cli.ts';
import type { CliError, CommandResult } from './cli-error.ts';
import { defineCommand } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { addToGroups, type Group } from './explanation-groups.ts';
import { withReader } from './using-queue.ts';

/** Items looked at for the whole queue: the answer must come at once, however long the queue is. */
const LOOKED_AT = 2000;
const PAGE = 200;

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('explain')
    .description('why an item, or the whole queue, moves or does not')
    .argument('[id]', 'an item; without one, all that are not finished')
    .addHelpText('after', '\nExamples:\n  outtray explain\n  outtray explain 0199…-7c1e');
  defineCommand(command, cli, async ({ args, home, json }) =>
    withReader(cli, home, async (api) => {
      const [id] = args;
      return id === undefined ? explainQueue(cli, api, json) : explainOne(cli, api, id, json);
    }),
  );
}

async function explainOne(cli: Cli, api: Api, id: string, json: boolean): Promise<CommandResult> {
  const explained = await api.call('explain', { id }, SOURCE);
  if (!explained.ok) return explained;
  const sentences = explained.value.map((one) => explanationSentence(one, cli.now()));
  if (json) {
    const reasons = explained.value.map((one, index) => ({ ...one, sentence: sentences[index] }));
    cli.out(`${JSON.stringify({ id, reasons })}\n`);
  } else {
    cli.out(numbered(sentences));
  }
  return ok(EXIT.done);
}

async function explainQueue(cli: Cli, api: Api, json: boolean): Promise<CommandResult> {
  const grouped = await groups(api);
  if (!grouped.ok) return grouped;
  const now = cli.now();
  const reasons = grouped.value.groups.map((group) => ({
    items: group.items,
    example: group.example,
    ...group.reason,
    sentence: explanationSentence(group.reason, now),
  }));
  if (json) {
    cli.out(`${JSON.stringify({ reasons, complete: grouped.value.complete })}\n`);
    return ok(EXIT.done);
  }
  if (reasons.length === 0) {
    cli.out('Nothing is waiting to be sent.\n');
    return ok(EXIT.done);
  }
  const lines = reasons.map(
    (one) => `${count(one.items, 'item')}: ${one.sentence} (e.g. ${one.example})`,
  );
  cli.out(numbered(lines));
  if (!grouped.value.complete)
    cli.out(`These are the ${LOOKED_AT} oldest items; there are more.\n`);
  return ok(EXIT.done);
}

interface Grouped {
  readonly groups: readonly Group[];
  readonly complete: boolean;
}

async function groups(api: Api): Promise<Result<Grouped, CliError>> {
  let found: readonly Group[] = [];
  let after: string | undefined;
  for (let seen = 0; seen < LOOKED_AT; seen += PAGE) {
    const page = await api.call(
      'list',
      {
        states: ['queued', 'waiting', 'sending', 'attention', 'unconfirmed', 'held'],
        limit: PAGE,
        sort: 'oldest',
        ...(after === undefined ? {} : { after }),
      },
      SOURCE,
    );
    if (!page.ok) return page;
    for (const { id } of page.value.items) {
      const explained = await api.call('explain', { id }, SOURCE);
      // Between the two calls another process may have removed it.
      if (explained.ok) found = addToGroups(found, id, explained.value);
    }
    if (page.value.next === null) return ok({ groups: found, complete: true });
    after = page.value.next;
  }
  return ok({ groups: found, complete: false });
}

/** One sentence as it is, several with numbers. */
const numbered = (sentences: readonly string[]): string =>
  sentences
    .map((one, index) => `${sentences.length > 1 ? `${index + 1}. ` : ''}${printableLine(one)}\n`)
    .join('');
