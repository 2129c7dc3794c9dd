import type { CallAside } from '../../../../shared/contracts/call.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import { addProgress, onProgress } from '../add/add-progress.ts';
import { type Cli, type StopSignal } from '../cli.ts';
import { type CliError, type CommandResult, reportOf } from '../cli-error.ts';
import { type ExitCode, exitCodeOfSignal } from '../exit-codes.ts';

/**
 * Makes a call that reads files: a large one shows on a terminal how far it is, and a signal gives the call up, of
 * which nothing is left then.
 */
export async function whileReading(
  cli: Cli,
  json: boolean,
  call: (aside: CallAside) => Promise<Result<ExitCode, CliError>>,
): Promise<CommandResult> {
  const stopping = new AbortController();
  void cli.stopSignal().then((caught) => stopping.abort(caught));
  const progress = addProgress(cli);
  const done = await call({ signal: stopping.signal, onProgress: onProgress(progress) });
  progress.end();
  if (done.ok || done.error.code !== 'ABORTED' || !stopping.signal.aborted) return done;
  cli.err(`${reportOf(done.error, json).text}\n`);
  return ok(exitCodeOfSignal(stopping.signal.reason as StopSignal));
}
