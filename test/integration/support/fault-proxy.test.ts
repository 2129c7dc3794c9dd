import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createPracticeServer,
  type PracticeServer,
} from '../../../electron/practice/practice-server.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { nextEvent } from '../../support/next-event.ts';
import { openRawConnection, requestText } from '../../support/raw-connection.ts';

let server: PracticeServer;
let proxy: FaultProxy;
beforeEach(async () => {
  server = createPracticeServer();
  proxy = await startFaultProxy(await server.start());
});
afterEach(async () => {
  await proxy.stop();
  await server.stop();
});

const text = requestText('/inbox/a', 'the body', 'Idempotency-Key: k', 'Connection: close');
const headLength = text.length - 'the body'.length;

async function send(bytes = text) {
  const connection = await openRawConnection(proxy.port);
  connection.send(bytes);
  return connection;
}

const entries = () => server.ledger.snapshot().entries;
const arrivedWhole = () =>
  nextEvent(server, (event) => event.type === 'received' && event.entry.complete);

describe('a line through the fault proxy', () => {
  test('that is sound passes everything on, both ways', async () => {
    const { received, how } = await (await send()).ended;
    expect([received.slice(0, 12), how]).toEqual(['HTTP/1.1 201', 'end']);
    expect(entries()).toMatchObject([{ bytes: 8, complete: true, status: 201 }]);
  });

  test('passes a large body on unharmed', async () => {
    const body = 'x'.repeat(5_000_000);
    const response = await fetch(`${proxy.url}/inbox/a?big=5000000`, { method: 'POST', body });
    expect((await response.text()).length).toBe(5_000_000);
    expect(entries()).toMatchObject([{ bytes: 5_000_000, complete: true }]);
  });

  test('that refuses takes no connection and resets the open ones, until it accepts again', async () => {
    const open = await send(text.slice(0, -1));
    await nextEvent(server, (event) => event.type === 'arrived');
    await proxy.refuse();
    expect((await open.ended).how).toBe('reset');
    await expect(openRawConnection(proxy.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.accept();
    expect((await (await send()).ended).received).toMatch(/^HTTP\/1.1 201/);
  });

  test('is reset when the target is not there', async () => {
    await server.goOffline();
    expect(await (await send()).ended).toEqual({ received: '', how: 'reset' });
  });

  test.each([
    [true, 'reset'],
    [false, 'end'],
  ] as const)(
    'cut after so many bytes up (with reset: %s) passes on exactly these',
    async (reset, how) => {
      proxy.cutAfter({ up: headLength + 3, reset });
      const cut = nextEvent(proxy, (event) => event.type === 'cut');
      const ended = nextEvent(server, (event) => event.type === 'ended');
      const connection = await send();
      expect(await cut).toMatchObject({ up: headLength + 3, down: 0 });
      expect(await connection.ended).toEqual({ received: '', how });
      await ended;
      expect(entries()).toMatchObject([{ bytes: 3, complete: false }]);
      expect(proxy.counts).toMatchObject({ connected: 1, cut: 1 });
    },
  );

  test.each([
    [0, true, 'reset'],
    [5, true, 'reset'],
    [40, false, 'end'],
  ] as const)(
    'cut after %d bytes of the answer (with reset: %s) passes on exactly these',
    async (down, reset, how) => {
      proxy.cutAfter({ down, reset });
      const ended = await (await send()).ended;
      expect([ended.received.length, ended.how]).toEqual([down, how]);
      expect(entries()).toMatchObject([{ complete: true, verdict: 'applied' }]);
    },
  );

  test('counts the bytes up to a cut from the moment when it was asked for', async () => {
    const connection = await send(text.slice(0, -4));
    await nextEvent(server, (event) => event.type === 'arrived');
    proxy.cutAfter({ up: 2, reset: true });
    const ended = nextEvent(server, (event) => event.type === 'ended');
    connection.send('body');
    expect(await ended).toMatchObject({ entry: { bytes: 6, complete: false } });
  });

  test('heals', async () => {
    proxy.cutAfter({ up: 0, reset: true });
    expect((await (await send()).ended).how).toBe('reset');
    proxy.heal();
    expect((await (await send()).ended).received).toMatch(/^HTTP\/1.1 201/);
    expect(entries()).toHaveLength(1);
  });

  test('into a black hole takes everything and says nothing', async () => {
    proxy.blackHole();
    const closed = nextEvent(proxy, (event) => event.type === 'closed');
    const connection = await send(text.repeat(100));
    connection.end();
    expect(await connection.ended).toEqual({ received: '', how: 'end' });
    expect(await closed).toMatchObject({ up: 0, down: 0 });
    expect(entries()).toEqual([]);
  });

  test('with latency takes its time both ways', async () => {
    proxy.latency(60);
    const started = performance.now();
    expect((await (await send()).ended).received).toMatch(/^HTTP\/1.1 201/);
    expect(performance.now() - started).toBeGreaterThan(110);
  });

  test('half-closed gives the beginning of an answer, then its end, and goes on taking', async () => {
    proxy.halfClose();
    const path = '/inbox/a?status=503&times=1';
    const connection = await send(requestText(path, 'x', 'Idempotency-Key: k'));
    const { received, how } = await connection.ended;
    expect([received.slice(0, 12), how]).toEqual(['HTTP/1.1 503', 'end']);
    const whole = arrivedWhole();
    connection.send(text);
    await whole;
    expect(entries()).toHaveLength(2);
  });

  test('that drops answers delivers the request and leaves the client waiting', async () => {
    proxy.dropAnswers();
    const answered = nextEvent(server, (event) => event.type === 'ended');
    const connection = await send(text.replace('Connection: close\r\n', ''));
    expect(await answered).toMatchObject({ entry: { verdict: 'applied', status: 201 } });
    expect(proxy.counts).toMatchObject({ open: 1, cut: 0 });
    const closed = nextEvent(proxy, (event) => event.type === 'closed');
    connection.destroy();
    expect(await closed).toMatchObject({
      up: text.length - 'Connection: close\r\n'.length,
      down: 0,
    });
  });
});
