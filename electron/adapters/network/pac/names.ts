import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import type { Timers } from '../../../core/ports/timers.ts';

const PATIENCE_MS = 2_000;

/** The first IPv4 address of a name; null when it has none, or none in time. */
export function addressOf(name: string, timers: Timers): Promise<string | null> {
  return new Promise((resolve) => {
    const cancel = timers.after(PATIENCE_MS, () => resolve(null));
    lookup(name, { family: 4 })
      .then(
        ({ address }) => resolve(address),
        () => resolve(null),
      )
      .finally(cancel);
  });
}

/** Of no machine anywhere (RFC 5737): to be on the way to it is all that is wanted. */
const ELSEWHERE = { port: 9, address: '192.0.2.1' };

/**
 * The IPv4 address with which this machine goes out, as the system's routes have it; nothing is sent to find out. Without
 * a route the first address that leads out of it, or loopback.
 */
export function myAddress(): Promise<string> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const answer = (address: string): void => {
      socket.close();
      resolve(address);
    };
    socket.once('error', () => answer(firstAddress()));
    socket.connect(ELSEWHERE.port, ELSEWHERE.address, () => answer(socket.address().address));
  });
}

const firstAddress = (): string =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';
