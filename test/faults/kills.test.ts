import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createPracticeServer } from '../../electron/practice/practice-server.ts';
import { nextEvent } from '../support/next-event.ts';
import { acknowledged, expectDelivered, remembered } from '../support/oracle.ts';
import { practice } from '../support/practice.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { spawnSource } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { kill, workersOf } from '../support/workers.ts';

const HOST = 'test/support/field-host.ts';
const CLI = 'electron/headless/preflight.mjs';

/** A short form by default; `KILLS=1000 npm run test:faults` for a long one. */
const KILLS = Number(process.env['KILLS'] ?? 30);

/** Kills come at any moment, and not when something has happened. */
const anyMoment = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it(`delivers every acknowledged item exactly once through ${KILLS} kills of host and worker`, async () => {
  const home = tempFolder();
  const acks = join(tempFolder(), 'acks');
  const server = await practice();
  const random = randomFrom(seedOf('kills'));

  let kills = 0;
  let ofWorkers = 0;
  while (kills < KILLS) {
    const host = spawnSource(HOST, [home, acks, 'produce', `${server.url}/inbox/kills`]);
    await host.printed('started');
    const workerKills = Math.floor(random() * 3);
    for (let n = 0; n < workerKills; n += 1) {
      // On a busy machine the first one may take longer than that.
      if (n === 0) await expect.poll(() => workersOf(home)).not.toEqual([]);
      await anyMoment(20 + random() * 250);
      const workers = workersOf(home);
      for (const pid of workers) kill(pid, 'SIGKILL');
      ofWorkers += workers.length;
      kills += 1;
    }
    await anyMoment(5 + random() * 250);
    kill(host.child.pid ?? 0, 'SIGKILL');
    await host.ended;
    kills += 1;
  }

  expect(ofWorkers).toBeGreaterThan(0);

  const drain = spawnSource(HOST, [home, acks, 'drain']);
  expect(await drain.ended, drain.output()).toBe(0);
  const accepted = acknowledged(acks);
  expect(accepted.length).toBeGreaterThan(KILLS);
  await expectDelivered(home, server.url, accepted);
});

it('never has two in flight when a stopped worker wakes up under a new host', async () => {
  const home = tempFolder();
  const acks = join(tempFolder(), 'acks');
  const server = createPracticeServer();
  const { url } = await server.start();
  onTestFinished(() => server.stop());
  const added = spawnSource(CLI, [
    'add',
    'POST',
    `${url}/inbox/slow?delay=1500`,
    '--json',
    '{"a":1}',
    '--home',
    home,
  ]);
  expect(await added.ended, added.output()).toBe(0);

  const arrived = nextEvent(server, ({ type }) => type === 'received');
  const first = spawnSource(HOST, [home, acks, 'drain']);
  await arrived;
  const [worker = 0] = workersOf(home);
  expect(worker).toBeGreaterThan(0);
  kill(worker, 'SIGSTOP');
  kill(first.child.pid ?? 0, 'SIGKILL');
  await first.ended;

  const second = spawnSource(HOST, [home, acks, 'drain']);
  await second.printed('started');
  kill(worker, 'SIGCONT');
  expect(await second.ended, second.output()).toBe(0);
  await expectDelivered(home, url, []);
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
  const tries = async () => (await remembered(home))[0]?.attempts.length;
  await expect.poll(tries).toBeGreaterThan(0);
  kill(host.child.pid ?? 0, 'SIGKILL');
  await host.ended;

  await reserved.goOnline();
  const drain = spawnSource(HOST, [home, acks, 'drain']);
  expect(await drain.ended, drain.output()).toBe(0);
  await expectDelivered(home, url, [id]);
});
