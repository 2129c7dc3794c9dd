import { pbkdf2 } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { JobBody } from '../../../shared/contracts/worker-protocol.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import {
  afterBytes,
  attempt,
  fileOf,
  jobFor,
  jsonBody,
  limits,
  OK,
  onRequest,
  rawServer,
} from './support.ts';

const MIB = 1024 * 1024;
const bigFile = (): JobBody => ({
  kind: 'file',
  file: fileOf(join(tempFolder(), 'big'), Buffer.alloc(24 * MIB, 1)),
  contentType: 'application/octet-stream',
});

describe('2.6: an attempt gives up', () => {
  test('when the name is not resolved', async () => {
    const { port } = await rawServer((socket) => socket.end(OK));
    // Names are looked up in the thread pool, which these keep busy for longer than the limit.
    const hash = promisify(pbkdf2);
    const busy = Array.from({ length: 8 }, () => hash('x', 'y', 200_000, 64, 'sha512'));
    const report = await attempt(
      jobFor(`http://localhost:${port}/`, { body: jsonBody('{}'), limits: limits({ dnsMs: 20 }) }),
    );
    expect(report.outcome).toEqual({ kind: 'notSent', cause: 'dns', code: 'TIMEOUT_DNS' });
    await Promise.all(busy);
  });

  test('when TLS does not come about', async () => {
    const { port } = await rawServer(() => {});
    const report = await attempt(
      jobFor(`https://127.0.0.1:${port}/`, {
        body: jsonBody('{}'),
        limits: limits({ tlsMs: 150 }),
      }),
    );
    expect(report.outcome).toEqual({ kind: 'notSent', cause: 'tls', code: 'TIMEOUT_TLS' });
    expect(report).toMatchObject({ progress: 'none', error: { class: 'timeout' } });
  });

  test('when the server stops taking bytes', async () => {
    const { url } = await rawServer((socket) => afterBytes(socket, 1, () => socket.pause()));
    const report = await attempt(
      jobFor(url, { body: bigFile(), limits: limits({ sendIdleMs: 250 }) }),
    );
    expect(report.outcome).toEqual({ kind: 'incomplete', code: 'TIMEOUT_SENDING' });
  });

  test('but not while the server takes them slowly', async () => {
    const { url } = await rawServer((socket) => {
      socket.on('data', () => {
        socket.pause();
        setTimeout(() => socket.resume(), 4);
      });
      onRequest(socket, () => socket.write(OK));
    });
    const job = jobFor(url, { body: bigFile(), limits: limits({ sendIdleMs: 500 }) });
    const report = await attempt(job);
    expect(report.outcome.kind).toBe('delivered');
    expect(report.timings?.send).toBeGreaterThan(600);
  });

  test('when no answer begins', async () => {
    const { url } = await rawServer((socket) => socket.resume());
    const report = await attempt(
      jobFor(url, { body: jsonBody('{}'), limits: limits({ firstByteMs: 150 }) }),
    );
    expect(report.outcome).toEqual({ kind: 'unknown', code: 'TIMEOUT_FIRST_BYTE' });
  });

  test('when the answer stops in the middle, which still counts', async () => {
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'));
    });
    const report = await attempt(
      jobFor(url, { body: jsonBody('{}'), limits: limits({ receiveIdleMs: 150 }) }),
    );
    expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
    expect(report.body).toMatchObject({ bytes: 3, truncated: 'cut' });
    expect(report.error).toMatchObject({ class: 'timeout', code: 'TIMEOUT_RECEIVING' });
  });

  test('when the answer drips for ever', async () => {
    const { url } = await rawServer((socket) => {
      const drip = setInterval(() => socket.write('x'), 20);
      socket.once('close', () => clearInterval(drip));
      onRequest(socket, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    });
    const report = await attempt(
      jobFor(url, { body: { kind: 'none' }, limits: limits({ ceilingMs: 400 }) }),
    );
    expect(report.error).toMatchObject({ class: 'timeout', code: 'TIMEOUT_CEILING' });
    expect(report.timings?.total).toBeLessThan(2000);
  });

  test('when the head of the answer drips for ever', async () => {
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => {
        socket.write('HTTP/1.1 200 OK\r\nX: ');
        const drip = setInterval(() => socket.write('x'), 20);
        socket.once('close', () => clearInterval(drip));
      });
    });
    const report = await attempt(
      jobFor(url, { body: jsonBody('{}'), limits: limits({ firstByteMs: 300 }) }),
    );
    expect(report.outcome).toEqual({ kind: 'unknown', code: 'TIMEOUT_FIRST_BYTE' });
  });
});
