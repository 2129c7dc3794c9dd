import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import type net from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JobBody } from '../../../shared/contracts/worker-protocol.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import {
  afterBytes,
  agentsForTest,
  DIRECT,
  fileOf,
  jobFor,
  jsonBody,
  onRequest,
  rawServer,
  start,
} from './support.ts';

const MIB = 1024 * 1024;
const formOf = (dir: string): JobBody => ({
  kind: 'multipart',
  boundary: 'b',
  parts: [1, 2].map((n) => ({
    kind: 'file',
    name: `f${n}`,
    file: fileOf(join(dir, `${n}`), Buffer.alloc(12 * MIB, n)),
    filename: `${n}.bin`,
    contentType: 'application/octet-stream',
  })),
});

/** What a descriptor of this process refers to; it may be closed by now. */
function targetOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}

describe('an abort', () => {
  test('before anything was opened sends nothing', async () => {
    let connections = 0;
    const { url } = await rawServer(() => connections++);
    const running = start(jobFor(url, { body: jsonBody('{}') }));
    running.abort('user');
    const report = await running.report;
    expect(report.outcome).toEqual({ kind: 'aborted', by: 'user', mayHaveArrived: false });
    expect(connections).toBe(0);
  });

  test('in the middle of the body cannot have arrived', async () => {
    const begun = Promise.withResolvers<net.Socket>();
    const { url } = await rawServer((socket) =>
      afterBytes(socket, 1, () => begun.resolve(socket.pause())),
    );
    const running = start(jobFor(url, { body: formOf(tempFolder()) }));
    const socket = await begun.promise;
    running.abort('shutdown');
    const report = await running.report;
    expect(report.outcome).toEqual({ kind: 'aborted', by: 'shutdown', mayHaveArrived: false });
    expect(report.progress).toBe('partial');
    socket.resume();
    if (!socket.closed) await once(socket, 'close');
  });

  test('after the last byte may have arrived', async () => {
    const whole = Promise.withResolvers<void>();
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => whole.resolve());
    });
    const running = start(jobFor(url, { body: jsonBody('{}') }));
    await whole.promise;
    running.abort('user');
    running.abort('shutdown');
    expect((await running.report).outcome).toEqual({
      kind: 'aborted',
      by: 'user',
      mayHaveArrived: true,
    });
  });

  test.each([
    [200, { kind: 'delivered', status: 200 }],
    [503, { kind: 'aborted', by: 'user', mayHaveArrived: true }],
  ])('inside the body of a %i ends in the truth', async (status, outcome) => {
    const received = Promise.withResolvers<void>();
    const { url } = await rawServer((socket) => {
      onRequest(socket, () =>
        socket.write(`HTTP/1.1 ${status} X\r\nContent-Length: 10\r\n\r\nabc`),
      );
    });
    const running = start(jobFor(url), agentsForTest(), () => received.resolve());
    await received.promise;
    running.abort('user');
    const report = await running.report;
    expect(report.outcome).toEqual(outcome);
    expect(report.response?.status).toBe(status);
  });

  test('after the report changes nothing', async () => {
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    });
    const running = start(jobFor(url, { body: jsonBody('{}') }));
    const report = await running.report;
    running.abort('user');
    expect(await running.report).toBe(report);
    expect(report.outcome.kind).toBe('delivered');
  });

  test.skipIf(process.platform !== 'linux')('two hundred times leaves nothing open', async () => {
    const dir = tempFolder();
    const body = formOf(dir);
    const begun = new Map<string, () => void>();
    const accepted: net.Socket[] = [];
    const { url } = await rawServer((socket) => {
      accepted.push(socket);
      socket.once('data', (head: Buffer) => {
        socket.pause();
        begun.get(head.toString('latin1').split(' ', 2)[1] ?? '')?.();
      });
    });
    const agents = agentsForTest();
    const used = agents.of(new URL(url), 'anywhere', DIRECT);
    const connections = () => ('http' in used ? Object.values(used.http.sockets).flat() : null);
    const open = () => readdirSync('/proc/self/fd');
    const ourFiles = () => open().filter((fd) => targetOf(fd).startsWith(dir));
    const round = async (n: number) => {
      const underWay = new Promise<void>((resolve) => begun.set(`/${n}`, resolve));
      const running = start(jobFor(`${url}${n}`, { body }), agents);
      // At every stage: at once, while connecting, and with bytes under way.
      if (n % 3 === 1) await new Promise(setImmediate);
      if (n % 3 === 2) await underWay;
      running.abort('user');
      expect((await running.report).outcome).toMatchObject({
        kind: 'aborted',
        mayHaveArrived: false,
      });
    };
    await round(2);
    const before = open().length;
    for (let at = 0; at < 200; at += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, n) => round(at + n)));
      // A report is only given when its files are closed.
      expect(ourFiles()).toEqual([]);
    }
    await expect.poll(connections).toEqual([]);
    // The server's ends, in this same process, have not been read to their end.
    for (const socket of accepted) socket.destroy();
    await expect.poll(() => open().length, { timeout: 5000 }).toBeLessThanOrEqual(before + 2);
  });
});
