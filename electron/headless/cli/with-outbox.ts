import type { Result } from '../../../shared/lang/result.ts';
import type { Api } from '../../api/api.ts';
import type { Cli } from './cli.ts';
import type { CliError } from './cli-error.ts';
import { openOwned } from './using-queue.ts';

/** Makes calls that change the queue; nothing is sent. */
export async function withOutbox<T>(
  cli: Cli,
  home: string,
  use: (api: Api) => Promise<Result<T, CliError>>,
): Promise<Result<T, CliError>> {
  const host = await openOwned(cli, home);
  if (!host.ok) return host;
  try {
    return await use(host.value.api);
  } finally {
    await host.value.close(0);
  }
}
