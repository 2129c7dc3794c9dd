import { ok, type Result } from '../../../shared/lang/result.ts';
import type { Api } from '../../api/api.ts';
import type { Host } from '../host.ts';
import type { Cli } from './cli.ts';
import type { CliError } from './cli-error.ts';

/** Reads the queue, also beside a process that sends. */
export async function withReader<T>(
  cli: Cli,
  home: string,
  use: (api: Api) => Promise<Result<T, CliError>>,
): Promise<Result<T, CliError>> {
  const { openReader } = await cli.root();
  const reader = await openReader({ home });
  if (!reader.ok) return reader;
  try {
    return await use(reader.value.api);
  } finally {
    reader.value.close();
  }
}

/** Opens the queue as its owner; what is worth knowing about that goes to stderr. The caller closes it. */
export async function openOwned(
  cli: Cli,
  home: string,
  log?: (line: string) => void,
): Promise<Result<Host, CliError>> {
  const { openHost } = await cli.root();
  const host = await openHost({ home, ...(log === undefined ? {} : { log }) });
  if (!host.ok) return host;
  for (const notice of host.value.notices) cli.err(`outtray: note: ${notice}\n`);
  return ok(host.value);
}
