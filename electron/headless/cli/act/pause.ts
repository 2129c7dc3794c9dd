import type { Command } from 'commander';
import type { CallInput } from '../../../../shared/contracts/outbox-api.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import { goesOnSentence } from '../../../../shared/messages/explanation-sentences.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { type UsageError, usage } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { durationOf } from '../duration.ts';
import { EXIT } from '../exit-codes.ts';
import { originOf } from '../item-filter.ts';
import { withQueue } from '../using-queue.ts';

type Scope = CallInput<'resume'>;

interface PauseOptions {
  readonly origin?: string;
  readonly account?: string;
  readonly for?: string;
}

const DESCRIPTIONS = {
  pause: 'stop sending, also over restarts; what is being sent may end',
  resume: 'go on sending after a pause',
} as const;

/** `pause` and `resume`. */
export function register(program: Command, cli: Cli): void {
  const pause = scoped(program, 'pause', '  outtray pause --for 1h\n')
    .option('--for <time>', 'go on by itself after so long, e.g. 15m, 1h or 2d')
    .addHelpText(
      'after',
      `\nAs JSON: {"paused","scope","key","until"}; until is null without --for.`,
    );
  defineCommand<PauseOptions>(pause, cli, async ({ options, home, json }) => {
    const scope = scopeOf(options);
    if (!scope.ok) return scope;
    const length = options.for === undefined ? ok(null) : durationOf('--for', options.for);
    if (!length.ok) return length;
    const now = cli.now();
    const until = length.value === null ? null : now + length.value;
    return withQueue(cli, home, async (api) => {
      const done = await api.call('pause', { ...scope.value, until }, SOURCE);
      if (!done.ok) return done;
      const paused = { paused: true, key: '', ...scope.value, until };
      const goesOn = until === null ? '' : ` ${goesOnSentence(until, now)}`;
      if (json) cli.out(`${JSON.stringify(paused)}\n`);
      else cli.out(`${subjectOf(scope.value)} is paused.${goesOn}\n`);
      return ok(EXIT.done);
    });
  });
  const resume = scoped(program, 'resume').addHelpText(
    'after',
    '\nAs JSON: {"paused","scope","key"}.',
  );
  defineCommand<PauseOptions>(resume, cli, async ({ options, home, json }) => {
    const scope = scopeOf(options);
    if (!scope.ok) return scope;
    return withQueue(cli, home, async (api) => {
      const done = await api.call('resume', scope.value, SOURCE);
      if (!done.ok) return done;
      if (json) cli.out(`${JSON.stringify({ paused: false, key: '', ...scope.value })}\n`);
      else cli.out(`${subjectOf(scope.value)} goes on.\n`);
      return ok(EXIT.done);
    });
  });
}

const scoped = (program: Command, name: keyof typeof DESCRIPTIONS, example = ''): Command =>
  program
    .command(name)
    .description(DESCRIPTIONS[name])
    .option('--origin <origin>', 'only for this server, e.g. https://api.example')
    .option('--account <name>', 'only for this account')
    .addHelpText(
      'after',
      `
Pauses of everything, of a server and of an account are independent of each other.
Exit codes: 0 done, 2 not right.

Examples:
  outtray ${name}
${example}  outtray ${name} --origin https://api.example`,
    );

function scopeOf({ origin, account }: PauseOptions): Result<Scope, UsageError> {
  if (origin !== undefined && account !== undefined) {
    return usage('--origin and --account exclude each other; pause one after the other');
  }
  if (origin !== undefined) {
    const key = originOf(origin);
    return key.ok ? ok({ scope: 'origin', key: key.value }) : key;
  }
  return ok(account === undefined ? { scope: 'all' } : { scope: 'account', key: account });
}

const subjectOf = (scope: Scope): string =>
  scope.scope === 'all' ? 'Sending' : `Sending for ${scope.key}`;
