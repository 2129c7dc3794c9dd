import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createIpcTransport } from '../../../renderer/transport/ipc-transport.ts';
import type { OutboxClient, OutboxEvent } from '../../../renderer/transport/outbox-client.ts';
import {
  type StreamTold,
  WINDOW_CHANNELS,
  type WindowBridge,
} from '../../../shared/contracts/window-bridge.ts';
import { type Attached, attach } from '../../support/attached.ts';

// The page's transport over IPC against the whole app under the double; only the preload between them is by hand.

const REQUEST = { method: 'POST', url: 'http://127.0.0.1:9/x' } as const;
const OPEN = { kind: 'connection', state: 'open' };

let home: string;
let app: Attached;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'outtray-ipc-'));
  app = await attach(home);
  await app.here.host.api.call('pause', { scope: 'all' }, { kind: 'window' });
});
afterEach(async () => {
  await app.here.close(0);
  rmSync(home, { recursive: true, force: true });
});

function bridge(): WindowBridge {
  const ask = (channel: string) => (message: unknown) =>
    app.ask(channel, message) as Promise<never>;
  return {
    call: ask(WINDOW_CHANNELS.call),
    position: () => ask(WINDOW_CHANNELS.position)({}),
    follow: ask(WINDOW_CHANNELS.follow),
    taken: ask(WINDOW_CHANNELS.taken),
    unfollow: ask(WINDOW_CHANNELS.unfollow),
    nextPlace: () => ask(WINDOW_CHANNELS.nextPlace)({}),
    onTold(listener) {
      app.contents().on('double-sent', (channel: string, [told]: readonly [StreamTold]) => {
        if (channel === WINDOW_CHANNELS.told) listener(structuredClone(told));
      });
    },
  };
}

function page(storage = new Map<string, string>()): OutboxClient {
  return createIpcTransport(
    {
      storage: {
        getItem: (key) => storage.get(key) ?? null,
        setItem: (key, value) => void storage.set(key, value),
        removeItem: (key) => void storage.delete(key),
      },
      after(ms, callback) {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
      now: () => Date.now(),
      random: () => Math.random(),
      onHint: () => {},
    },
    bridge(),
  );
}

const idsIn = (events: readonly OutboxEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'changes' ? event.changes.map(({ itemId }) => itemId) : [],
  );

async function add(client: OutboxClient): Promise<string> {
  const added = await client.call('enqueue', REQUEST);
  if (!added.ok) throw new Error(added.error.code);
  return added.value.id;
}

test('a page calls as the window, and hears what happens', async () => {
  const client = page();
  const events: OutboxEvent[] = [];
  const off = client.subscribe((event) => events.push(event));
  await expect.poll(() => events).toEqual([OPEN]);
  const id = await add(client);
  await expect.poll(() => idsIn(events)).toEqual([id]);
  expect(await client.call('get', { id })).toMatchObject({
    value: { item: { source: { kind: 'window' } } },
  });
  expect(await client.call('page.address', {})).toMatchObject({ error: { code: 'NOT_ALLOWED' } });
  off();
});

test('no change is missed or told twice, however many there are', async () => {
  const asked = vi.spyOn(app, 'ask');
  const client = page();
  const events: OutboxEvent[] = [];
  const off = client.subscribe((event) => events.push(event));
  await expect.poll(() => events).toEqual([OPEN]);
  const added: string[] = [];
  const allHeard = () =>
    expect.poll(() => idsIn(events).length).toBeGreaterThanOrEqual(added.length);
  for (let n = 0; n < 60; n += 1) {
    added.push(await add(client));
    // What is heard by then is a line of its own, so that there are more of them than may be untaken.
    if (n % 3 === 0) await allHeard();
  }
  await allHeard();
  expect(events.filter(({ kind }) => kind === 'changes').length).toBeGreaterThan(16);
  expect(idsIn(events)).toEqual(added);
  expect(events.filter((event) => event.kind === 'resync')).toEqual([]);
  // One that came to a stop would be followed anew, with all that it left out.
  const followed = asked.mock.calls.filter(([channel]) => channel === WINDOW_CHANNELS.follow);
  expect(followed).toHaveLength(1);
  off();
});

test('a reloaded page goes on where it was', async () => {
  const storage = new Map<string, string>();
  const before: OutboxEvent[] = [];
  const first = page(storage);
  const off = first.subscribe((event) => before.push(event));
  await expect.poll(() => before).toEqual([OPEN]);
  const one = await add(first);
  await expect.poll(() => idsIn(before)).toEqual([one]);
  off();
  app.contents().reload();
  const { api } = app.here.host;
  const added = await api.call('enqueue', REQUEST, { kind: 'cli' });
  if (!added.ok) throw new Error(added.error.code);
  const after: OutboxEvent[] = [];
  const end = page(storage).subscribe((event) => after.push(event));
  await expect.poll(() => idsIn(after)).toEqual([added.value.id]);
  end();
});
