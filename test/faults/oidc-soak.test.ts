import { expect, it } from 'vitest';
import { useCredentialsFile } from '../support/credentials.ts';
import { signInAs } from '../support/oidc-person.ts';
import { oidcServer } from '../support/oidc-server.ts';
import { remembered } from '../support/oracle.ts';
import { addMany, atRest, realHost } from '../support/real-host.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { killWorkersWhile } from '../support/workers.ts';

const USERS = ['ada', 'bob', 'cyd'] as const;
const ITEMS = 600;
const TOKEN_LIFE_S = 2;
const KILL_EVERY_MS = 3_000;
/** The server works so long on each item, so that every kill meets some on the wire, and tokens end on the way. */
const WORK_MS = 60;

it(`delivers ${ITEMS} items of three people signed in at a server of others, with rotating tokens of ${TOKEN_LIFE_S} s, while workers are killed`, async () => {
  const home = tempFolder();
  useCredentialsFile();
  const server = await oidcServer({ tokenLifeS: TOKEN_LIFE_S, workMs: WORK_MS });
  const refreshed: string[] = [];
  const host = await realHost(home, {
    log: (line) => void (line.includes('"tokenRefreshed"') && refreshed.push(line)),
  });
  for (const user of USERS) {
    await host.api.call('accounts.save', server.account(user), { kind: 'cli' });
    await signInAs(host, user, user);
  }
  await addMany(
    host,
    Array.from({ length: ITEMS }, (_, n) => {
      const account = USERS[n % USERS.length] ?? USERS[0];
      return { method: 'POST' as const, url: `${server.url}/inbox/${account}/${n}`, account };
    }),
  );

  const { kills, tookMs } = await killWorkersWhile(home, KILL_EVERY_MS, async () => {
    await host.sending.start();
    await atRest(host);
  });
  const { counts, entries, effects } = server;
  process.stdout.write(`${kills} kills and ${counts.refreshes} refreshes in ${tookMs} ms\n`);
  await host.close(5_000);

  const known = await remembered(home);
  expect(known.filter(({ item }) => item.state !== 'delivered')).toEqual([]);
  expect(known).toHaveLength(ITEMS);
  expect(effects.size).toBe(ITEMS);
  const requests = Map.groupBy(entries, ({ key }) => key);
  for (const { item, attempts } of known)
    expect(requests.get(item.idempotencyKey)?.length ?? 0).toBeLessThanOrEqual(attempts.length);
  const strangers = entries.filter(
    ({ path, user }) => user !== null && !path.startsWith(`/inbox/${user}/`),
  );
  expect(strangers).toEqual([]);
  expect(kills).toBeGreaterThan(0);
  expect(counts).toMatchObject({ signIns: USERS.length, reuseAlarms: 0 });
  expect(counts.refreshes).toBe(refreshed.length);
  expect(counts.refreshes).toBeGreaterThan(USERS.length);
}, 300_000);
