import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import {
  type CallInput,
  type CallName,
  outboxContract,
} from '../../../shared/contracts/outbox-api.ts';
import { ITEM_STATES, type Source } from '../../../shared/outbox/item.ts';
import { anApp } from '../../support/an-app.ts';
import { practice } from '../../support/practice.ts';
import { addMany, atRest, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const OWNER: Source = { kind: 'cli' };
const MINE: Source = { kind: 'app', app: 'mine' };
const THEIRS: Source = { kind: 'app', app: 'theirs' };

/** Stands in every text of an item that is not the app's own. */
const SECRET = 'not-yours';

type Ask = { readonly [Name in CallName]?: fc.Arbitrary<CallInput<Name>> };

/** What an app may ask of every call that it may make; a call that is missing here fails the test. */
function questions(foreign: readonly string[], own: readonly string[]): Ask {
  const id = fc.constantFrom(...foreign, ...own, 'nobody');
  const filter = fc.record(
    {
      states: fc.subarray([...ITEM_STATES], { minLength: 1 }),
      ref: fc.constantFrom(`ref-${SECRET}`, 'ref-own'),
      search: fc.constantFrom(
        SECRET,
        `-x ref:${SECRET}`,
        'is:open',
        `title:${SECRET}`,
        '-is:large',
      ),
      account: fc.constant('nobody'),
    },
    { requiredKeys: ['states'] },
  );
  const items = fc.oneof(
    fc.array(id, { minLength: 1, maxLength: 6 }).map((ids) => ({ ids })),
    filter.map((one) => ({ filter: one })),
    fc.constant({ all: true as const }),
  );
  const request = fc.record({
    method: fc.constant('POST'),
    url: fc.constant('http://127.0.0.1:9/inbox/own'),
    after: fc.array(fc.constantFrom(...foreign, `ref-${SECRET}`), { maxLength: 2 }),
    orderKey: fc.constantFrom(`key-${SECRET}`),
    requestId: fc.constantFrom(`request-${SECRET}`),
    ref: fc.constant(`ref-${SECRET}`),
  });
  const range = { offset: fc.constant(0), length: fc.constant(1000) };
  const one = fc.record({ id });
  return {
    enqueue: request,
    enqueueMany: fc
      .array(request, { minLength: 1, maxLength: 2 })
      .map((requests) => ({ requests })),
    addToOutbox: fc.constant({ operation: 'POST', url: 'http://127.0.0.1:9/inbox/own' }),
    get: one,
    list: fc.record(
      {
        ref: fc.constant(`ref-${SECRET}`),
        search: fc.constantFrom(SECRET, ''),
        limit: fc.nat(9).map((n) => n + 1),
      },
      { requiredKeys: [] },
    ),
    explain: one,
    request: one,
    requestFile: fc.record({ id, part: fc.constant(null), ...range }),
    responseRange: fc.record({ id, attempt: fc.constant(1), ...range }),
    timeline: one,
    dependencies: one,
    waitFor: fc.record({ id, timeoutMs: fc.constant(1) }),
    retry: fc.record({ items }),
    cancel: fc.record({ items }),
    'apps.status': fc.constant({}),
    'accounts.setTokens': fc.constant({ name: 'clinic', tokens: { accessToken: 'x' } }),
  };
}

async function lookAt(host: Host, ids: readonly string[]): Promise<string> {
  const seen = await Promise.all(ids.map((id) => host.api.call('get', { id }, OWNER)));
  return JSON.stringify(seen);
}

test('whatever an app asks, it learns and changes nothing of anybody else’s items', async () => {
  const server = await practice();
  const host = await realHost(join(tempFolder(), 'home'));
  for (const app of [anApp('mine'), anApp('theirs')])
    expect(await host.api.call('apps.save', app, OWNER)).toMatchObject({ ok: true });
  const foreignRequest = (status: number) => ({
    method: 'POST',
    url: `${server.url}/inbox/${SECRET}?status=${status}`,
    title: SECRET,
    ref: `ref-${SECRET}`,
    requestId: `request-${SECRET}-${status}`,
    body: { kind: 'text' as const, text: SECRET },
  });
  const foreign = [...(await addMany(host, [foreignRequest(201), foreignRequest(422)]))];
  await host.sending.start();
  await atRest(host);
  for (const source of [OWNER, THEIRS, { kind: 'window' } as const]) {
    const added = await host.api.call(
      'enqueue',
      {
        ...foreignRequest(200),
        orderKey: `key-${SECRET}`,
        requestId: `request-${SECRET}`,
        notBefore: '2099-01-01T00:00:00Z',
      },
      source,
    );
    if (!added.ok) throw new Error(added.error.code);
    foreign.push(added.value.id);
  }
  const own: string[] = [];
  for (const ref of ['ref-own', 'ref-own-2']) {
    const added = await host.api.call(
      'enqueue',
      { method: 'POST', url: `${server.url}/inbox/own`, ref, notBefore: '2099-01-01T00:00:00Z' },
      MINE,
    );
    if (!added.ok) throw new Error(added.error.code);
    own.push(added.value.id);
  }
  await host.api.call('pause', { scope: 'all' }, OWNER);
  const before = await lookAt(host, foreign);
  const asks = questions(foreign, own);
  const appCalls = Object.entries(outboxContract)
    .filter(([, spec]) => spec.callers.includes('app'))
    .map(([name]) => name);
  // Uploads have no items; test/unit/apps/file-capabilities.test.ts has whose they are.
  const untested = appCalls.filter((name) => !(name in asks) && !name.startsWith('uploads.'));
  expect(untested).toEqual([]);

  const asked = fc
    .constantFrom(...(Object.keys(asks) as CallName[]))
    .chain((name) =>
      (asks[name] as fc.Arbitrary<CallInput<CallName>>).map((input) => ({ name, input })),
    );
  await fc.assert(
    fc.asyncProperty(asked, async ({ name, input }) => {
      const result = await host.api.call(name, input, MINE);
      const answer = JSON.stringify(result);
      if ('id' in input && foreign.includes(input.id))
        expect(result, name).toMatchObject({ error: { code: 'ITEM_NOT_FOUND' } });
      // What the app itself said comes back to it, and nothing else does.
      const said = JSON.stringify(input);
      for (const id of foreign)
        expect(answer.includes(id) && !said.includes(id), `${name}: ${id} in ${answer}`).toBe(
          false,
        );
      const told = answer
        .replaceAll(`ref-${SECRET}`, '')
        .replaceAll(`key-${SECRET}`, '')
        .replaceAll(`request-${SECRET}`, '');
      const echo = told.includes('"SEARCH_INVALID"') || told.includes('"REF_UNKNOWN"');
      expect(told.includes(SECRET) && !echo, `${name}: ${answer}`).toBe(false);
    }),
    { numRuns: 400 },
  );
  expect(await lookAt(host, foreign)).toBe(before);
  for (const name of [
    'stats',
    'changes',
    'count',
    'groups',
    'accounts.list',
    'apps.list',
    'curl',
  ] as const) {
    const input = { changes: { cursor: 0 }, count: { items: { all: true } }, curl: { id: own[0] } };
    const given = (input as Record<string, unknown>)[name] ?? {};
    expect(await host.api.call(name, given as CallInput<typeof name>, MINE)).toMatchObject({
      error: { code: 'NOT_ALLOWED' },
    });
  }
});

test('an app whose grant is taken back may do nothing from then on, also with calls that wait', async () => {
  const host = await realHost(join(tempFolder(), 'home'));
  await host.api.call('apps.save', anApp('mine'), OWNER);
  const added = await host.api.call(
    'enqueue',
    { method: 'POST', url: 'http://127.0.0.1:9/inbox/own' },
    MINE,
  );
  if (!added.ok) throw new Error(added.error.code);
  const { id } = added.value;
  const waiting = host.api.call('waitFor', { id, timeoutMs: 60_000 }, MINE);
  expect(await host.api.call('apps.remove', { id: 'mine' }, OWNER)).toMatchObject({ ok: true });
  const unknown = { error: { code: 'APP_UNKNOWN', params: { app: 'mine' } } };
  expect(await host.api.call('get', { id }, MINE)).toMatchObject(unknown);
  expect(await host.api.call('cancel', { items: { all: true } }, MINE)).toMatchObject(unknown);
  await host.api.call('cancel', { items: { ids: [id] } }, OWNER);
  expect(await waiting).toMatchObject(unknown);
  // Its items are a person's to decide about.
  expect(await host.api.call('get', { id }, OWNER)).toMatchObject({ value: { item: { id } } });
});

test('an app that a person changes in settings.json has what stands there, at once', async () => {
  const host = await realHost(join(tempFolder(), 'home'));
  expect(await host.api.call('apps.open', { id: 'mine' }, OWNER)).toMatchObject({
    error: { code: 'APPS_NEED_WINDOWS' },
  });
  await host.api.call('settings.set', { changes: { 'slots.all': 3 } }, OWNER);
  await host.api.call('apps.save', anApp('mine', { quota: { open: 1 } }), OWNER);
  expect(await host.api.call('settings.get', {}, OWNER)).toMatchObject({
    value: { settings: { 'slots.all': 3 }, problems: [] },
  });
  const request = { method: 'POST', url: 'http://127.0.0.1:9/inbox/own' };
  expect(await host.api.call('enqueue', request, MINE)).toMatchObject({ ok: true });
  expect(await host.api.call('enqueue', request, MINE)).toMatchObject({
    error: { code: 'QUOTA_OPEN' },
  });
  await host.api.call('apps.save', anApp('mine'), OWNER);
  expect(await host.api.call('enqueue', request, MINE)).toMatchObject({ ok: true });
  expect(await host.api.call('apps.status', {}, MINE)).toMatchObject({
    value: { app: { id: 'mine' }, usage: { open: 2, today: 2 }, counts: { queued: 2 } },
  });
});
