import type { HostEvents, OutboxCalls } from '../../../shared/contracts/control-protocol.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import type { Reached } from '../../host/host.ts';
import type { Host } from '../host.ts';
import type { Cli } from './cli.ts';
import type { CliError } from './cli-error.ts';
import { reachQueue } from './using-queue.ts';

const GRACE_MS = 5000;

/** Whoever sends, in this process or another. */
export interface QueueSource extends HostEvents {
  readonly api: OutboxCalls;
  readonly ended: Promise<void>;
  start(): Promise<Result<null, CliError>>;
  lastSent(): readonly string[];
  close(): Promise<void>;
}

/** Only this process's own host has to be told to send; it listens meanwhile, so that nobody has to wait for its end. */
function sourceOf(reached: Reached<Host>): QueueSource {
  switch (reached.kind) {
    case 'own': {
      const { host } = reached;
      return {
        ...host,
        ended: new Promise(() => {}),
        async start() {
          const started = await host.sending.start();
          // Without a socket the others wait for the lock, which is no reason not to send.
          if (started.ok) await host.listen();
          return started;
        },
        lastSent: () => host.sending.running().map((one) => one.itemId),
        close: () => host.close(GRACE_MS),
      };
    }
    case 'other': {
      const { host } = reached;
      return {
        ...host,
        api: host,
        start: async () => ok(null),
        lastSent: () => [],
        close: async () => host.close(),
      };
    }
  }
}

/** Uses whoever sends, and whoever comes after: when a host stops, `use` begins again with the next one. */
export async function withSending<T>(
  cli: Cli,
  home: string,
  use: (source: QueueSource) => Promise<Result<T, CliError>>,
): Promise<Result<T, CliError>> {
  for (;;) {
    const reached = await reachQueue(cli, home);
    if (!reached.ok) return reached;
    const source = sourceOf(reached.value);
    try {
      const used = await use(source);
      if (used.ok || used.error.code !== 'HOST_STOPPED') return used;
    } finally {
      await source.close();
    }
  }
}
