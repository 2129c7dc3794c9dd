import type { RemoteHost } from '../../../shared/contracts/control-protocol.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Root } from './cli.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { CLIENT_COMMANDS } from './program.ts';
import { runCli } from './run-cli.ts';

export interface ClientOptions {
  /** Null when no host answers. */
  connectToHost(home: string): Promise<Result<RemoteHost | null, OutboxError>>;
  readonly diagnose: Root['diagnose'];
}

/** Runs one command line of the installed app, and answers the exit code once everything is written. */
export async function runClient(
  argv: readonly string[],
  { version, ...asking }: ClientOptions & { readonly version: string },
): Promise<number> {
  const code = await runCli(argv, {
    version,
    self: [process.execPath, '--cli'],
    // Of a window program on Windows it would be an empty one, whatever is piped in.
    stdin: process.platform === 'win32' ? null : process.stdin,
    commands: CLIENT_COMMANDS,
    root: async () => clientRoot(asking),
  }).catch(sayFault);
  await Promise.all([process.stdout, process.stderr].map(written));
  return code;
}

/**
 * Says an error of ours the way the command line does, and answers its exit code. Electron would show it in a window, and
 * a script waits for ever for somebody to close that.
 */
export function sayFault(error: unknown): ExitCode {
  process.stderr.write(
    `outtray: INTERNAL: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return EXIT.ourFault;
}

/** An app that exits does not wait for what is still on its way. */
const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => void stream.write('', () => resolve()));

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
    openLogFile: notOffered,
    startPractice: notOffered,
  };
}

const notOffered = (): Promise<never> =>
  Promise.reject(new Error('CLIENT_COMMANDS has no command that asks for this'));
