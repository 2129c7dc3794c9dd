import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import { openHost } from '../../../electron/headless/index.ts';
import { useCredentialsFile } from '../../support/credentials.ts';
import type { KillPoint } from '../../support/mortal-broker.ts';
import { signInAs } from '../../support/oidc-person.ts';
import { oidcServer } from '../../support/oidc-server.ts';
import { addMany, atRest, details, realHost } from '../../support/real-host.ts';
import { spawnSource } from '../../support/spawned.ts';
import { tempFolder } from '../../support/temp-folder.ts';

// The cases of research/reliability.md 6.5 that want a server, against one that nobody here wrote. T-04 to T-09 stand
// where their parts are tested.

const CLI = { kind: 'cli' } as const;

/** A host with a signed-in account, on a server whose tokens live long unless somebody says otherwise. */
async function signedIn() {
  const server = await oidcServer({ tokenLifeS: 600 });
  const file = useCredentialsFile();
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  await host.api.call('accounts.save', server.account('ada'), CLI);
  await signInAs(host, 'ada', 'ada');
  return { server, file, home, host };
}

type Signed = Awaited<ReturnType<typeof signedIn>>;

const addTo = ({ server }: Pick<Signed, 'server'>, host: Host, account: string, count: number) =>
  addMany(
    host,
    Array.from({ length: count }, (_, n) => ({
      method: 'POST' as const,
      url: `${server.url}/inbox/${account}/${n}`,
      account,
    })),
  );

const statesOf = async (host: Host, ids: readonly string[]) => {
  const all = await Promise.all(ids.map((id) => details(host, id)));
  return [...new Set(all.map(({ item }) => item.state))];
};

const gatesOf = async (host: Host) => {
  const stats = await host.api.call('stats', {}, CLI);
  return stats.ok ? stats.value.gates.map(({ reason }) => reason.code) : [];
};

test('T-01: fifty items that meet 401 at the same time cause exactly one refresh', async () => {
  const { server, host } = await signedIn();
  server.expireTokens();
  const ids = await addTo({ server }, host, 'ada', 50);
  await host.sending.start();
  await atRest(host);
  expect(await statesOf(host, ids)).toEqual(['delivered']);
  expect(server.counts).toEqual({ signIns: 1, refreshes: 1, reuseAlarms: 0 });
  expect([...server.effects.values()]).toEqual(Array.from({ length: 50 }, () => 1));
});

describe('T-02: kill -9 of the host', () => {
  const cases: readonly (readonly [KillPoint, 'goes on' | 'waits for a sign-in'])[] = [
    ['before the call', 'goes on'],
    ['after the rotation', 'waits for a sign-in'],
    ['before the write', 'waits for a sign-in'],
    ['after it', 'goes on'],
  ];
  test.each(cases)('%s of a refresh: no item is lost, and it %s', async (point, then) => {
    const { server, home, host } = await signedIn();
    const ids = await addTo({ server }, host, 'ada', 5);
    await host.close(0);
    const killed = spawnSource('test/support/mortal-host.ts', [home, point]);
    expect(await killed.ended).toBeNull();
    expect(killed.child.signalCode).toBe('SIGKILL');

    const next = await realHost(home);
    await next.sending.start();
    await atRest(next);
    const goesOn = then === 'goes on';
    expect(await statesOf(next, ids)).toEqual([goesOn ? 'delivered' : 'queued']);
    expect(await gatesOf(next)).toEqual(goesOn ? [] : ['SIGN_IN_NEEDED']);
    if (!goesOn) await signInAs(next, 'ada', 'ada');
    await expect.poll(() => statesOf(next, ids)).toEqual(['delivered']);
    expect([...server.effects.values()]).toEqual([1, 1, 1, 1, 1]);
    expect(server.counts.reuseAlarms).toBe(goesOn ? 0 : 1);
  });
});

test('a host that is told to stop at once waits for the tokens of a refresh under way, and keeps them', async () => {
  const { server, home, file, host } = await signedIn();
  const before = readFileSync(file, 'utf8');
  server.expireTokens();
  server.delayTokensOnce(1_500);
  const ids = await addTo({ server }, host, 'ada', 2);
  await host.sending.start();
  await expect.poll(() => server.counts.refreshes).toBe(1);
  expect(readFileSync(file, 'utf8'), 'the tokens are still under way').toBe(before);
  await host.close(0);
  expect(readFileSync(file, 'utf8')).not.toBe(before);

  const next = await realHost(home);
  await next.sending.start();
  await expect.poll(() => statesOf(next, ids)).toEqual(['delivered']);
  expect(server.counts).toEqual({ signIns: 1, refreshes: 2, reuseAlarms: 0 });
});

test('T-03: an answer that is lost after the rotation ends in a sign-in, in clear words, with every item kept', async () => {
  const { server, file, host } = await signedIn();
  const kept = readFileSync(file, 'utf8');
  server.expireTokens();
  server.loseTokensOnce();
  const [id = ''] = await addTo({ server }, host, 'ada', 1);
  await host.sending.start();
  await expect.poll(() => gatesOf(host)).toEqual(['TOKEN_TROUBLE']);
  expect(readFileSync(file, 'utf8')).toBe(kept);
  await host.api.call('sync', {}, CLI);
  await expect.poll(() => gatesOf(host)).toEqual(['SIGN_IN_NEEDED']);
  expect(server.counts).toMatchObject({ refreshes: 1, reuseAlarms: 1 });
  expect(await host.api.call('explain', { id }, CLI)).toMatchObject({
    value: [{ code: 'GATE_CLOSED', key: 'ada', reason: { code: 'SIGN_IN_NEEDED' } }],
  });
  expect(await statesOf(host, [id])).toEqual(['queued']);
  await signInAs(host, 'ada', 'ada');
  await expect.poll(() => statesOf(host, [id])).toEqual(['delivered']);
});

test('T-10: a second host for the same profile is refused, and neither refreshes nor sends', async () => {
  const { server, home, host } = await signedIn();
  await addTo({ server }, host, 'ada', 3);
  expect(await openHost({ home })).toMatchObject({ error: { code: 'PROFILE_IN_USE' } });
  expect(server.entries).toEqual([]);
  expect(server.counts).toEqual({ signIns: 1, refreshes: 0, reuseAlarms: 0 });
});

test('T-11: whoever signs out, or in beside, while items are on the wire: none goes as somebody else', async () => {
  const { server, host } = await signedIn();
  await host.api.call('accounts.save', server.account('bob'), CLI);
  const release = server.holdInbox();
  const ids = await addTo({ server }, host, 'ada', 10);
  await host.sending.start();
  await expect.poll(() => server.entries.length).toBeGreaterThan(0);
  await host.api.call('accounts.signOut', { name: 'ada' }, CLI);
  await signInAs(host, 'bob', 'bob');
  const onTheWire = server.entries.length;
  release();
  const ofBob = await addTo({ server }, host, 'bob', 3);
  await expect.poll(() => statesOf(host, ofBob)).toEqual(['delivered']);
  await atRest(host);
  expect((await statesOf(host, ids)).toSorted()).toEqual(['delivered', 'queued']);
  expect(server.entries.filter(({ path }) => path.startsWith('/inbox/ada'))).toHaveLength(
    onTheWire,
  );

  await signInAs(host, 'ada', 'ada');
  await expect.poll(() => statesOf(host, ids)).toEqual(['delivered']);
  const sentAs = server.entries.map(({ path, user }) => `${path.split('/')[2]} as ${user}`);
  expect(new Set(sentAs)).toEqual(new Set(['ada as ada', 'bob as bob']));
});
