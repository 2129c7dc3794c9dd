import type { OutboxError } from '../../../shared/contracts/errors.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import type { Api } from '../../api/api.ts';
import type { Reached } from '../../host/host.ts';
import type { Host } from '../host.ts';
import { type Cli, profileOptions } from './cli.ts';
import type { CliError } from './cli-error.ts';
import { steadyApi } from './steady-api.ts';

/** Asks the running host, or looks into the queue without one, and then beside any process that has it. */
export async function withReader<T>(
  cli: Cli,
  home: string,
  use: (api: Api) => Promise<Result<T, CliError>>,
): Promise<Result<T, CliError>> {
  const { connectToHost, openReader } = await cli.root();
  const remote = await connectToHost({ home });
  // Also a host that we cannot talk to leaves the queue to be read.
  if (remote.ok && remote.value !== null) {
    const used = await use(remote.value).finally(remote.value.close);
    if (used.ok || used.error.code !== 'HOST_STOPPED') return used;
  }
  const reader = await openReader(profileOptions(cli, home));
  // Only its owner brings a queue of an earlier version up to date.
  if (!reader.ok && reader.error.code === 'PROFILE_OLDER') return withQueue(cli, home, use);
  if (!reader.ok) return reader;
  try {
    return await use(reader.value.api);
  } finally {
    reader.value.close();
  }
}

/** Asks the running host, or becomes the owner for as long as it takes; the same for whoever asks. */
export async function withQueue<T>(
  cli: Cli,
  home: string,
  use: (api: Api) => Promise<Result<T, CliError>>,
): Promise<Result<T, CliError>> {
  const steady = steadyApi(async () => {
    const reached = await reachQueue(cli, home);
    if (!reached.ok) return reached;
    const { api, close } = accessTo(reached.value);
    return ok({ api, close });
  });
  try {
    return await use(steady.api);
  } finally {
    await steady.close();
  }
}

/** Whoever owns the queue; what is worth knowing about opening it goes to stderr. The caller closes it. */
export async function reachQueue(
  cli: Cli,
  home: string,
): Promise<Result<Reached<Host>, OutboxError>> {
  const { reachOutbox } = await cli.root();
  const reached = await reachOutbox(profileOptions(cli, home));
  if (reached.ok && reached.value.kind === 'own') note(cli, reached.value.host.notices);
  return reached;
}

/** Opens the queue as its owner; what is worth knowing about that goes to stderr. The caller closes it. */
export async function openOwned(
  cli: Cli,
  home: string,
  options: { readonly log?: (line: string) => void; readonly lasting?: boolean } = {},
): Promise<Result<Host, CliError>> {
  const { ownOutbox } = await cli.root();
  const host = await ownOutbox({ ...profileOptions(cli, home), ...options });
  if (host.ok) note(cli, [...host.value.notices, ...host.value.mistakes]);
  return host;
}

function accessTo(reached: Reached<Host>): {
  readonly api: Api;
  readonly close: () => Promise<void>;
} {
  switch (reached.kind) {
    case 'own':
      return { api: reached.host.api, close: () => reached.host.close(0) };
    case 'other':
      return { api: reached.host, close: async () => reached.host.close() };
  }
}

function note(cli: Cli, notices: readonly string[]): void {
  for (const notice of notices) cli.err(`outtray: note: ${notice}\n`);
}
