import type { FromWorker, ToWorker } from '../../shared/contracts/worker-protocol.ts';
import { type ChildProcess, parentChannel } from '../../shared/lang/parent-channel.ts';

/** The channel to the host, whichever kind of child process this is. */
export interface Port {
  send(message: FromWorker): void;
  onMessage(listener: (message: ToWorker) => void): void;
  onClose(listener: () => void): void;
}

/** Null when this process was started neither by Electron nor with an IPC channel. */
export function portOf(process: ChildProcess): Port | null {
  const channel = parentChannel<FromWorker>(process);
  return (
    channel && {
      ...channel,
      onMessage: (listener) =>
        channel.onMessage((message) => isToWorker(message) && listener(message)),
    }
  );
}

const TYPES: ReadonlySet<unknown> = new Set<ToWorker['type']>(['run', 'abort', 'ping']);

/** Host and worker are of one build, so the kind says the rest; a message of another kind is ignored. */
const isToWorker = (message: unknown): message is ToWorker =>
  typeof message === 'object' && message !== null && TYPES.has(Reflect.get(message, 'type'));
