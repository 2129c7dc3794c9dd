import { expect, it } from 'vitest';
import type { Host } from '../../electron/headless/host.ts';
import { useCredentialsFile } from '../support/credentials.ts';
import { expectDelivered, remembered } from '../support/oracle.ts';
import { ledgerOf, logIn, practice } from '../support/practice.ts';
import { addMany, atRest, realHost } from '../support/real-host.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { killWorkersWhile } from '../support/workers.ts';

const USERS = ['ada', 'bob', 'cyd'] as const;
const ITEMS = 5_000;
const TOKEN_LIFE_S = 2;
const KILL_EVERY_MS = 5_000;
/** The server works so long on each item, so that every kill meets some on the wire. */
const WORK_MS = 8;

async function signIn(host: Host, url: string, user: string): Promise<void> {
  const refresh = { kind: 'oauth2', tokenUrl: `${url}/token`, clientId: 'app' } as const;
  const saved = await host.api.call(
    'accounts.save',
    { name: user, origins: [url], auth: { kind: 'bearer', refresh } },
    { kind: 'cli' },
  );
  const { accessToken, refreshToken } = await logIn(url, user);
  const set = await host.api.call(
    'accounts.setTokens',
    { name: user, tokens: { accessToken, refreshToken } },
    { kind: 'cli' },
  );
  if (!saved.ok || !set.ok) throw new Error(`${user} could not be signed in`);
}

it(`delivers ${ITEMS} items of three accounts with tokens of ${TOKEN_LIFE_S} s while workers are killed`, async () => {
  const home = tempFolder();
  useCredentialsFile();
  const server = await practice({ tokenLifeS: TOKEN_LIFE_S });
  const refreshed: string[] = [];
  const host = await realHost(home, {
    log: (line) => void (line.includes('"tokenRefreshed"') && refreshed.push(line)),
  });
  for (const user of USERS) await signIn(host, server.url, user);
  const ids = await addMany(
    host,
    Array.from({ length: ITEMS }, (_, n) => {
      const user = USERS[n % USERS.length] ?? USERS[0];
      return {
        method: 'POST',
        url: `${server.url}/inbox/${user}?auth&delay=${WORK_MS}`,
        account: user,
        body: { kind: 'json', value: { n } },
      } as const;
    }),
  );

  const { kills, tookMs } = await killWorkersWhile(home, KILL_EVERY_MS, async () => {
    await host.sending.start();
    await atRest(host);
  });
  process.stdout.write(`${kills} kills in ${tookMs} ms\n`);
  await host.close(5_000);

  await expectDelivered(home, server.url, ids);
  const { entries, signIns } = await ledgerOf(server.url);
  const strangers = entries.filter(
    ({ path, user }) => user !== null && !path.startsWith(`/inbox/${user}?`),
  );
  expect(strangers).toEqual([]);
  expect(kills).toBeGreaterThan(0);
  expect(signIns.reuseAlarms).toBe(0);
  // Each refresh at the server is a generation that was taken into use; the first ones came with the sign-ins.
  expect(signIns.refreshes).toBe(refreshed.length);
  expect(signIns.refreshes).toBeGreaterThan(USERS.length);
  const generations = (await remembered(home)).flatMap(({ attempts }) =>
    attempts.map((attempt) => attempt.tokenGeneration ?? 0),
  );
  expect(Math.max(...generations)).toBeLessThanOrEqual(USERS.length + signIns.refreshes);
}, 300_000);
