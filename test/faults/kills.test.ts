import { join } from 'node:path';
import { expect, it } from 'vitest';
import { acknowledged, expectDelivered, remembered } from '../support/oracle.ts';
import { ledgerOf, practice } from '../support/practice.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { spawnSource } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { kill, workersOf } from '../support/workers.ts';

const HOST = 'test/support/field-host.ts';
const CLI = 'electron/headless/preflight.mjs';

/** A short form by default; `KILLS=1000 npm run test:faults` for a long one. */
const KILLS = Number(process.env['KILLS'] ?? 30);

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it(`delivers every acknowledged item exactly once through ${KILLS} kills of host and worker`, async () => {
  const home = tempFolder();
  const acks = join(tempFolder(), 'acks');
  const server = await practice();
  const random = randomFrom(seedOf('kills'));

  let kills = 0;
  while (kills < KILLS) {
    const host = spawnSource(HOST, [home, acks, 'produce', `${server.url}/inbox/kills`]);
    await host.printed('started');
    const workerKills = Math.floor(random() * 3);
    for (let n = 0; n < workerKills; n += 1) {
      await wait(20 + random() * 250);
      for (const pid of workersOf(home)) kill(pid, 'SIGKILL');
      kills += 1;
    }
    await wait(5 + random() * 250);
    kill(host.child.pid ?? 0, 'SIGKILL');
    await host.ended;
    kills += 1;
  }

  const drain = spawnSource(HOST, [home, acks, 'drain']);
  expect(await drain.ended, drain.output()).toBe(0);
  const accepted = acknowledged(acks);
  expect(accepted.length).toBeGreaterThan(KILLS);
  await expectDelivered(home, server.url, accepted);
});

it('never has two in flight when a stopped worker wakes up under a new host', async () => {
  const home = tempFolder();
  const acks = join(tempFolder(), 'acks');
  const server = await practice();
  const added = spawnSource(CLI, [
    'add',
    'POST',
    `${server.url}/inbox/slow?delay=1500`,
    '--json',
    '{"a":1}',
    '--home',
    home,
  ]);
  expect(await added.ended, added.output()).toBe(0);

  const first = spawnSource(HOST, [home, acks, 'drain']);
  await first.printed('started');
  const arrived = async (): Promise<number> => (await ledgerOf(server.url)).entries.length;
  while ((await arrived()) === 0) await wait(20);
  const [worker = 0] = workersOf(home);
  expect(worker).toBeGreaterThan(0);
  kill(worker, 'SIGSTOP');
  kill(first.child.pid ?? 0, 'SIGKILL');
  await first.ended;

  const second = spawnSource(HOST, [home, acks, 'drain']);
  await second.printed('started');
  kill(worker, 'SIGCONT');
  expect(await second.ended, second.output()).toBe(0);
  await expectDelivered(home, server.url, []);
  const [only] = await remembered(home);
  const outcomes = only?.attempts.map((attempt) => attempt.outcome?.kind);
  expect([outcomes?.[0], outcomes?.at(-1)]).toEqual(['hostLost', 'delivered']);
});

it('keeps an item that was added with nothing listening, through kill -9, until the server comes', async () => {
  const home = tempFolder();
  const acks = join(tempFolder(), 'acks');
  const reserved = await practice();
  const { url } = reserved;
  await reserved.goOffline();

  const added = spawnSource(CLI, [
    'add',
    'POST',
    `${url}/inbox/a`,
    '--json',
    '{"a":1}',
    '--home',
    home,
  ]);
  await added.printed('-');
  kill(added.child.pid ?? 0, 'SIGKILL');
  await added.ended;
  const id = added.output().trim();

  const host = spawnSource(HOST, [home, acks, 'drain']);
  await host.printed('started');
  const tried = async (): Promise<boolean> =>
    ((await remembered(home))[0]?.attempts.length ?? 0) > 0;
  while (!(await tried())) await wait(20);
  kill(host.child.pid ?? 0, 'SIGKILL');
  await host.ended;

  await reserved.goOnline();
  const drain = spawnSource(HOST, [home, acks, 'drain']);
  expect(await drain.ended, drain.output()).toBe(0);
  await expectDelivered(home, url, [id]);
});
