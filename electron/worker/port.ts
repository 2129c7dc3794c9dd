import type { FromWorker, ToWorker } from '../../shared/contracts/worker-protocol.ts';

/** The channel to the host, whichever kind of child process this is. */
export interface Port {
  send(message: FromWorker): void;
  onMessage(listener: (message: ToWorker) => void): void;
  onClose(listener: () => void): void;
}

/** What Electron gives a utility process as `process.parentPort`. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** Null when this process was started neither by Electron nor with an IPC channel. */
export function portOf(process: NodeJS.Process): Port | null {
  const parentPort: ParentPort | undefined = Reflect.get(process, 'parentPort');
  if (parentPort !== undefined && parentPort !== null) {
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is a window's
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) =>
        parentPort.on('message', ({ data }) => isToWorker(data) && listener(data)),
      onClose: (listener) => parentPort.on('close', listener),
    };
  }
  if (process.send === undefined) return null;
  return {
    // A message that finds the channel closed has nobody to reach; 'disconnect' tells it.
    send: (message) => process.send?.(message, undefined, undefined, () => {}),
    onMessage: (listener) =>
      process.on('message', (message) => isToWorker(message) && listener(message)),
    onClose: (listener) => process.once('disconnect', listener),
  };
}

const TYPES: ReadonlySet<unknown> = new Set<ToWorker['type']>(['run', 'abort', 'ping']);

/** Host and worker are of one build, so the kind says the rest; a message of another kind is ignored. */
const isToWorker = (message: unknown): message is ToWorker =>
  typeof message === 'object' && message !== null && TYPES.has(Reflect.get(message, 'type'));
