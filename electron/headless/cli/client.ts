import type { RemoteHost } from '../../../shared/contracts/control-protocol.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Root } from './cli.ts';

export interface ClientOptions {
  /** Null when no host answers. */
  connectToHost(home: string): Promise<Result<RemoteHost | null, OutboxError>>;
  readonly diagnose: Root['diagnose'];
}

/**
 * For the command line of the installed app (`CLIENT_COMMANDS`): it asks the running host, and never becomes one. Without
 * a host every command but `doctor` ends with HOST_NOT_RUNNING.
 */
export function clientRoot({ connectToHost, diagnose }: ClientOptions): Root {
  const reach = async (home: string): Promise<Result<RemoteHost, OutboxError>> => {
    const connected = await connectToHost(home);
    if (!connected.ok) return connected;
    return connected.value === null
      ? err(outboxError('HOST_NOT_RUNNING', { folder: home }))
      : ok(connected.value);
  };
  return {
    diagnose,
    connectToHost: ({ home }) => connectToHost(home),
    async reachOutbox({ home }) {
      const reached = await reach(home);
      return reached.ok ? ok({ kind: 'other', host: reached.value }) : reached;
    },
    async openReader({ home }) {
      const reached = await reach(home);
      return reached.ok ? ok({ api: reached.value, close: reached.value.close }) : reached;
    },
    ownOutbox: notOffered,
    startPractice: notOffered,
  };
}

const notOffered = (): Promise<never> =>
  Promise.reject(new Error('CLIENT_COMMANDS has no command that asks for this'));
