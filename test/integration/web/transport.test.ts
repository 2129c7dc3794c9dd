import { expect, test, vi } from 'vitest';
import type { OutboxEvent } from '../../../renderer/transport/outbox-client.ts';
import { randomFrom, seedOf } from '../../support/random.ts';
import { add, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { addressOf, type Storage, tab } from './page-tools.ts';

const REQUEST = { method: 'POST', url: 'http://127.0.0.1:9/x' } as const;

const OPEN = { kind: 'connection', state: 'open' };

const idsIn = (events: readonly OutboxEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'changes' ? event.changes.map(({ itemId }) => itemId) : [],
  );

test('a page calls as the window, and hears what happens', async () => {
  const host = await realHost(tempFolder());
  const { client } = tab(await addressOf(host));
  const events: OutboxEvent[] = [];
  const off = client.subscribe((event) => events.push(event));
  const added = await client.call('enqueue', REQUEST);
  if (!added.ok) throw new Error(added.error.code);
  await expect.poll(() => idsIn(events)).toEqual([added.value.id]);
  expect(events[0]).toEqual(OPEN);
  expect(await client.call('get', { id: added.value.id })).toMatchObject({
    ok: true,
    value: { item: { source: { kind: 'window' } } },
  });
  expect(await client.call('page.address', {})).toMatchObject({
    ok: false,
    error: { code: 'NOT_ALLOWED' },
  });
  off();
});

test('no change is missed or told twice, however often the stream is cut', async () => {
  const host = await realHost(tempFolder());
  const page = tab(await addressOf(host));
  const events: OutboxEvent[] = [];
  const off = page.client.subscribe((event) => events.push(event));
  await expect.poll(() => events).toEqual([OPEN]);
  const added: string[] = [];
  const allHeard = () =>
    expect.poll(() => idsIn(events).length).toBeGreaterThanOrEqual(added.length);
  const random = randomFrom(seedOf('cut streams'));
  for (let n = 0; n < 60; n += 1) {
    added.push(await add(host, REQUEST));
    if (random() < 0.5) page.cut();
    // The next one meets a stream that stands; without that, perhaps the time until there is one again.
    if (random() < 0.3) await allHeard();
  }
  await allHeard();
  expect(idsIn(events)).toEqual(added);
  expect(events.filter((event) => event.kind === 'resync')).toEqual([]);
  off();
});

test('a reloaded tab goes on where it was, without a code', async () => {
  const host = await realHost(tempFolder());
  const storage: Storage = new Map();
  const address = await addressOf(host);
  const before: OutboxEvent[] = [];
  const first = tab(address, storage);
  const off = first.client.subscribe((event) => before.push(event));
  await expect.poll(() => before).toEqual([OPEN]);
  const one = await add(host, REQUEST);
  await expect.poll(() => idsIn(before)).toEqual([one]);
  off();
  first.cut();
  const two = await add(host, REQUEST);
  const after: OutboxEvent[] = [];
  const end = tab({ ...address, fragment: '' }, storage).client.subscribe((event) =>
    after.push(event),
  );
  await expect.poll(() => idsIn(after)).toEqual([two]);
  end();
});

test('a used code opens nothing, and the page knows that it may not ask', async () => {
  const host = await realHost(tempFolder());
  const address = await addressOf(host);
  expect(await tab(address).client.call('stats', {})).toMatchObject({ ok: true });
  const second = tab(address).client;
  const heard = vi.fn<(event: OutboxEvent) => void>();
  second.subscribe(heard);
  expect(await second.call('stats', {})).toMatchObject({ error: { code: 'NOT_ALLOWED' } });
  expect(heard.mock.calls).toEqual([[{ kind: 'connection', state: 'refused' }]]);
});

test('a page whose host is gone says so, and calls end', async () => {
  const host = await realHost(tempFolder());
  const { client } = tab(await addressOf(host));
  const states: string[] = [];
  const off = client.subscribe((event) => {
    if (event.kind === 'connection') states.push(event.state);
  });
  await expect.poll(() => states).toEqual(['open']);
  await host.close(0);
  await expect.poll(() => states).toEqual(['open', 'lost']);
  expect(await client.call('stats', {})).toMatchObject({ error: { code: 'HOST_STOPPED' } });
  off();
});
