import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createPracticeServer,
  type PracticeEvent,
  type PracticeServer,
} from '../../../electron/practice/practice-server.ts';
import { nextEvent } from '../../support/next-event.ts';
import { openRawConnection, requestText } from '../../support/raw-connection.ts';

let server: PracticeServer;
let base = '';
let port = 0;
beforeEach(async () => {
  server = createPracticeServer();
  ({ url: base, port } = await server.start());
});
afterEach(() => server.stop());

const send = (path = '/inbox/a', key = 'k') =>
  fetch(base + path, { method: 'POST', body: 'x', headers: { 'Idempotency-Key': key } });

const failure = (sent: Promise<Response>) => sent.then(() => 'answered', String);

const refused = expect.objectContaining({
  cause: expect.objectContaining({ code: 'ECONNREFUSED' }),
});

test('offline means that connections are refused, and online that the same port answers again', async () => {
  const events: PracticeEvent['type'][] = [];
  server.onEvent((event) => events.push(event.type));
  expect((await send()).status).toBe(201);
  await server.goOffline();
  await expect(send()).rejects.toEqual(refused);
  expect(await server.goOnline()).toEqual({ url: base, port });
  expect((await send()).headers.get('idempotent-replay')).toBe('true');
  expect(events).toEqual([
    'arrived',
    'received',
    'applied',
    'ended',
    'offline',
    'online',
    'arrived',
    'received',
    'judged',
    'ended',
  ]);
});

test('going offline cuts a connection in the middle of an upload', async () => {
  const upload = await openRawConnection(port);
  const arrived = nextEvent(server, (event) => event.type === 'arrived');
  const ended = nextEvent(server, (event) => event.type === 'ended');
  upload.send(requestText('/inbox/a', 'the body').slice(0, -1));
  await arrived;
  await server.goOffline();
  expect((await upload.ended).received).toBe('');
  expect(await ended).toMatchObject({ entry: { complete: false, bytes: 7, status: null } });
});

test('a server that went offline still finishes what it was working on', async () => {
  const received = nextEvent(server, (event) => event.type === 'received');
  const applied = nextEvent(server, (event) => event.type === 'applied');
  const lost = failure(send('/inbox/a?delay=150'));
  await received;
  await server.goOffline();
  expect(await lost).toContain('fetch failed');
  await applied;
  await server.goOnline();
  expect((await send()).headers.get('idempotent-replay')).toBe('true');
});

test('a stopped server applies nothing any more, and can be stopped again', async () => {
  const received = nextEvent(server, (event) => event.type === 'received');
  const lost = failure(send('/inbox/a?delay=60000'));
  await received;
  await server.stop();
  expect(await lost).toContain('fetch failed');
  await server.stop();
  expect(server.ledger.snapshot()).toMatchObject({
    effects: [],
    entries: [{ complete: true, verdict: null, status: null, endedAt: expect.any(Number) }],
  });
});

test('each way may be gone twice', async () => {
  await server.goOffline();
  await server.goOffline();
  await server.goOnline();
  await server.goOnline();
  expect((await send()).status).toBe(201);
});

test('a port that is taken is an error of the start', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const taken = typeof address === 'object' ? address?.port : undefined;
  const second = createPracticeServer();
  await expect(second.start({ port: taken ?? 0 })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await second.stop();
  other.close();
});
