import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import { anApp } from '../../support/an-app.ts';
import { useCredentialsFile } from '../../support/credentials.ts';
import { signInAs } from '../../support/oidc-person.ts';
import { type OidcServer, oidcServer } from '../../support/oidc-server.ts';
import { addMany, atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer } from '../cli/answers.ts';
import { runHere } from '../cli/in-process.ts';

// Two people share one account of one machine, as field staff share a tablet.

const CLI = { kind: 'cli' } as const;
const FIELD = 'field';

async function tablet() {
  const server = await oidcServer({ tokenLifeS: 600 });
  const file = useCredentialsFile();
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  const saved = await host.api.call('accounts.save', server.account(FIELD), CLI);
  if (!saved.ok) throw new Error(saved.error.code);
  return { server, file, home, host };
}

const write = (host: Host, server: OidcServer, who: string, count: number) =>
  addMany(
    host,
    Array.from({ length: count }, (_, n) => ({
      method: 'POST' as const,
      url: `${server.url}/inbox/${who}/${n}`,
    })),
  );

const statesOf = async (host: Host, ids: readonly string[]) =>
  new Set((await Promise.all(ids.map((id) => details(host, id)))).map(({ item }) => item.state));

/** As whom what was written by whom arrived. */
const sentAs = ({ entries }: OidcServer) =>
  new Set(entries.map(({ path, user }) => `${path.split('/')[2]} as ${user}`));

const heldFor = async (host: Host) => {
  const stats = await host.api.call('stats', {}, CLI);
  return stats.ok ? stats.value.heldFor : [];
};

const why = async (host: Host, id: string) => {
  const explained = await host.api.call('explain', { id }, CLI);
  return explained.ok ? explained.value[0] : null;
};

test("what Ann wrote is held while Ben is signed in, and goes on when she is back; Ben's goes at once", async () => {
  const { server, host } = await tablet();
  const before = await write(host, server, 'ann', 2);
  await signInAs(host, FIELD, 'ann');
  const ofAnn = [...before, ...(await write(host, server, 'ann', 3))];
  await signInAs(host, FIELD, 'ben');
  const ofBen = await write(host, server, 'ben', 2);
  await host.sending.start();
  await expect.poll(() => statesOf(host, ofBen)).toEqual(new Set(['delivered']));
  await atRest(host);
  expect(await statesOf(host, ofAnn)).toEqual(new Set(['queued']));
  expect(sentAs(server)).toEqual(new Set(['ben as ben']));
  expect(await heldFor(host)).toEqual([
    { account: FIELD, person: 'Ann', signedIn: 'Ben', items: 5 },
  ]);
  expect(await why(host, ofAnn[0] ?? '')).toMatchObject({
    code: 'GATE_CLOSED',
    reason: { code: 'OTHER_PERSON', person: 'Ann', signedIn: 'Ben' },
  });
  await signInAs(host, FIELD, 'ann');
  await expect.poll(() => statesOf(host, ofAnn)).toEqual(new Set(['delivered']));
  expect(sentAs(server)).toEqual(new Set(['ben as ben', 'ann as ann']));
  expect(await heldFor(host)).toEqual([]);
});

test('whose an item is, is said of each: by show in words and as JSON, and to no embedded app', async () => {
  const { server, home, host } = await tablet();
  const [nobodys = ''] = await write(host, server, 'nobody', 1);
  const show = async (id: string) => {
    const text = await runHere(['show', id], { home });
    const { value } = await answer('show', [id], { home });
    return [/^ {2}written by {2}(.*)$/m.exec(text.stdout)?.[1], value.person];
  };
  expect(await show(nobodys)).toEqual([undefined, null]);
  await signInAs(host, FIELD, 'ann');
  const [anns = ''] = await write(host, server, 'ann', 1);
  await signInAs(host, FIELD, 'ben');
  expect(await show(nobodys)).toEqual(['Ann', { name: 'Ann' }]);
  expect(await show(anns)).toEqual(['Ann', { name: 'Ann' }]);
  const app = { kind: 'app', app: 'forms' } as const;
  await host.api.call('apps.save', anApp('forms', { accounts: [FIELD] }), { kind: 'window' });
  const request = { method: 'POST', url: `${server.url}/inbox/ben/1`, account: FIELD } as const;
  const added = await host.api.call('enqueue', request, app);
  const id = added.ok ? added.value.id : '';
  expect(await show(id)).toEqual(['Ben', { name: 'Ben' }]);
  expect(await host.api.call('get', { id }, app)).toMatchObject({
    value: { item: { id, subject: null }, person: null },
  });
  await host.api.call('accounts.remove', { name: FIELD }, CLI);
  expect(await show(anns)).toEqual(['somebody whose name is not known', { name: null }]);
});

test('who is signed in, and whose what is, is known after a restart; the id that the server has is nowhere', async () => {
  const { server, file, home, host } = await tablet();
  await signInAs(host, FIELD, 'annabella-4711');
  const ofAnn = await write(host, server, 'ann', 2);
  await signInAs(host, FIELD, 'ben');
  await host.close(0);

  const next = await realHost(home);
  await next.sending.start();
  const ofBen = await write(next, server, 'ben', 1);
  await expect.poll(() => statesOf(next, ofBen)).toEqual(new Set(['delivered']));
  await atRest(next);
  expect(await statesOf(next, ofAnn)).toEqual(new Set(['queued']));
  await signInAs(next, FIELD, 'annabella-4711');
  await expect.poll(() => statesOf(next, ofAnn)).toEqual(new Set(['delivered']));
  expect(sentAs(server)).toEqual(new Set(['ben as ben', 'ann as annabella-4711']));
  await next.close(0);
  for (const path of [file, join(home, 'outtray.db')])
    expect(readFileSync(path, 'latin1')).not.toContain('annabella-4711');
});

test('T-11: a person who takes over mid-send gets nothing of the former one sent', async () => {
  const { server, host } = await tablet();
  await signInAs(host, FIELD, 'ann');
  const release = server.holdInbox();
  const ofAnn = await write(host, server, 'ann', 8);
  await host.sending.start();
  await expect.poll(() => server.entries.length).toBe(4);
  await signInAs(host, FIELD, 'ben');
  const ofBen = await write(host, server, 'ben', 2);
  release();
  await expect.poll(() => statesOf(host, ofBen)).toEqual(new Set(['delivered']));
  await atRest(host);
  expect(await statesOf(host, ofAnn)).toEqual(new Set(['delivered', 'queued']));
  expect(sentAs(server)).toEqual(new Set(['ann as ann', 'ben as ben']));
  expect(server.entries.filter(({ path }) => path.startsWith('/inbox/ann'))).toHaveLength(4);
});

test('T-11: what was on its way and is refused is not sent again with the token of the next one', async () => {
  const { server, host } = await tablet();
  await signInAs(host, FIELD, 'ann');
  server.expireTokens();
  const release = server.holdInbox();
  const [id = ''] = await write(host, server, 'ann', 1);
  await host.sending.start();
  await expect.poll(() => server.entries.length).toBe(1);
  await signInAs(host, FIELD, 'ben');
  release();
  await expect.poll(() => statesOf(host, [id])).toEqual(new Set(['queued']));
  await atRest(host);
  expect(sentAs(server)).toEqual(new Set(['ann as null']));
  await signInAs(host, FIELD, 'ann');
  await expect.poll(() => statesOf(host, [id])).toEqual(new Set(['delivered']));
  expect(sentAs(server)).toEqual(new Set(['ann as null', 'ann as ann']));
});

test('what is written after Ann signed out is of whoever signs in next', async () => {
  const { server, host } = await tablet();
  await signInAs(host, FIELD, 'ann');
  const ofAnn = await write(host, server, 'ann', 1);
  await host.api.call('accounts.signOut', { name: FIELD }, CLI);
  const ofNext = await write(host, server, 'ben', 2);
  await host.sending.start();
  await signInAs(host, FIELD, 'ben');
  await expect.poll(() => statesOf(host, ofNext)).toEqual(new Set(['delivered']));
  await atRest(host);
  expect(await statesOf(host, ofAnn)).toEqual(new Set(['queued']));
  expect(sentAs(server)).toEqual(new Set(['ben as ben']));
});

test('tokens that come as somebody else’s from a refresh are not used: the session is over', async () => {
  const { server, host } = await tablet();
  await signInAs(host, FIELD, 'ann');
  server.expireTokens();
  server.refreshAs('mallory');
  const ofAnn = await write(host, server, 'ann', 1);
  await host.sending.start();
  await expect
    .poll(() => why(host, ofAnn[0] ?? ''))
    .toMatchObject({
      reason: { code: 'SIGN_IN_NEEDED' },
    });
  expect(server.counts.refreshes).toBe(1);
  expect(await statesOf(host, ofAnn)).toEqual(new Set(['queued']));
  server.refreshAs(null);
  await signInAs(host, FIELD, 'ann');
  await expect.poll(() => statesOf(host, ofAnn)).toEqual(new Set(['delivered']));
});

test('an account that learns from a refresh whose its tokens are goes by that from then on', async () => {
  const { server, file, host } = await tablet();
  await signInAs(host, FIELD, 'ann');
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { refreshToken: string }>;
  const { refreshToken } = stored[FIELD] ?? { refreshToken: '' };
  await host.api.call('accounts.signOut', { name: FIELD }, CLI);
  const ids = await write(host, server, 'ann', 1);
  await host.api.call('accounts.setTokens', { name: FIELD, tokens: { refreshToken } }, CLI);
  const known = async () => {
    const all = await host.api.call('accounts.list', {}, CLI);
    return all.ok ? all.value[0]?.person : undefined;
  };
  expect(await known()).toBeNull();
  await host.sending.start();
  await expect.poll(() => statesOf(host, ids)).toEqual(new Set(['delivered']));
  await expect.poll(known).toEqual({ name: 'Ann' });
});
