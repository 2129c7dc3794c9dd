import type { OutboxError } from '../../../shared/contracts/errors.ts';
import { err, type Result } from '../../../shared/lang/result.ts';
import { errorSentence } from '../../../shared/messages/error-sentences.ts';
import { printableLine } from '../../../shared/messages/printable.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';

/** The command line itself is wrong; everything else that can be wrong has a code of the outbox. */
export interface UsageError {
  readonly code: 'USAGE';
  readonly params: { readonly detail: string };
}

export type CliError = OutboxError | UsageError;

/** What a command comes to: the exit code, or an error that has one. */
export type CommandResult = Result<ExitCode, CliError>;

export const usage = (detail: string): Result<never, UsageError> =>
  err({ code: 'USAGE', params: { detail } });

/** To take it for an empty one would be to say "done" to whoever piped something in. */
export const noStdin = (): Result<never, UsageError> =>
  usage('the installed app has no stdin on Windows; name a file, or do this in its window');

/** The one line, or the one JSON object, that goes to stderr, and the exit code that goes with it. */
export function reportOf(
  error: CliError,
  json: boolean,
): { readonly text: string; readonly exitCode: ExitCode } {
  const message = error.code === 'USAGE' ? error.params.detail : errorSentence(error);
  const line = printableLine(message);
  const { code, params } = error;
  const text = json
    ? JSON.stringify({ error: { code, params, message: line } })
    : `outtray: ${code}: ${line}`;
  return { text, exitCode: exitCodeOf(code) };
}
