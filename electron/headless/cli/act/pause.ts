import type { Command } from 'commander';
import type { CallInput } from '../../../../shared/contracts/outbox-api.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { type UsageError, usage } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import { originOf } from '../item-filter.ts';
import { withQueue } from '../using-queue.ts';

interface PauseOptions {
  readonly origin?: string;
  readonly account?: string;
}

const DESCRIPTIONS = {
  pause: 'stop sending, also over restarts; what is being sent may end',
  resume: 'go on sending after a pause',
} as const;

/** `pause` and `resume`. */
export function register(program: Command, cli: Cli): void {
  for (const name of ['pause', 'resume'] as const) {
    const command = program
      .command(name)
      .description(DESCRIPTIONS[name])
      .option('--origin <origin>', 'only for this server, e.g. https://api.example')
      .option('--account <name>', 'only for this account')
      .addHelpText(
        'after',
        `
Pauses of everything, of a server and of an account are independent of each other.
Exit codes: 0 done, 2 not right.
As JSON: {"paused","scope","key"}, scope being all, origin or account.

Examples:
  outtray ${name}
  outtray ${name} --origin https://api.example`,
      );
    defineCommand<PauseOptions>(command, cli, async ({ options, home, json }) => {
      const scope = scopeOf(options);
      if (!scope.ok) return scope;
      return withQueue(cli, home, async (api) => {
        const done = await api.call(name, scope.value, SOURCE);
        if (!done.ok) return done;
        const paused = name === 'pause';
        if (json) cli.out(`${JSON.stringify({ paused, key: '', ...scope.value })}\n`);
        else cli.out(`${sentenceOf(scope.value, paused)}\n`);
        return ok(EXIT.done);
      });
    });
  }
}

function scopeOf({ origin, account }: PauseOptions): Result<CallInput<'pause'>, UsageError> {
  if (origin !== undefined && account !== undefined) {
    return usage('--origin and --account exclude each other; pause one after the other');
  }
  if (origin !== undefined) {
    const key = originOf(origin);
    return URL.canParse(key)
      ? ok({ scope: 'origin', key })
      : usage(`--origin takes a server's address like https://api.example, not "${origin}"`);
  }
  return ok(account === undefined ? { scope: 'all' } : { scope: 'account', key: account });
}

function sentenceOf(scope: CallInput<'pause'>, paused: boolean): string {
  const what = scope.scope === 'all' ? 'Sending' : `Sending for ${scope.key}`;
  return paused ? `${what} is paused.` : `${what} goes on.`;
}
