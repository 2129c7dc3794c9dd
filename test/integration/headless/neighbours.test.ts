import { expect, it } from 'vitest';
import { ledgerOf, practice } from '../../support/practice.ts';
import { add, atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const json = { kind: 'json', value: { a: 1 } } as const;

it('lets a server that answers with web pages stop neither another server nor its own healthy path', async () => {
  const sick = await practice();
  const healthy = await practice();
  const host = await realHost(tempFolder());
  const pages: string[] = [];
  const others: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    pages.push(
      await add(host, {
        method: 'POST',
        url: `${sick.url}/inbox/wrong/${n}?html`,
        body: json,
        priority: 'urgent',
      }),
    );
  }
  for (let n = 0; n < 3; n += 1) {
    others.push(
      await add(host, {
        method: 'POST',
        url: `${sick.url}/inbox/right`,
        body: json,
        priority: 'low',
      }),
    );
    others.push(
      await add(host, {
        method: 'POST',
        url: `${healthy.url}/inbox/right`,
        body: json,
        priority: 'low',
      }),
    );
  }
  await host.sending.start();
  await atRest(host);
  for (const id of others) expect((await details(host, id)).item.state).toBe('delivered');
  for (const id of pages) {
    const { item, attempts } = await details(host, id);
    expect(item).toMatchObject({ state: 'attention', reason: { code: 'SUSPECT', times: 3 } });
    expect(attempts).toHaveLength(3);
    const range = { offset: 0, length: 10_000 };
    const page = await host.api.call(
      'responseRange',
      { id, attempt: 3, ...range },
      { kind: 'cli' },
    );
    expect(page.ok && new TextDecoder().decode(page.value.bytes)).toMatch(/<form/);
  }
});

it('lets an unreachable server cost the others nothing', async () => {
  const gone = await practice();
  const healthy = await practice();
  await gone.goOffline();
  const host = await realHost(tempFolder());
  const waiting: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    waiting.push(
      await add(host, {
        method: 'POST',
        url: `${gone.url}/inbox/a`,
        body: json,
        priority: 'urgent',
      }),
    );
  }
  const sent = await add(host, {
    method: 'POST',
    url: `${healthy.url}/inbox/a`,
    body: json,
    priority: 'low',
  });
  await host.sending.start();
  const delivered = new Promise<void>((resolve) => {
    const look = (): void =>
      void details(host, sent).then(({ item }) =>
        item.state === 'delivered' ? resolve() : undefined,
      );
    host.onChange(look);
    look();
  });
  await delivered;
  const gates = async () => {
    const stats = await host.api.call('stats', {}, { kind: 'cli' });
    return stats.ok ? stats.value.gates.map(({ key, reason }) => [key, reason.code]) : [];
  };
  await expect.poll(gates).toEqual([[gone.url, 'UNREACHABLE']]);
  const states = await Promise.all(waiting.map(async (id) => (await details(host, id)).item));
  expect(states.every((item) => item.state !== 'attention' && item.budget.counted === 0)).toBe(
    true,
  );
  // Some were on their way when it closed, and since then one asks for all.
  expect(states.filter(({ attempts }) => attempts > 0).length).toBeLessThan(10);
  await gone.goOnline();
  await host.api.call('sync', {}, { kind: 'cli' });
  await atRest(host);
  expect((await ledgerOf(gone.url)).effects).toHaveLength(20);
});

it('follows a redirect within the origin as an attempt of its own, and none to another origin', async () => {
  const server = await practice();
  const elsewhere = await practice();
  const host = await realHost(tempFolder());
  const near = await add(host, {
    method: 'POST',
    url: `${server.url}/inbox/a?redirect=307&to=/inbox/b`,
    body: json,
  });
  const far = await add(host, {
    method: 'POST',
    url: `${server.url}/inbox/a?redirect=308&to=${encodeURIComponent(`${elsewhere.url}/inbox/b`)}`,
    body: json,
  });
  const found = await add(host, {
    method: 'POST',
    url: `${server.url}/inbox/a?redirect=302&to=/inbox/b`,
    body: json,
  });
  await host.sending.start();
  await atRest(host);
  const nearby = await details(host, near);
  expect(nearby.item.state).toBe('delivered');
  expect(nearby.attempts.map((attempt) => [attempt.outcome?.kind, attempt.counted])).toEqual([
    ['redirected', false],
    ['delivered', true],
  ]);
  expect((await details(host, far)).item).toMatchObject({
    state: 'attention',
    reason: { code: 'MISDIRECTED', otherOrigin: true },
  });
  expect((await details(host, found)).item).toMatchObject({
    state: 'attention',
    reason: { code: 'MISDIRECTED', status: 302 },
  });
  expect((await ledgerOf(elsewhere.url)).entries).toEqual([]);
});

it('delivers once when the answer is lost, and remembers that it may have arrived', async () => {
  const server = await practice();
  const host = await realHost(tempFolder());
  const id = await add(host, {
    method: 'POST',
    url: `${server.url}/inbox/a?commit-then-drop`,
    body: json,
  });
  const ask = await add(host, {
    method: 'POST',
    url: `${server.url}/inbox/b?commit-then-drop`,
    body: json,
    unknownOutcome: 'ask',
  });
  await host.sending.start();
  await atRest(host);
  const { item, attempts } = await details(host, id);
  expect(item).toMatchObject({ state: 'delivered', mayHaveArrived: true });
  expect(attempts.map((attempt) => attempt.outcome?.kind)).toEqual(['unknown', 'delivered']);
  expect((await details(host, ask)).item.state).toBe('unconfirmed');
  expect(
    (await ledgerOf(server.url)).effects.filter((effect) => effect.key === item.idempotencyKey),
  ).toHaveLength(1);
});
