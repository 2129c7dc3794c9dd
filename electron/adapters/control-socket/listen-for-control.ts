import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { CONTROL_PROTOCOL } from '../../../shared/contracts/control-protocol.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { openChannel } from './channel.ts';
import { welcomeClient } from './handshake.ts';
import { removeHostFile, writeHostFile } from './host-file.ts';
import { newNonce } from './proof.ts';
import { type Served, type ServedHost, serveConnection } from './serve-connection.ts';
import { ensureSocketFolder, socketPlace } from './socket-place.ts';

export interface ControlOptions extends ServedHost {
  /** The profile folder. Hold its lock: what an earlier host left of its socket is removed. */
  readonly folder: string;
}

export interface ControlServer {
  /** The path of the socket, or the name of the pipe. */
  readonly socket: string;
  /** No further clients; those that are there get what they wait for within `graceMs`, or HOST_STOPPED. */
  close(graceMs: number): Promise<void>;
}

const HANDSHAKE_MS = 5000;
const MOST_CLIENTS = 256;

/** Listens for the command line on behalf of a profile folder's host. Fails with SOCKET_UNUSABLE. */
export async function listenForControl(
  options: ControlOptions,
): Promise<Result<ControlServer, OutboxError>> {
  const { folder } = options;
  const socket = socketPlace(folder);
  if (socket === null) {
    return err(outboxError('SOCKET_UNUSABLE', { path: folder, detail: 'ENAMETOOLONG' }));
  }
  const safe = ensureSocketFolder(socket);
  if (!safe.ok) return safe;

  const nonce = newNonce();
  const served = new Set<Served>();
  const unknown = new Set<Socket>();

  async function welcome(client: Socket): Promise<void> {
    const channel = openChannel(client);
    unknown.add(client);
    const timer = setTimeout(() => client.destroy(), HANDSHAKE_MS);
    const welcomed = await welcomeClient(channel, nonce, process.pid);
    clearTimeout(timer);
    unknown.delete(client);
    if (!welcomed) {
      await channel.end(HANDSHAKE_MS);
      return;
    }
    const connection = serveConnection(channel, options);
    served.add(connection);
    await channel.closed;
    served.delete(connection);
  }

  const server = createServer((client) => void welcome(client));
  server.maxConnections = MOST_CLIENTS;
  try {
    // Whoever listened here before held the lock that is held now.
    if (process.platform !== 'win32') rmSync(socket, { force: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socket, resolve);
    });
    writeHostFile(folder, { protocol: CONTROL_PROTOCOL, pid: process.pid, socket, nonce });
  } catch (error) {
    server.close();
    const detail = (error as NodeJS.ErrnoException).code ?? String(error);
    return err(outboxError('SOCKET_UNUSABLE', { path: socket, detail }));
  }

  return ok({
    socket,
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      removeHostFile(folder);
      for (const client of unknown) client.destroy();
      await Promise.all(Array.from(served, (connection) => connection.stop(graceMs)));
      await closed;
    },
  });
}
