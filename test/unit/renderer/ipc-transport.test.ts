import { beforeEach, expect, test, vi } from 'vitest';
import { createIpcTransport } from '../../../renderer/transport/ipc-transport.ts';
import type { OutboxClient, OutboxEvent } from '../../../renderer/transport/outbox-client.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { BEAT_MS } from '../../../shared/contracts/web-protocol.ts';
import type { StreamTold, WindowBridge } from '../../../shared/contracts/window-bridge.ts';
import { err, ok } from '../../../shared/lang/result.ts';
import { createManualTime } from '../../support/manual-time.ts';

const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

let time: ReturnType<typeof createManualTime>;
let said: string[];
let tell: (told: StreamTold) => void;
let host: Partial<WindowBridge>;
let events: OutboxEvent[];
let connect: () => OutboxClient;
let client: OutboxClient;
let hint: () => void;

beforeEach(() => {
  time = createManualTime();
  said = [];
  events = [];
  host = {};
  const storage = new Map<string, string>();
  const bridge: WindowBridge = {
    call: (message) => host.call?.(message) ?? Promise.resolve(ok(message)),
    position: () => host.position?.() ?? Promise.resolve(ok({ cursor: 40 })),
    async follow(message) {
      said.push(`follow ${message.stream} from ${message.cursor}`);
      return (await host.follow?.(message)) ?? ok(null);
    },
    async taken({ stream }) {
      said.push(`taken ${stream}`);
      return ok(null);
    },
    async unfollow({ stream }) {
      said.push(`unfollow ${stream}`);
      return ok(null);
    },
    nextPlace: () => new Promise(() => {}),
    onTold: (listener) => {
      tell = listener;
    },
  };
  connect = () =>
    createIpcTransport(
      {
        storage: {
          getItem: (key) => storage.get(key) ?? null,
          setItem: (key, value) => void storage.set(key, value),
          removeItem: (key) => void storage.delete(key),
        },
        after: time.timers.after,
        now: time.clock.now,
        random: () => 0.5,
        onHint: (listener) => {
          hint = listener;
        },
      },
      bridge,
    );
});

const states = () => events.flatMap((one) => (one.kind === 'connection' ? [one.state] : []));

async function subscribed(): Promise<() => void> {
  client = connect();
  const off = client.subscribe((event) => events.push(event));
  await settled();
  return off;
}

const changes = (cursor: number): StreamTold['line'] => ({ kind: 'changes', changes: [], cursor });

test('follows from the newest change there was, and says of each line that it was taken', async () => {
  await subscribed();
  expect(said).toEqual(['follow 1 from 40']);
  expect(states()).toEqual(['open']);
  tell({ stream: 1, line: changes(41) });
  tell({ stream: 9, line: changes(99) });
  expect(said.slice(1)).toEqual(['taken 1']);
  expect(events.filter(({ kind }) => kind === 'changes')).toHaveLength(1);
});

test('a stream that the host ends is followed anew from where it was', async () => {
  await subscribed();
  tell({ stream: 1, line: changes(41) });
  tell({ stream: 1, line: null });
  await settled();
  time.advance(1_000);
  await settled();
  expect(said).toContain('follow 2 from 41');
  expect(states()).toEqual(['open']);
});

test('a host that says nothing for long is not there, until it answers again', async () => {
  await subscribed();
  time.advance(3 * BEAT_MS);
  await settled();
  expect(said).toContain('unfollow 1');
  expect(states()).toEqual(['open', 'lost']);
  time.advance(60_000);
  await settled();
  expect(states()).toEqual(['open', 'lost', 'open']);
});

test('beats keep it, and a page that slept does not wait to find out', async () => {
  await subscribed();
  for (let n = 0; n < 10; n += 1) {
    time.advance(BEAT_MS);
    tell({ stream: 1, line: { kind: 'beat' } });
  }
  await settled();
  expect(states()).toEqual(['open']);
  time.advance(2 * BEAT_MS);
  hint();
  await settled();
  expect(said).not.toContain('unfollow 1');
  time.advance(1);
  hint();
  await settled();
  expect(said).toContain('unfollow 1');
});

test('a host that refuses is not asked again', async () => {
  host.follow = async () => err(outboxError('NOT_ALLOWED', { call: 'follow' }));
  await subscribed();
  expect(states()).toEqual(['refused']);
  expect(await client.call('stats', {})).toMatchObject({ error: { code: 'NOT_ALLOWED' } });
  time.advance(60_000);
  await settled();
  expect(said.filter((one) => one.startsWith('follow'))).toHaveLength(1);
});

test('a call to a host that is gone, or with what cannot be cloned, ends', async () => {
  host.call = () => Promise.reject(new Error('An object could not be cloned.'));
  expect(await connect().call('stats', {})).toMatchObject({ error: { code: 'HOST_STOPPED' } });
});

test('nobody listens: nothing is followed any more', async () => {
  const off = await subscribed();
  off();
  await settled();
  expect(said).toEqual(['follow 1 from 40', 'unfollow 1']);
  time.advance(1_000);
  await settled();
  expect(time.nextIn()).toBeNull();
  tell({ stream: 1, line: changes(41) });
  tell({ stream: 1, line: null });
  await settled();
  expect(said).toHaveLength(2);
});

test('who left before the host answered is not told that it did', async () => {
  const answer = Promise.withResolvers<Awaited<ReturnType<WindowBridge['follow']>>>();
  host.follow = () => answer.promise;
  const off = await subscribed();
  off();
  client.subscribe((event) => events.push(event));
  answer.resolve(ok(null));
  await settled();
  expect(states()).toEqual([]);
});

test('a host that does not say where to begin is asked again', async () => {
  host.position = () => Promise.reject(new Error('No handler registered'));
  await subscribed();
  expect(states()).toEqual(['lost']);
  host.position = async () => ok({ cursor: 50 });
  time.advance(1_000);
  await settled();
  expect(states()).toEqual(['lost', 'open']);
  expect(said).toEqual(['follow 1 from 50']);
});

test('a host that refuses to say where to begin is not asked again', async () => {
  const position = vi.fn<NonNullable<typeof host.position>>(async () =>
    err(outboxError('NOT_ALLOWED', { call: 'position' })),
  );
  host.position = position;
  await subscribed();
  time.advance(60_000);
  await settled();
  expect(states()).toEqual(['refused']);
  expect(position).toHaveBeenCalledOnce();
});
