/** From a child process to the one that started it. */
export interface ParentChannel<Out> {
  send(message: Out): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The parent is gone, or has closed the channel. */
  onClose(listener: () => void): void;
  /** Says no more: a process that has nothing else to do ends by it. */
  close(): void;
}

/** What Electron gives a utility process as `process.parentPort`. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** Of Node's process. */
export interface ChildProcess {
  readonly connected: boolean;
  send?(message: unknown, handle: undefined, options: undefined, callback: () => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
  disconnect?(): void;
  exit(): void;
}

/** Null when `process` was started neither by Electron nor with an IPC channel. */
export function parentChannel<Out>(process: ChildProcess): ParentChannel<Out> | null {
  const parentPort: ParentPort | undefined = Reflect.get(process, 'parentPort');
  if (parentPort !== undefined && parentPort !== null) {
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is a window's
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
      onClose: (listener) => parentPort.on('close', listener),
      // The port cannot be closed from here, and would keep the process.
      close: () => process.exit(),
    };
  }
  if (process.send === undefined) return null;
  return {
    // A message that finds the channel closed has nobody to reach; 'disconnect' tells it.
    send: (message) => process.send?.(message, undefined, undefined, () => {}),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.once('disconnect', listener),
    close() {
      if (process.connected) process.disconnect?.();
    },
  };
}
