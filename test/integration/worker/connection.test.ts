import https from 'node:https';
import tls from 'node:tls';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createAgents } from '../../../electron/worker/transport/agents.ts';
import { selfSigned } from './self-signed.ts';
import {
  agentsForTest,
  attempt,
  byProxy,
  closedPort,
  jobFor,
  jsonBody,
  listen,
  OK,
  onRequest,
  rawServer,
} from './support.ts';

const YEAR = 365 * 24 * 60 * 60 * 1000;
const fromNow = (ms: number) => new Date(Date.now() + ms);

interface Served {
  readonly host?: string;
  readonly from?: number;
  readonly to?: number;
  readonly trusted?: boolean;
}

async function serveTls({ host = 'localhost', from = -YEAR, to = YEAR, trusted = true }: Served) {
  const { key, cert } = selfSigned(host, fromNow(from), fromNow(to));
  let bytes = 0;
  const server = https.createServer({ key, cert }, (request, response) => {
    request.resume();
    request.on('end', () => response.end('{}'));
  });
  server.on('tlsClientError', () => {});
  server.on('secureConnection', (socket: tls.TLSSocket) =>
    socket.on('data', (chunk: Buffer) => (bytes += chunk.length)),
  );
  const { port } = await listen(server);
  const before = tls.getCACertificates('default');
  onTestFinished(() => tls.setDefaultCACertificates(before));
  const agents = createAgents(() => {
    if (trusted) tls.setDefaultCACertificates([...before, cert]);
  });
  onTestFinished(() => agents.destroy());
  return { url: `https://localhost:${port}/`, agents, bytes: () => bytes };
}

describe('over TLS', () => {
  test('an attempt is delivered to a server that proves who it is', async () => {
    const { url, agents } = await serveTls({});
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }), agents);
    expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
    expect(report.timings?.tls).toEqual(expect.any(Number));
    expect((await attempt(jobFor(url, { body: jsonBody('{}') }), agents)).timings?.tls).toBe(0);
  });

  test.each<readonly [string, Served, string]>([
    ['nobody vouches for', { trusted: false }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['has expired', { to: -1000 }, 'CERT_HAS_EXPIRED'],
    ['is not valid yet', { from: YEAR / 2 }, 'CERT_NOT_YET_VALID'],
    ['is for another host', { host: 'other.example' }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('nothing is sent to a server whose certificate %s', async (_, served, code) => {
    const { url, agents, bytes } = await serveTls(served);
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }), agents);
    expect(report.outcome).toEqual({ kind: 'notSent', cause: 'certificate', code });
    expect(report).toMatchObject({ progress: 'none', error: { class: 'certificate' } });
    expect(bytes()).toBe(0);
  });

  test('the environment cannot switch the check off', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const { url, agents } = await serveTls({ trusted: false });
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }), agents);
    expect(report.outcome).toMatchObject({ kind: 'notSent', cause: 'certificate' });
  });

  test('nothing is sent to a server that speaks something else', async () => {
    const { port } = await rawServer((socket) => socket.end('220 smtp ready\r\n'));
    const report = await attempt(jobFor(`https://127.0.0.1:${port}/`, { body: jsonBody('{}') }));
    expect(report.outcome).toMatchObject({ kind: 'notSent', cause: 'tls' });
  });

  test('nothing is sent when the connection breaks in the handshake', async () => {
    const { port } = await rawServer((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    const report = await attempt(jobFor(`https://127.0.0.1:${port}/`, { body: jsonBody('{}') }));
    expect(report.outcome).toEqual({ kind: 'notSent', cause: 'network', code: 'ECONNRESET' });
  });
});

describe('through a proxy', () => {
  test('requests go as a proxy wants them, and those of another way do not', async () => {
    const heads: string[] = [];
    const serve = async (name: string) =>
      rawServer((socket) => {
        onRequest(socket, ({ head }) => {
          heads.push(`${name} ${head.split('\r\n', 1)[0]}`);
          socket.end(OK);
        });
      });
    const proxy = await serve('proxy');
    const direct = await serve('direct');
    const agents = agentsForTest();
    const away = jobFor('http://api.example/x', {
      body: jsonBody('{}'),
      route: byProxy(proxy.url),
    });
    expect((await attempt(away, agents)).outcome.kind).toBe('delivered');
    await attempt(jobFor(`${direct.url}x`, { body: jsonBody('{}') }), agents);
    expect(heads).toEqual(['proxy POST http://api.example/x HTTP/1.1', 'direct POST /x HTTP/1.1']);
  });

  test.each([
    [407, { kind: 'proxySignIn', refused: false }],
    [403, { kind: 'notSent', cause: 'proxy', code: 'PROXY_403' }],
    [503, { kind: 'notSent', cause: 'proxy', code: 'PROXY_503' }],
  ])('that opens no tunnel (%i) nothing is sent', async (status, outcome) => {
    const proxy = await rawServer((socket) => {
      onRequest(socket, () => socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`));
    });
    const report = await attempt(
      jobFor('https://api.example/', { body: jsonBody('{}'), route: byProxy(proxy.url) }),
    );
    expect(report.outcome).toMatchObject(outcome);
    expect(report.progress).toBe('none');
  });

  test('that never answers is given up like any other connection', async () => {
    const proxy = await rawServer((socket) => socket.resume());
    const job = jobFor('https://api.example/', {
      body: jsonBody('{}'),
      route: byProxy(proxy.url),
    });
    const report = await attempt({
      ...job,
      limits: { ...job.limits, dnsMs: 50, connectMs: 50, tlsMs: 50 },
    });
    expect(report.outcome).toEqual({ kind: 'notSent', cause: 'proxy', code: 'TIMEOUT_CONNECT' });
  });

  test('that is not there is what cannot be reached', async () => {
    const route = byProxy(`http://127.0.0.1:${await closedPort()}`);
    for (const url of ['http://api.example/', 'https://api.example/'])
      expect((await attempt(jobFor(url, { route }))).outcome).toEqual({
        kind: 'notSent',
        cause: 'proxy',
        code: 'ECONNREFUSED',
      });
  });
});
