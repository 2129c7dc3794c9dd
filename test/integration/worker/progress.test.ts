import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import {
  type OutgoingRequest,
  startExchange,
} from '../../../electron/worker/transport/exchange.ts';
import { DEFAULT_LIMITS, type JobBody } from '../../../shared/contracts/worker-protocol.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import {
  afterBytes,
  agentsForTest,
  attempt,
  closedPort,
  DIRECT,
  fileOf,
  httpServer,
  jobFor,
  jsonBody,
  limits,
  OK,
  onRequest,
  rawServer,
  start,
} from './support.ts';

const MIB = 1024 * 1024;
const bigFile = (): JobBody => ({
  kind: 'file',
  file: fileOf(join(tempFolder(), 'big'), Buffer.alloc(24 * MIB, 1)),
  contentType: 'application/octet-stream',
});

/** Calls back once, with the next answer whose head a client of this process has read. */
function whenAnswerIsRead(then: () => void): void {
  const channel = 'http.client.response.finish';
  const onRead = (): void => {
    unsubscribe(channel, onRead);
    then();
  };
  subscribe(channel, onRead);
}

describe('how far a request got', () => {
  test('is nowhere when nobody listens', async () => {
    const url = `http://127.0.0.1:${await closedPort()}/`;
    for (const body of [jsonBody('{}'), bigFile(), { kind: 'none' } as const]) {
      const report = await attempt(jobFor(url, { body }));
      expect(report.outcome).toEqual({ kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' });
      expect(report).toMatchObject({
        progress: 'none',
        error: { class: 'connect' },
        response: null,
        body: null,
        verdict: null,
      });
    }
  });

  test('is nowhere when the name is unknown', async () => {
    // A label of 64 characters is refused by the resolver itself: nothing is asked of the network.
    const url = `http://${'x'.repeat(64)}.invalid/`;
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toMatchObject({ kind: 'notSent', cause: 'dns' });
    expect(report).toMatchObject({ progress: 'none', error: { class: 'dns' } });
  });

  test('is complete with the last byte of the body, though its end was not said when the answer ended the connection', async () => {
    const { url } = await rawServer((socket) =>
      onRequest(socket, ({ body }) => {
        if (body.length >= 5) socket.end(OK);
      }),
    );
    const { promise: theEnd } = Promise.withResolvers<void>();
    const outgoing: OutgoingRequest = {
      ...jobFor(url),
      url: new URL(url),
      route: DIRECT,
      headers: { 'content-length': '5' },
      body: {
        contentType: 'text/plain',
        length: 5,
        open: () =>
          Readable.from(
            (async function* () {
              yield Buffer.from('whole');
              await theEnd;
            })(),
            { objectMode: false },
          ),
        close: async () => {},
      },
      limits: DEFAULT_LIMITS,
      secrets: [],
      needsWhole: false,
      accepts: () => true,
    };
    const result = await startExchange(outgoing, agentsForTest(), () => {}).result;
    expect(result).toMatchObject({ progress: 'complete', head: { status: 200 }, failure: null });
  });

  test.each([1, 200_000, 8 * MIB])(
    'is partial when the server resets the connection after %i bytes',
    async (count) => {
      const { url } = await rawServer((socket) =>
        afterBytes(socket, count, () => socket.resetAndDestroy()),
      );
      const report = await attempt(jobFor(url, { body: bigFile() }));
      expect(report.outcome.kind).toBe('incomplete');
      expect(report.progress).toBe('partial');
      expect(report.error?.class).toBe('network');
    },
  );

  test('is complete, and what came of it unknown, when the server takes it all and says nothing', async () => {
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => socket.resetAndDestroy());
    });
    for (const body of [jsonBody('{"a":1}'), bigFile(), { kind: 'none' } as const]) {
      const report = await attempt(jobFor(url, { body }));
      expect(report.outcome).toEqual({ kind: 'unknown', code: 'ECONNRESET' });
      expect(report.progress).toBe('complete');
    }
  });

  test('is complete when the connection ends inside the head of the answer', async () => {
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\nContent-'));
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toMatchObject({ kind: 'unknown' });
  });

  test('is complete when the answer is no HTTP', async () => {
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome.kind).toBe('unknown');
    expect(report.error).toMatchObject({ class: 'protocol' });
  });

  test('is partial when an idle connection that was kept is reset under a large upload', async () => {
    let requests = 0;
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => {
        requests++;
        socket.write(OK);
        socket.once('data', () => socket.resetAndDestroy());
      });
    });
    const agents = agentsForTest();
    expect((await attempt(jobFor(url, { body: jsonBody('{}') }), agents)).outcome.kind).toBe(
      'delivered',
    );
    const second = await attempt(jobFor(url, { body: bigFile() }), agents);
    expect(second.outcome.kind).toBe('incomplete');
    expect(second.timings).toMatchObject({ connect: 0 });
    expect(requests).toBe(1);
  });
});

describe('an attempt', () => {
  test('sends one request, whatever the server answers', async () => {
    for (const status of [200, 301, 302, 303, 307, 308, 401, 408, 413, 429, 500, 502, 503, 504]) {
      let requests = 0;
      const { url } = await httpServer((request, response) => {
        requests++;
        request.resume();
        response.writeHead(status, { location: '/elsewhere', 'retry-after': '0' }).end('{}');
      });
      const report = await attempt(jobFor(url, { method: 'PUT', body: jsonBody('{}') }));
      expect(report.response?.status).toBe(status);
      expect(requests).toBe(1);
    }
  });

  test('reuses its connection after an answer, and not after one that came too early', async () => {
    let connections = 0;
    const { server, url } = await httpServer((request, response) => {
      if (request.url === '/early') {
        response.writeHead(413, { connection: 'keep-alive' }).end('too large');
        return;
      }
      request.resume();
      request.on('end', () => response.end('{}'));
    });
    server.on('connection', () => connections++);
    const agents = agentsForTest();
    await attempt(jobFor(url, { body: jsonBody('{}') }), agents);
    await attempt(jobFor(url, { body: jsonBody('{}') }), agents);
    expect(connections).toBe(1);
    const early = await attempt(jobFor(`${url}early`, { body: bigFile() }), agents);
    expect(early).toMatchObject({
      outcome: { kind: 'rejected', status: 413 },
      progress: 'partial',
    });
    expect(Buffer.from(early.body?.inline ?? []).toString()).toBe('too large');
    expect(early.bytesUp).toBeLessThan(24 * MIB);
    await attempt(jobFor(url, { body: jsonBody('{}') }), agents);
    expect(connections).toBe(2);
  });

  test.each([401, 413])(
    'hears an early %i also when the server ends the connection with it',
    async (status) => {
      const { url } = await rawServer((socket) =>
        afterBytes(socket, 100_000, () =>
          socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno`),
        ),
      );
      const report = await attempt(jobFor(url, { body: bigFile() }));
      expect(report.outcome).toEqual({
        kind: status === 401 ? 'unauthorized' : 'rejected',
        status,
      });
      expect(report.progress).toBe('partial');
    },
  );

  test('sends its body to the end when a yes comes early, and only then believes it', async () => {
    let received = 0;
    const whole = Promise.withResolvers<void>();
    const { url } = await httpServer((request, response) => {
      response.end('{}');
      request.on('data', (chunk: Buffer) => (received += chunk.length));
      request.on('end', () => whole.resolve());
    });
    const report = await attempt(jobFor(url, { body: bigFile() }));
    expect(report).toMatchObject({ outcome: { kind: 'delivered' }, progress: 'complete' });
    await whole.promise;
    expect(received).toBe(24 * MIB);
  });

  test('does not believe an early yes after which the server hangs up', async () => {
    const { url } = await rawServer((socket) =>
      afterBytes(socket, 100_000, () => {
        socket.pause();
        // A reset may overtake an answer that has not been read.
        whenAnswerIsRead(() => socket.resetAndDestroy());
        socket.write(OK);
      }),
    );
    const report = await attempt(jobFor(url, { body: bigFile() }));
    expect(report.outcome).toEqual({ kind: 'suspect', status: 200, doubt: 'EARLY' });
    expect(report.progress).toBe('partial');
  });

  test('tells its progress at most about ten times a second', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      request.on('end', () => response.end('{}'));
    });
    const seen: number[] = [];
    const body = bigFile();
    const started = performance.now();
    await start(jobFor(url, { body }), agentsForTest(), ({ bytesUp, totalUp }) => {
      expect(totalUp).toBe(24 * MIB);
      seen.push(bytesUp);
    }).report;
    const took = performance.now() - started;
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.length).toBeLessThanOrEqual(took / 100 + 1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('says how long each phase took', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      // The phase to be measured.
      request.on('end', () => setTimeout(() => response.end('{}'), 60));
    });
    const { timings } = await attempt(jobFor(url, { body: jsonBody('{}'), limits: limits({}) }));
    expect(timings).toMatchObject({ dns: 0, connect: expect.any(Number), tls: null });
    expect(timings?.firstByte).toBeGreaterThanOrEqual(50);
    expect(timings?.total).toBeGreaterThanOrEqual(50);
    expect(timings?.receive).toEqual(expect.any(Number));
  });
});
