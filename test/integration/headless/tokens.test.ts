import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { useCredentialsFile } from '../../support/credentials.ts';
import { logIn } from '../../support/practice.ts';
import { add, addMany, atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { httpServer } from '../worker/support.ts';

const CLI = { kind: 'cli' } as const;

/** A host with ada's account, whose access token the server no longer takes. */
async function signedIn(tokenUrl?: string) {
  const practice = createPracticeServer();
  onTestFinished(() => practice.stop());
  const { url } = await practice.start();
  const file = useCredentialsFile();
  const host = await realHost(join(tempFolder(), 'home'));
  const refresh = {
    kind: 'oauth2',
    tokenUrl: tokenUrl ?? `${url}/token`,
    clientId: 'app',
  } as const;
  const auth = { kind: 'bearer', refresh } as const;
  await host.api.call('accounts.save', { name: 'ada', origins: [url], auth }, CLI);
  const { accessToken, refreshToken } = await logIn(url, 'ada');
  const tokens = { accessToken, refreshToken };
  await host.api.call('accounts.setTokens', { name: 'ada', tokens }, CLI);
  practice.expireTokens();
  return { practice, url, host, file, signIns: () => practice.ledger.snapshot().signIns };
}

const stateOf = async (host: Host, id: string) => (await details(host, id)).item.state;

test('fifty items that meet 401 cause one refresh, and are delivered once each', async () => {
  const { practice, url, host, signIns } = await signedIn();
  const post = (n: number) => ({ method: 'POST', url: `${url}/inbox/${n}?auth` }) as const;
  const ids = await addMany(
    host,
    Array.from({ length: 50 }, (_, n) => post(n)),
  );
  await host.sending.start();
  await atRest(host);
  for (const id of ids) expect(await stateOf(host, id)).toBe('delivered');
  const { entries, effects } = practice.ledger.snapshot();
  expect(effects).toHaveLength(50);
  expect(entries.filter(({ verdict }) => verdict === 'unauthorized').length).toBeGreaterThan(0);
  expect(signIns()).toMatchObject({ refreshes: 1, reuseAlarms: 0 });
});

test('T-07: an item that is refused with a fresh token as well is parked alone, after one cycle', async () => {
  const { url, host, signIns } = await signedIn();
  const refused = await add(host, { method: 'POST', url: `${url}/inbox/x?status=401` });
  const others = await addMany(
    host,
    Array.from(
      { length: 10 },
      (_, n) => ({ method: 'POST', url: `${url}/inbox/${n}?auth` }) as const,
    ),
  );
  await host.sending.start();
  await atRest(host);
  expect(await details(host, refused)).toMatchObject({
    item: { state: 'attention', reason: { code: 'STILL_UNAUTHORIZED' } },
    attempts: [{ outcome: { kind: 'unauthorized' } }, { outcome: { kind: 'unauthorized' } }],
  });
  for (const id of others) expect(await stateOf(host, id)).toBe('delivered');
  // One for each of its refusals, at the most.
  expect(signIns().refreshes).toBeLessThanOrEqual(2);
  expect(signIns().reuseAlarms).toBe(0);
});

/** A token endpoint in front of that of the practice server, which is let through, changed or not, once `open` was called. */
async function endpoint(first: (response: ServerResponse) => unknown) {
  const asked: string[] = [];
  let upstream: string | null = null;
  let change = (answer: string): string => answer;
  const { url } = await httpServer((request, response) => {
    void text(request).then(async (form) => {
      asked.push(request.url ?? '');
      if (upstream === null) return first(response);
      const answer = await fetch(`${upstream}/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form,
      });
      return response.writeHead(answer.status).end(change(await answer.text()));
    });
  });
  return {
    url: `${url}token`,
    asked,
    open(practice: string, changed = change) {
      upstream = practice;
      change = changed;
    },
  };
}

const gatesOf = async (host: Host) => {
  const stats = await host.api.call('stats', {}, CLI);
  return stats.ok ? stats.value.gates.map(({ key, reason }) => ({ key, ...reason })) : [];
};

describe('T-04: nonsense from the token endpoint', () => {
  const page = '<!doctype html><title>Sign in</title>';
  test.each([
    ['a page', 200, { 'content-type': 'text/html' }, page],
    ['an empty object', 200, {}, '{}'],
    ['half an answer', 200, {}, '{"refresh_token":"other","access_token":5}'],
    ['a failure', 500, {}, '{"access_token":"a","refresh_token":"other","token_type":"Bearer"}'],
    ['a redirect', 307, { location: '/elsewhere' }, page],
  ])('(%s) overwrites no token, and loses no item', async (_, status, headers, body) => {
    const { asked, open, ...tokens } = await endpoint((response) =>
      response.writeHead(status, headers).end(body),
    );
    const { url, host, file, signIns } = await signedIn(tokens.url);
    const before = readFileSync(file, 'utf8');
    const id = await add(host, { method: 'POST', url: `${url}/inbox/x?auth` });
    await host.sending.start();
    await expect.poll(() => asked.length).toBeGreaterThanOrEqual(1);
    await expect.poll(() => gatesOf(host)).toMatchObject([{ key: 'ada' }]);
    expect(readFileSync(file, 'utf8')).toBe(before);
    open(url);
    await host.api.call('sync', {}, CLI);
    await atRest(host);
    expect(await stateOf(host, id)).toBe('delivered');
    expect(new Set(asked)).toEqual(new Set(['/token']));
    expect(readFileSync(file, 'utf8')).not.toBe(before);
    expect(signIns()).toMatchObject({ refreshes: 1, reuseAlarms: 0 });
  });
});

describe('T-05: a token endpoint that says no, or not now', () => {
  const refusal = (error: string) => (response: ServerResponse) =>
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
  const busy = (status: number, headers: Record<string, string>) => (response: ServerResponse) =>
    response.writeHead(status, headers).end();
  const cases: readonly (readonly [string, (response: ServerResponse) => unknown, object])[] = [
    ['invalid_grant', refusal('invalid_grant'), { code: 'SIGN_IN_NEEDED' }],
    ['invalid_client', refusal('invalid_client'), { detail: 'TOKEN_CLIENT_REFUSED' }],
    ['429', busy(429, { 'retry-after': '60' }), { detail: 'TOKEN_ENDPOINT_BUSY' }],
    ['503', busy(503, {}), { detail: 'TOKEN_ENDPOINT_BUSY' }],
    ['no answer', () => {}, { detail: 'TOKEN_ENDPOINT_SLOW' }],
  ];
  test.each(cases)('(%s) is told as what it is, and the item is kept', async (_, first, reason) => {
    const { url, host } = await signedIn((await endpoint(first)).url);
    const id = await add(host, { method: 'POST', url: `${url}/inbox/x?auth` });
    await host.sending.start();
    await expect.poll(() => gatesOf(host)).toMatchObject([{ key: 'ada', ...reason }]);
    expect(await stateOf(host, id)).toBe('queued');
  });
});

describe('T-06: a life of tokens that makes no sense', () => {
  test.each(['0', '-1', '"3600"', '1e15'])(
    '(expires_in %s) causes no storm of refreshes',
    async (expiresIn) => {
      const { open, ...tokens } = await endpoint(() => {});
      const { url, host, signIns } = await signedIn(tokens.url);
      open(url, (answer) => answer.replace(/"expires_in":\s*\d+/, `"expires_in":${expiresIn}`));
      const ids = await addMany(
        host,
        Array.from(
          { length: 60 },
          (_, n) => ({ method: 'POST', url: `${url}/inbox/${n}?auth` }) as const,
        ),
      );
      await host.sending.start();
      await atRest(host);
      for (const id of ids) expect(await stateOf(host, id)).toBe('delivered');
      expect(signIns()).toMatchObject({ refreshes: 1, reuseAlarms: 0 });
    },
  );
});
