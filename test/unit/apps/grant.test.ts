import { beforeEach, describe, expect, it } from 'vitest';
import { appMay } from '../../../electron/core/apps/app-acts.ts';
import { readApps } from '../../../electron/core/apps/read-apps.ts';
import { carryOut } from '../../../electron/core/commands.ts';
import type { RequestInput } from '../../../shared/contracts/request-input.ts';
import { PRACTICE_ACCOUNT } from '../../../shared/outbox/account.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import { anApp } from '../../support/an-app.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

const FORMS: Source = { kind: 'app', app: 'forms' };

const VALUE = '{{ref:visit.response.body.id}}';

let bench: OutboxBench;

const send = (request: Partial<RequestInput> = {}, source: Source = FORMS) =>
  bench.outbox.enqueue({ method: 'POST', url: 'http://127.0.0.1:9/inbox/a', ...request }, source);

const code = async (sent: ReturnType<typeof send>) => {
  const result = await sent;
  return result.ok ? 'ok' : result.error.code;
};

const account = (name: string) =>
  bench.store.write((tx) => {
    tx.saveAccount({
      name,
      origins: ['http://127.0.0.1:9'],
      auth: { kind: 'none' },
      contract: null,
      verify: [],
      managed: false,
      idempotency: null,
      ca: null,
      unknownOutcome: null,
      identity: null,
      people: [],
      session: { state: 'signedIn', keptBy: null, since: 0, person: null },
    });
    return { ok: true, value: null };
  });

beforeEach(() => {
  bench = createOutboxBench();
  bench.apps.set('forms', anApp('forms', { bodyBytes: 20, files: 1 }));
});

describe('a request of an app', () => {
  it('is taken within its grant, and refused without one', async () => {
    expect(await code(send())).toBe('ok');
    expect(await code(send({}, { kind: 'app', app: 'other' }))).toBe('APP_UNKNOWN');
    bench.apps.delete('forms');
    expect(await code(send())).toBe('APP_UNKNOWN');
  });

  it.each([
    ['x'.repeat(41), { body: { kind: 'text', text: VALUE } }],
    ['17', { url: `http://127.0.0.1:9/inbox/${VALUE}` }],
  ] as const)(
    'is not sent if it is beyond its grant with the value %s in it',
    async (id, request) => {
      const targets = [{ url: 'http://127.0.0.1:*/inbox/:name([^1]+)' }];
      bench.apps.set('forms', anApp('forms', { bodyBytes: 40, targets }));
      await bench.dispatcher.start();
      const parent = await send({ ref: 'visit' });
      const child = await send(request);
      await bench.settle();
      const inline = new TextEncoder().encode(`{"id":"${id}"}`);
      bench.runner
        .of(parent.ok ? parent.value.id : '')
        .answer({ kind: 'delivered', status: 201 }, 'complete', {
          response: { status: 201, statusText: '', httpVersion: '1.1', headers: [] },
          body: { bytes: inline.length, inline, file: null, truncated: null },
        });
      await bench.settle();
      expect(child.ok && bench.item(child.value.id)).toMatchObject({
        state: 'attention',
        attempts: 0,
        reason: { code: 'VALUE_UNFIT', cause: 'NOT_GRANTED' },
      });
    },
  );

  it.each<[string, Partial<RequestInput>]>([
    ['TARGET_NOT_GRANTED', { url: 'http://127.0.0.1:9/admin' }],
    ['TARGET_NOT_GRANTED', { url: 'http://127.0.0.1:9/inbox/../admin' }],
    ['TARGET_NOT_GRANTED', { url: 'http://127.0.0.2:9/inbox/a' }],
    ['TARGET_NOT_GRANTED', { method: 'GET' }],
    ['PRIORITY_NOT_GRANTED', { priority: 'urgent' }],
    ['PRIORITY_NOT_GRANTED', { priority: 3 }],
    ['ACCOUNT_NOT_GRANTED', { account: 'clinic' }],
    ['SIZE_NOT_GRANTED', { body: { kind: 'text', text: 'x'.repeat(21) } }],
  ])('is refused with %s: %o', async (refusal, request) => {
    await account('clinic');
    expect(await code(send(request))).toBe(refusal);
    // Everybody else may.
    expect(await code(send(request, { kind: 'cli' }))).toBe('ok');
    expect(bench.store.read.appUsage('forms', 0).open).toBe(0);
  });

  it('says which of several requests was refused, and none of them is taken', async () => {
    const result = await bench.outbox.enqueueMany(
      ['/inbox/a', '/admin'].map((path) => ({ method: 'POST', url: `http://127.0.0.1:9${path}` })),
      FORMS,
    );
    expect(result).toMatchObject({ error: { code: 'TARGET_NOT_GRANTED', params: { entry: 2 } } });
    expect(bench.store.read.appUsage('forms', 0).open).toBe(0);
  });

  it('travels with no account that the app may not use, whoever else may', async () => {
    await account('clinic');
    const plain = await send();
    expect(plain).toMatchObject({ value: { account: null } });
    bench.apps.set('forms', anApp('forms', { accounts: ['clinic'] }));
    expect(await send()).toMatchObject({ value: { account: 'clinic' } });
    await account('other');
    expect(await send()).toMatchObject({ value: { account: 'clinic' } });
    expect(await code(send({}, { kind: 'cli' }))).toBe('ACCOUNT_AMBIGUOUS');
    expect(await code(send({ account: PRACTICE_ACCOUNT }))).toBe('ACCOUNT_NOT_GRANTED');
  });
});

describe('a quota', () => {
  it('bounds the items that are open, counted while they are accepted', async () => {
    bench.apps.set('forms', anApp('forms', { quota: { open: 3 } }));
    const sent = await Promise.all(Array.from({ length: 5 }, () => code(send())));
    expect(sent.toSorted()).toEqual(['QUOTA_OPEN', 'QUOTA_OPEN', 'ok', 'ok', 'ok']);
    bench.apps.set('other', anApp('other', { quota: { open: 3 } }));
    expect(await code(send({}, { kind: 'app', app: 'other' }))).toBe('ok');
    expect(await code(send({}, { kind: 'cli' }))).toBe('ok');
    const many = await bench.outbox.enqueueMany(
      Array.from({ length: 3 }, () => ({ method: 'POST', url: 'http://127.0.0.1:9/inbox' })),
      { kind: 'app', app: 'other' },
    );
    expect(many).toMatchObject({ error: { code: 'QUOTA_OPEN', params: { entry: 3 } } });
  });

  it('bounds the items of a day; a request that was accepted before is answered all the same', async () => {
    bench.apps.set('forms', anApp('forms', { quota: { perDay: 2 } }));
    expect(await code(send({ requestId: 'r' }))).toBe('ok');
    bench.time.advance(3_600_000);
    expect(await code(send())).toBe('ok');
    expect(await code(send())).toBe('QUOTA_DAY');
    expect(await code(send({ requestId: 'r' }))).toBe('ok');
    bench.time.advance(23 * 3_600_000);
    expect(await code(send())).toBe('ok');
    expect(await code(send())).toBe('QUOTA_DAY');
  });
});

it('an app may send again what its grant still covers, and nothing else', async () => {
  const item = await send();
  if (!item.ok) throw new Error(item.error.code);
  await bench.dispatcher.start();
  await bench.settle();
  bench.runner.of(item.value.id).answer({ kind: 'rejected', status: 422 });
  await bench.settle();
  const retry = async () => {
    const apps = { find: (id: string) => bench.apps.get(id) ?? null };
    const command = { kind: 'retry', force: false } as const;
    const done = await carryOut(
      bench.commandDeps,
      { ids: [item.value.id] },
      command,
      FORMS,
      appMay(apps, FORMS, command),
    );
    return done.ok ? [done.value.done, done.value.refusals[0]?.code] : done.error.code;
  };
  bench.apps.set('forms', anApp('forms', { targets: [] }));
  expect(await retry()).toEqual([0, 'TARGET_NOT_GRANTED']);
  bench.apps.set('forms', anApp('forms'));
  expect(await retry()).toEqual([1, undefined]);
});

describe('apps in the file of settings', () => {
  const app = { id: 'forms', name: 'Forms', url: 'apps/forms' };

  it('have what they do not say as little as possible', () => {
    expect(readApps([app]).apps[0]?.grant).toMatchObject({
      targets: [],
      accounts: [],
      privateNetwork: false,
      permissions: [],
      navigation: [],
      setTokens: false,
      priorities: ['low', 'normal'],
    });
  });

  it.each([
    [{ ...app, url: '../secrets' }, 'url'],
    [{ ...app, url: '/etc' }, 'url'],
    [{ ...app, url: 'apps/.ssh' }, 'url'],
    [{ ...app, url: 'apps/../vault' }, 'url'],
    [{ ...app, url: 'vault' }, 'url'],
    [{ ...app, url: 'apps' }, 'url'],
    [{ ...app, id: 'practice-inspection' }, 'id'],
    [{ ...app, url: 'file:///etc' }, 'url'],
    [{ ...app, url: 'https://u:p@forms.example/' }, 'url'],
    [{ ...app, id: 'A B' }, 'id'],
    [{ ...app, grant: { targets: [{ url: 'https://*/*' }] } }, 'grant.targets.0.url'],
    [{ ...app, grant: { navigation: ['https://forms.example/path'] } }, 'grant.navigation.0'],
    [{ ...app, grant: { everything: true } }, 'grant'],
    ['forms', ''],
  ])('grant nothing when they are wrong, and the others stay: %o', (wrong, place) => {
    const { apps, problems } = readApps([wrong, { ...app, id: 'ok' }]);
    expect(apps.map(({ id }) => id)).toEqual(['ok']);
    expect(problems).toEqual([{ entry: 1, detail: expect.stringContaining(`${place}: `) }]);
  });

  it('are of one id the first, so that nobody is granted more by an entry below', () => {
    const { apps, problems } = readApps([app, { ...app, grant: { setTokens: true } }]);
    expect(apps.map(({ grant }) => grant.setTokens)).toEqual([false]);
    expect(problems).toMatchObject([{ entry: 2 }]);
  });

  it('are none when the list is none', () => {
    expect(readApps({ forms: app })).toMatchObject({ apps: [], problems: [{ entry: 0 }] });
  });
});
