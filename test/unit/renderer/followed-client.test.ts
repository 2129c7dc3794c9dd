import { expect, test } from 'vitest';
import {
  createFollowedClient,
  type Heard,
  type Position,
  type StreamEnd,
} from '../../../renderer/transport/followed-client.ts';
import type { OutboxEvent } from '../../../renderer/transport/outbox-client.ts';
import { ok } from '../../../shared/lang/result.ts';
import { createManualTime } from '../../support/manual-time.ts';

const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** A client whose way to the host the test plays. */
function played() {
  const time = createManualTime();
  let cursor = 40;
  let hint = (): void => {};
  const streams: { readonly from: number; readonly heard: Heard; end(how: StreamEnd): void }[] = [];
  const session: Position = {
    cursor: () => cursor,
    keepCursor(next) {
      cursor = next;
    },
  };
  const host = { takesSession: true, sessionsForgotten: 0 };
  const client = createFollowedClient<Position>(
    {
      after: time.timers.after,
      random: () => 1,
      onHint(listener) {
        hint = listener;
      },
    },
    {
      openSession: async () => ({ kind: 'open', session }),
      follow({ cursor: from }, heard) {
        const { promise, resolve } = Promise.withResolvers<StreamEnd>();
        streams.push({ from: from(), heard, end: resolve });
        heard.open();
        return { ended: promise, stop: () => resolve('cut'), doubt() {} };
      },
      ask: async () => (host.takesSession ? ok('answer') : 'refused'),
      forgetSession() {
        host.sessionsForgotten += 1;
      },
    },
  );
  async function listen() {
    const events: OutboxEvent[] = [];
    const off = client.subscribe((event) => events.push(event));
    await settled();
    return { events, off };
  }
  return { time, client, host, streams, listen, hint: () => hint() };
}

const OPEN: OutboxEvent = { kind: 'connection', state: 'open' };
const LOST: OutboxEvent = { kind: 'connection', state: 'lost' };
const REFUSED: OutboxEvent = { kind: 'connection', state: 'refused' };

test('whoever has missed too much is told so, and goes on from there', async () => {
  const { streams, listen, time } = played();
  const { events } = await listen();
  streams[0]?.heard.line({ kind: 'resync', cursor: 70 });
  const progress = { kind: 'progress', items: [] } as const;
  streams[0]?.heard.line(progress);
  streams[0]?.heard.line({ kind: 'beat' });
  streams[0]?.end('cut');
  await settled();
  time.advance(1_000);
  await settled();
  expect(events).toEqual([OPEN, { kind: 'resync' }, progress]);
  expect(streams.map(({ from }) => from)).toEqual([40, 70]);
});

test('a host that is not there is asked again at growing intervals, and at once when it may be back', async () => {
  const { streams, listen, time, hint } = played();
  await listen();
  for (const pause of [250, 500, 1_000, 2_000]) {
    streams.at(-1)?.end('unreachable');
    await settled();
    expect(time.nextIn()).toBe(pause);
    time.advance(pause);
    await settled();
  }
  streams.at(-1)?.end('unreachable');
  await settled();
  expect(streams).toHaveLength(5);
  hint();
  await settled();
  expect(streams).toHaveLength(6);
  expect(time.nextIn()).toBeNull();
});

test('all hear the same, whoever comes later how it stands, until the last one leaves', async () => {
  const { streams, listen, time } = played();
  const first = await listen();
  const second = await listen();
  expect(second.events).toEqual([OPEN]);
  expect(streams).toHaveLength(1);
  first.off();
  await settled();
  time.advance(1_000);
  await settled();
  expect(streams).toHaveLength(1);
  streams[0]?.heard.line({ kind: 'resync', cursor: 41 });
  expect(first.events).toEqual([OPEN]);
  expect(second.events).toEqual([OPEN, { kind: 'resync' }]);
  second.off();
  await settled();
  time.advance(1_000);
  await settled();
  expect(streams).toHaveLength(1);

  const third = await listen();
  expect(streams.map(({ from }) => from)).toEqual([40, 41]);
  streams[1]?.end('unreachable');
  await settled();
  expect(third.events).toEqual([OPEN, LOST]);
  third.off();
  expect(time.nextIn()).toBeNull();
});

test('a session that the host takes no more is over for everything', async () => {
  const { client, host, listen } = played();
  const { events } = await listen();
  expect(await client.call('stats', {})).toEqual(ok('answer'));
  host.takesSession = false;
  const refused = { ok: false, error: { code: 'NOT_ALLOWED', params: { call: 'stats' } } };
  expect(await client.call('stats', {})).toEqual(refused);
  host.takesSession = true;
  expect(await client.call('stats', {})).toEqual(refused);
  expect(events).toEqual([OPEN, REFUSED]);
  expect(host.sessionsForgotten).toBe(1);
});
