import type { Command } from 'commander';
import { ok } from '../../../../shared/lang/result.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { defineCommand } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import { withQueue } from '../using-queue.ts';

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('duplicate')
    .description('add the same request once more, with files of its own; prints the new id')
    .argument('<id>', 'an item, whatever became of it')
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 2 a file of it is gone, 4 no such item.
As JSON: {"id","seq"}.

Example:
  outtray duplicate 0199…-7c1e`,
    );
  defineCommand(command, cli, async ({ args, home, json }) =>
    withQueue(cli, home, async (api) => {
      const added = await api.call('duplicate', { id: args[0] ?? '' }, SOURCE);
      if (!added.ok) return added;
      const { id, seq } = added.value;
      cli.out(json ? `${JSON.stringify({ id, seq })}\n` : `${id}\n`);
      return ok(EXIT.done);
    }),
  );
}
