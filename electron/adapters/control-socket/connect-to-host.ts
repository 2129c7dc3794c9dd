import { connect, type Socket } from 'node:net';
import {
  CONTROL_PROTOCOL,
  type HostFile,
  type RemoteHost,
} from '../../../shared/contracts/control-protocol.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { openChannel } from './channel.ts';
import { greetHost } from './handshake.ts';
import { readHostFile } from './host-file.ts';
import { createRemoteHost } from './remote-host.ts';
import { checkSocketFolder } from './socket-place.ts';

/** A host that is not stopped answers at once; one that is would keep us for ever. */
const PATIENCE_MS = 5000;

/**
 * The running host of a profile folder, or null when none answers: there is none, it is about to start or to
 * stop, or it hangs. Fails with HOST_OTHER_VERSION, HOST_NOT_TRUSTED or SOCKET_UNUSABLE.
 */
export async function connectToHost(
  folder: string,
): Promise<Result<RemoteHost | null, OutboxError>> {
  const file = readHostFile(folder);
  if (file === null) return ok(null);
  const reached = await greet(folder, file);
  // Between reading and asking, another host may have taken its place.
  if (!reached.ok && readHostFile(folder)?.nonce !== file.nonce) return ok(null);
  return reached;
}

async function greet(
  folder: string,
  file: HostFile,
): Promise<Result<RemoteHost | null, OutboxError>> {
  const safe = checkSocketFolder(file.socket);
  if (!safe.ok) return safe;
  const socket = connect(file.socket);
  const timer = setTimeout(() => socket.destroy(), PATIENCE_MS);
  try {
    if (!(await connected(socket))) return ok(null);
    const channel = openChannel(socket);
    const greeting = await greetHost(channel, file.nonce);
    if (greeting.kind === 'welcome') return ok(createRemoteHost(channel, greeting.pid));
    channel.destroy();
    switch (greeting.kind) {
      case 'gone':
        return ok(null);
      case 'notTrusted':
        return err(outboxError('HOST_NOT_TRUSTED', { folder }));
      case 'otherProtocol':
        return err(
          outboxError('HOST_OTHER_VERSION', {
            folder,
            host: greeting.protocol,
            own: CONTROL_PROTOCOL,
          }),
        );
      default:
        return assertNever(greeting);
    }
  } finally {
    clearTimeout(timer);
  }
}

const connected = (socket: Socket): Promise<boolean> =>
  new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('close', () => resolve(false));
    socket.once('error', () => resolve(false));
  });
