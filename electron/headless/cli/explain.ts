import type { Command } from 'commander';
import { ok } from '../../../shared/lang/result.ts';
import { explanationSentence } from '../../../shared/messages/explanation-sentences.ts';
import { printableLine } from '../../../shared/messages/printable.ts';
import type { Api } from '../../api/api.ts';
import { type Cli, SOURCE } from './cli.ts';
import type { CommandResult } from './cli-error.ts';
import { defineCommand } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { reasonLine, toldReasons } from './reasons.ts';
import { withReader } from './using-queue.ts';

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
  const explained = await api.call('explainQueue', {}, SOURCE);
  if (!explained.ok) return explained;
  const reasons = toldReasons(explained.value.groups, cli.now());
  if (json) {
    cli.out(`${JSON.stringify({ reasons })}\n`);
  } else if (reasons.length === 0) {
    cli.out('Nothing is waiting to be sent.\n');
  } else {
    cli.out(numbered(reasons.map(reasonLine)));
  }
  return ok(EXIT.done);
}

/** One sentence as it is, several with numbers. */
const numbered = (sentences: readonly string[]): string =>
  sentences
    .map((one, index) => `${sentences.length > 1 ? `${index + 1}. ` : ''}${printableLine(one)}\n`)
    .join('');
