import type { RemoteHost } from '../../../shared/contracts/control-protocol.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Root } from './cli.ts';
import { CLIENT_COMMANDS } from './program.ts';
import { runCli } from './run-cli.ts';

export interface ClientOptions {
  readonly version: string;
  readonly self: readonly string[];
  /** Null when no host answers. */
  connectToHost(home: string): Promise<Result<RemoteHost | null, OutboxError>>;
}

/**
 * The command line of the installed app: it asks the running host, and never opens a profile folder. Without a host
 * every command ends with HOST_NOT_RUNNING.
 */
export const runClient = (argv: readonly string[], options: ClientOptions): Promise<number> =>
  runCli(argv, {
    version: options.version,
    self: options.self,
    commands: CLIENT_COMMANDS,
    root: async () => clientRoot(options.connectToHost),
  });

export function clientRoot(connectToHost: ClientOptions['connectToHost']): Root {
  const reach = async (home: string): Promise<Result<RemoteHost, OutboxError>> => {
    const connected = await connectToHost(home);
    if (!connected.ok) return connected;
    return connected.value === null
      ? err(outboxError('HOST_NOT_RUNNING', { folder: home }))
      : ok(connected.value);
  };
  const noHost = async (home: string): Promise<Result<never, OutboxError>> => {
    const reached = await reach(home);
    if (!reached.ok) return reached;
    reached.value.close();
    return err(outboxError('HOST_STOPPED', { begun: 'no' }));
  };
  return {
    connectToHost: ({ home }) => connectToHost(home),
    async reachOutbox({ home }) {
      const reached = await reach(home);
      return reached.ok ? ok({ kind: 'other', host: reached.value }) : reached;
    },
    openReader: ({ home }) => noHost(home),
    ownOutbox: ({ home }) => noHost(home),
    diagnose: () => notOffered(),
    startPractice: () => notOffered(),
  };
}

const notOffered = (): Promise<never> =>
  Promise.reject(new Error('CLIENT_COMMANDS has no command that asks for this'));
