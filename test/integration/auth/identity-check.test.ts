import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import type { CallInput } from '../../../shared/contracts/outbox-api.ts';
import { useCredentialsFile } from '../../support/credentials.ts';
import { practice } from '../../support/practice.ts';
import { logIn } from '../../support/practice-login.ts';
import { add, atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const CLI = { kind: 'cli' } as const;

/** An account that is signed in with tokens, and asks the practice server whose they are. */
async function field(identityAt = '/id') {
  const server = await practice();
  useCredentialsFile();
  const host = await realHost(join(tempFolder(), 'home'));
  const account: CallInput<'accounts.save'> = {
    name: 'field',
    origins: [server.url],
    auth: {
      kind: 'bearer',
      refresh: { kind: 'oauth2', tokenUrl: `${server.url}/token`, clientId: 'app' },
    },
    identity: { url: `${server.url}/me`, subject: identityAt, name: '/name' },
  };
  const saved = await host.api.call('accounts.save', account, CLI);
  if (!saved.ok) throw new Error(JSON.stringify(saved.error));
  const signIn = async (user: string) => {
    const { accessToken, refreshToken } = await logIn(server.url, user);
    const tokens = { accessToken, refreshToken };
    return host.api.call('accounts.setTokens', { name: 'field', tokens }, CLI);
  };
  const write = (who: string) =>
    add(host, { method: 'POST', url: `${server.url}/inbox/${who}?auth` });
  return { server, host, account, signIn, write };
}

const stateOf = async (host: Host, id: string) => (await details(host, id)).item.state;

const why = async (host: Host, id: string) => {
  const explained = await host.api.call('explain', { id }, CLI);
  return explained.ok ? explained.value.map((one) => ('reason' in one ? one.reason : one)) : [];
};

test('two people with tokens of their own: an identity check tells them apart', async () => {
  const { host, signIn, write } = await field();
  expect(await signIn('ann')).toMatchObject({ value: { person: { name: 'ann' } } });
  const ofAnn = await write('ann');
  expect(await signIn('ben')).toMatchObject({ value: { person: { name: 'ben' } } });
  const ofBen = await write('ben');
  await host.sending.start();
  await expect.poll(() => stateOf(host, ofBen)).toBe('delivered');
  await atRest(host);
  expect(await stateOf(host, ofAnn)).toBe('queued');
  expect(await why(host, ofAnn)).toMatchObject([
    { code: 'OTHER_PERSON', person: 'ann', signedIn: 'ben' },
  ]);
  await signIn('ann');
  await expect.poll(() => stateOf(host, ofAnn)).toBe('delivered');
});

test('a token that is lent for one sync sends what its own person wrote, and nothing else', async () => {
  const { server, host, signIn, write } = await field();
  await signIn('ann');
  const ofAnn = await write('ann');
  const { accessToken } = await logIn(server.url, 'ben');
  await host.api.call('sync', { account: 'field', accessToken }, CLI);
  await host.sending.start();
  await expect
    .poll(() => why(host, ofAnn))
    .toMatchObject([{ code: 'OTHER_PERSON', person: 'ann', signedIn: 'ben' }]);
  expect(await stateOf(host, ofAnn)).toBe('queued');
  const again = await logIn(server.url, 'ann');
  await host.api.call('sync', { account: 'field', accessToken: again.accessToken }, CLI);
  await expect.poll(() => stateOf(host, ofAnn)).toBe('delivered');
});

test('while the check says nobody, nothing is sent; once it says who, all of it goes as them', async () => {
  const { server, host, signIn, write } = await field('/elsewhere');
  await host.sending.start();
  expect(await signIn('ann')).toMatchObject({ value: { person: null } });
  const id = await write('ann');
  await expect
    .poll(() => why(host, id))
    .toContainEqual(expect.objectContaining({ detail: 'IDENTITY_NONSENSE' }));
  expect(await stateOf(host, id)).toBe('queued');
  const identity = { url: `${server.url}/me`, subject: '/id' };
  await host.api.call('accounts.change', { name: 'field', identity }, CLI);
  await host.api.call('sync', {}, CLI);
  await expect.poll(() => stateOf(host, id)).toBe('delivered');
});

test('an identity check asks nobody but the account’s own servers', async () => {
  const { host, account } = await field();
  const elsewhere = { ...account, identity: { url: 'https://evil.example/me', subject: '/id' } };
  expect(await host.api.call('accounts.save', elsewhere, CLI)).toMatchObject({
    error: { code: 'INPUT_INVALID', params: { path: 'identity' } },
  });
});
