import type { BulkResult, Refusal } from '../../../../shared/contracts/bulk-result.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import { errorSentence } from '../../../../shared/messages/error-sentences.ts';
import { UNDO_HINT } from '../../../../shared/messages/undo-words.ts';
import type { Api } from '../../../api/api.ts';
import type { Cli } from '../cli.ts';
import { type CliError, type CommandResult, reportOf } from '../cli-error.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-codes.ts';
import { withQueue } from '../using-queue.ts';
import type { Selection } from './selection.ts';

export interface Act {
  readonly cli: Cli;
  readonly home: string;
  readonly json: boolean;
  readonly items: Selection;
}

/** Makes one bulk call and says what came of it. */
export async function carryOut(
  { cli, home, json, items }: Act,
  call: (api: Api, items: Selection) => Promise<Result<BulkResult, CliError>>,
): Promise<CommandResult> {
  return withQueue(cli, home, async (api) => {
    const result = await call(api, items);
    if (!result.ok) return result;
    if (json) {
      cli.out(`${JSON.stringify(bulkOutput(result.value))}\n`);
    } else {
      cli.out(`${summaryOf(result.value)}\n`);
      if (result.value.undo !== null) cli.out(`${UNDO_HINT}\n`);
      for (const line of refusalLines(result.value)) cli.err(`${line}\n`);
    }
    return ok(exitCodeOfBulk(items, result.value));
  });
}

const errorOf = ({ id, code, state }: Refusal) => ({ code, params: { id, state } });

/** The result with a sentence for every refusal. */
const bulkOutput = (result: BulkResult) => ({
  ...result,
  refusals: result.refusals.map((one) => ({ ...one, message: errorSentence(errorOf(one)) })),
});

/** `3 done, 1 refused`. */
export function summaryOf({ done, refused }: BulkResult): string {
  if (done + refused === 0) return '0 done, no item matches';
  return refused === 0 ? `${done} done` : `${done} done, ${refused} refused`;
}

/** A line for every refusal that is told, and one for those that are only counted. */
export function refusalLines({ refused, refusals }: BulkResult): readonly string[] {
  const more = refused - refusals.length;
  return [
    ...refusals.map((one) => reportOf(errorOf(one), false).text),
    ...(more > 0 ? [`outtray: and ${more} more were refused`] : []),
  ];
}

/**
 * Whoever names items wants each of them done: the worst refusal decides (4 before 2). Whoever chooses by a
 * filter gets what can be done, which is 0.
 */
export function exitCodeOfBulk(items: Selection, { refusals }: BulkResult): ExitCode {
  if (!('ids' in items) || refusals.length === 0) return EXIT.done;
  const codes = refusals.map((one) => exitCodeOf(one.code));
  return codes.find((code) => code === EXIT.noSuchItem) ?? codes[0] ?? EXIT.done;
}
