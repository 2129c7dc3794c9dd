import type { Command } from 'commander';
import { outboxError } from '../../../shared/contracts/errors.ts';
import type { ItemDetails } from '../../../shared/contracts/outbox-api.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { printable } from '../../../shared/messages/printable.ts';
import type { Attempt } from '../../../shared/outbox/attempt.ts';
import type { Api } from '../../api/api.ts';
import { readAnswerBody } from './answer-body.ts';
import { type Cli, SOURCE } from './cli.ts';
import { type CliError, type CommandResult, usage } from './cli-error.ts';
import { defineCommand, wholeNumber } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { readPieces } from './read-pieces.ts';
import { type ShownAttempt, type ShownTemplate, showText } from './show-text.ts';
import { withReader } from './using-queue.ts';

interface ShowOptions {
  readonly attempt?: string;
  readonly body?: true;
}

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('show')
    .description('one item: what it is, every attempt, and what was answered')
    .argument('<id>')
    .option('--attempt <n>', 'only this attempt')
    .option(
      '--body',
      "write the answer's body, byte by byte (as text on a terminal), of the last or the given attempt",
    )
    .addHelpText(
      'after',
      '\nExamples:\n  outtray show 0199…-7c1e --json\n  outtray show 0199…-7c1e --attempt 2 --body > answer.pdf',
    );
  defineCommand<ShowOptions>(command, cli, async ({ args, options, home, json }) => {
    const id = args[0] ?? '';
    if (options.body === true && json) return usage('--body and JSON exclude each other');
    const number =
      options.attempt === undefined
        ? ok(null)
        : wholeNumber('--attempt', options.attempt, 1, 1_000_000_000);
    if (!number.ok) return number;
    return withReader(cli, home, async (api) => {
      const details = await api.call('get', { id }, SOURCE);
      if (!details.ok) return details;
      const attempts = chosen(details.value, number.value);
      if (!attempts.ok) return attempts;
      return options.body === true
        ? writeBody(cli, api, id, attempts.value)
        : show(cli, api, { ...details.value, attempts: attempts.value }, json);
    });
  });
}

function chosen(
  { item, attempts }: ItemDetails,
  number: number | null,
): Result<readonly Attempt[], CliError> {
  if (number === null) return ok(attempts);
  const one = attempts.find((attempt) => attempt.number === number);
  return one === undefined
    ? err(outboxError('ITEM_NOT_FOUND', { id: `${item.id}, attempt ${number}` }))
    : ok([one]);
}

async function show(
  cli: Cli,
  api: Api,
  { item, person, attempts }: ItemDetails,
  json: boolean,
): Promise<CommandResult> {
  const shown: ShownAttempt[] = [];
  for (const attempt of attempts) {
    const body = await readAnswerBody(api, attempt);
    if (!body.ok) return body;
    shown.push({ ...attempt, body: body.value });
  }
  const template = await templateOf(api, item.id);
  if (json) cli.out(`${JSON.stringify({ ...item, person, attempts: shown, template })}\n`);
  else cli.out(showText({ item, person }, shown, template, cli.now()));
  return ok(EXIT.done);
}

/** Null also where the request is not kept any more. */
async function templateOf(api: Api, id: string): Promise<ShownTemplate | null> {
  const request = await api.call('request', { id }, SOURCE);
  const template = request.ok ? request.value.template : null;
  return template && { values: template.values, writtenUrl: template.written?.url ?? null };
}

async function writeBody(
  cli: Cli,
  api: Api,
  id: string,
  attempts: readonly Attempt[],
): Promise<CommandResult> {
  const last = attempts.findLast((attempt) => attempt.body !== null);
  if (last === undefined) {
    return err(outboxError('ITEM_NOT_FOUND', { id: `${id} with an answer that has a body` }));
  }
  const written = await readPieces(
    (range) => api.call('responseRange', { id, attempt: last.number, ...range }, SOURCE),
    cli.terminal === null ? cli.outBytes : shownTo(cli),
  );
  return written.ok ? ok(EXIT.done) : written;
}

/** On a terminal nothing of a stranger's bytes is acted upon: what is not to be printed is shown by its number. */
function shownTo(cli: Cli): (piece: Uint8Array) => void {
  const decoder = new TextDecoder();
  return (piece) => cli.out(printable(decoder.decode(piece, { stream: true })));
}
