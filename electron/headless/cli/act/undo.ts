import type { Command } from 'commander';
import { ok } from '../../../../shared/lang/result.ts';
import { undoWords } from '../../../../shared/messages/undo-words.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { defineCommand } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import { withQueue } from '../using-queue.ts';

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('undo')
    .description('take back what was done last: remove, cancel, hold, release, priority, resolve')
    .argument('[token]', 'an earlier act, by the token that it printed as JSON')
    .addHelpText(
      'after',
      `
Works for 10 seconds after an act, once. Items that have changed since stay as they are.
Exit codes: 0 done, 2 nothing to undo, or none of it could be undone.
As JSON: {"restored","refused"}.

Examples:
  outtray undo
  outtray undo 3f0c…-91ab`,
    );
  defineCommand(command, cli, async ({ args, home, json }) =>
    withQueue(cli, home, async (api) => {
      const [token] = args;
      const undone = await api.call('undo', token === undefined ? {} : { token }, SOURCE);
      if (!undone.ok) return undone;
      cli.out(`${json ? JSON.stringify(undone.value) : undoWords(undone.value)}\n`);
      return ok(undone.value.restored > 0 ? EXIT.done : EXIT.usage);
    }),
  );
}
