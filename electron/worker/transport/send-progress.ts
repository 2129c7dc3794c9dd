import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { SendProgress } from '../../../shared/outbox/attempt.ts';

/**
 * Follows how far a request gets. Until the connection stands, with TLS done, nothing of it can have left;
 * it is complete when its last byte was handed to the operating system.
 */
export function trackSending(
  request: ClientRequest,
  on: {
    connected(socket: Socket): void;
    complete(): void;
    /** Every byte of the body was taken by the operating system: Node says so later, and not at all if an answer that ends the connection comes first. */
    readonly isAllTaken: () => boolean;
  },
): () => SendProgress {
  let socket: Socket | null = null;
  let complete = false;

  const connected = (open: Socket) => {
    socket = open;
    on.connected(open);
  };
  request.once('socket', (assigned) => {
    if (isOpen(assigned)) connected(assigned);
    else
      assigned.once(assigned instanceof TLSSocket ? 'secureConnect' : 'connect', () =>
        connected(assigned),
      );
  });
  request.once('finish', () => {
    // Node says it only of a connection without an error. In doubt a request counts as complete: taking a
    // whole one for a part would send it a second time without asking.
    if (socket === null) return;
    complete = true;
    on.complete();
  });

  return () => {
    if (complete || (socket !== null && request.headersSent && on.isAllTaken())) return 'complete';
    return socket !== null && request.headersSent ? 'partial' : 'none';
  };
}

const isOpen = (socket: Socket): boolean =>
  !socket.connecting && Reflect.get(socket, 'secureConnecting') !== true;
