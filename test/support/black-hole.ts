import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

/** Listens, and never accepts: its thread is asleep. */
const ASLEEP = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer().listen({ ...workerData, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

/** Nobody needs longer for a connection on loopback; that none comes about, no event tells. */
const SURELY_MS = 300;

/**
 * A port of this machine where connections neither come about nor are refused, as behind a firewall that swallows what
 * it gets: its backlog is full, and the system answers nothing more. Answers the port.
 */
export async function blackHole(host = '127.0.0.1', port = 0): Promise<number> {
  const thread = new Worker(ASLEEP, { eval: true, workerData: { host, port, ipv6Only: true } });
  const filling: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of filling) socket.destroy();
    await thread.terminate();
  });
  const listening = await new Promise<number>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
  for (let isOpen = true; isOpen && filling.length < 16; ) {
    const socket = connect({ host, port: listening });
    filling.push(socket);
    socket.on('error', () => {});
    isOpen = await new Promise<boolean>((resolve) => {
      // A turn later, since this process itself may have been too busy to hear of it.
      const timer = setTimeout(() => setImmediate(resolve, false), SURELY_MS);
      socket.once('connect', () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }
  return listening;
}
