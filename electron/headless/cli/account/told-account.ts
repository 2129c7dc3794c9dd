import { resolve } from 'node:path';
import type { z } from 'zod';
import type { AccountView } from '../../../../shared/contracts/account-calls.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import type { Api } from '../../../api/api.ts';
import { readText } from '../add/read-text.ts';
import type { Cli } from '../cli.ts';
import type { CliError, CommandResult } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { withQueue } from '../using-queue.ts';
import { accountLine } from './account-text.ts';
import { pipedText } from './piped-text.ts';
import { secretInput } from './secret-input.ts';

export const AS_JSON = `As JSON: {"name","origins","auth","way","byBrowser","session":{"state","keptBy","since"},"contract","verify",
  "idempotency","unknownOutcome","identity","ca","managed"}; "way" is "auth" in full, without what is secret; "managed": it is
  the policy's`;
export const EXIT_CODES = 'Exit codes: 0 done, 2 not right, 5 no keychain to keep it in.';

/** What a file, or stdin as "-", says of an account. */
export async function accountFile<Schema extends z.ZodType>(
  cli: Cli,
  schema: Schema,
  from: string,
  example: string,
): Promise<Result<z.output<Schema>, CliError>> {
  const text = from === '-' ? await pipedText(cli, example) : await readText(from, cli.cwd);
  return text.ok ? secretInput(schema, text.value.replace(/^\uFEFF/, '')) : text;
}

interface WithCa {
  readonly ca?: { readonly file: string } | null | undefined;
}

/** The host has another working folder. */
export const withFullPath = <Input extends WithCa>(input: Input, cwd: string): Input =>
  input.ca === undefined || input.ca === null
    ? input
    : { ...input, ca: { file: resolve(cwd, input.ca.file) } };

/** Makes a call about an account, and prints what has become of it. */
export function tellAccount(
  cli: Cli,
  home: string,
  json: boolean,
  call: (api: Api) => Promise<Result<AccountView, CliError>>,
): Promise<CommandResult> {
  return withQueue(cli, home, async (api) => {
    const saved = await call(api);
    if (!saved.ok) return saved;
    cli.out(json ? `${JSON.stringify(saved.value)}\n` : accountLine(saved.value));
    return ok(EXIT.done);
  });
}
