import { type OutboxError, outboxError } from '../../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import type { Cli } from '../cli.ts';
import { noStdin, type UsageError, usage } from '../cli-error.ts';

/** Far more than tokens and account files have. */
const LIMIT = 1024 * 1024;

/**
 * All of stdin as UTF-8. USAGE where there is none, and with `example` when a person sits there; BODY_TOO_LARGE, and INPUT_INVALID for
 * what is no text, neither with anything of it.
 */
export async function pipedText(
  { stdin, stdinIsTerminal }: Pick<Cli, 'stdin' | 'stdinIsTerminal'>,
  example: string,
): Promise<Result<string, OutboxError | UsageError>> {
  if (stdin === null) return noStdin();
  if (stdinIsTerminal) return usage(`this is read from stdin, so pipe it in, e.g. ${example}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    size += chunk.length;
    if (size > LIMIT) return err(outboxError('BODY_TOO_LARGE', { bytes: size, limit: LIMIT }));
    chunks.push(chunk);
  }
  return decoded(Buffer.concat(chunks));
}

function decoded(bytes: Uint8Array): Result<string, OutboxError> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return err(outboxError('INPUT_INVALID', { path: 'stdin', detail: 'is not UTF-8 text' }));
  }
}
