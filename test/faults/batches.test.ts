import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { connectToHost } from '../../electron/adapters/control-socket/connect-to-host.ts';
import { openSqliteReader } from '../../electron/adapters/store/open-sqlite-reader.ts';
import type { Host } from '../../electron/headless/host.ts';
import type { RemoteHost } from '../../shared/contracts/control-protocol.ts';
import type { CallName } from '../../shared/contracts/outbox-api.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { realHost } from '../support/real-host.ts';
import { spawnSource } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';

const CLI = 'electron/headless/preflight.mjs';
const SOURCE = { kind: 'cli' } as const;

/** A short form by default; `LINES=100000 ROUNDS=50 npm run test:faults` for a long one. */
const LINES = Number(process.env['LINES'] ?? 2_000);
const ROUNDS = Number(process.env['ROUNDS'] ?? 3);

const request = (n: number) => ({
  method: 'POST',
  url: 'http://127.0.0.1:9/x',
  body: { kind: 'json', value: { n, text: 'x'.repeat(100) } },
});

function linesFile(count: number): string {
  const file = join(tempFolder(), 'items.jsonl');
  const lines = Array.from({ length: count }, (_, n) => JSON.stringify(request(n)));
  writeFileSync(file, lines.join('\n'));
  return file;
}

/** `serve` would send, and what is sent is no longer there to be counted. */
async function queueOf(home: string): Promise<{ readonly queued: number }> {
  const host = await realHost(home);
  const stats = await host.api.call('stats', {}, SOURCE);
  await host.close(0);
  if (!stats.ok) throw new Error(stats.error.code);
  return { queued: stats.value.counts.queued };
}

const PATHS = [
  { path: 'by itself, and is killed', host: false, dies: 'client' },
  { path: 'through a host, and is killed', host: true, dies: 'client' },
  { path: 'through a host that is killed', host: true, dies: 'host' },
] as const;

it.each(PATHS)('keeps `add --from` whole that adds $path', async ({ host, dies }) => {
  const home = tempFolder();
  const file = linesFile(LINES);
  const random = randomFrom(seedOf(`batches ${host} ${dies}`));

  const began = performance.now();
  const whole = spawnSource(CLI, ['add', '--from', file, '--home', home]);
  expect(await whole.ended, whole.output().slice(0, 500)).toBe(0);
  const duration = performance.now() - began;
  let known = (await queueOf(home)).queued;
  expect(known).toBe(LINES);

  for (let round = 0; round < ROUNDS; round += 1) {
    const owner = host ? spawnSource('test/support/idle-host.ts', [home]) : null;
    await owner?.printed('listening');
    const run = spawnSource(CLI, ['add', '--from', file, '--home', home]);
    const victim = dies === 'client' ? run : owner;
    // At any moment, and not when something has happened.
    const timer = setTimeout(() => victim?.child.kill('SIGKILL'), random() * duration);
    const code = await run.ended;
    clearTimeout(timer);
    owner?.child.kill('SIGKILL');
    await owner?.ended;
    const now = (await queueOf(home)).queued;
    if (code === 0) {
      expect(run.output().trim().split('\n')).toHaveLength(LINES);
      expect(now).toBe(known + LINES);
    }
    // Whoever loses the host becomes the owner, and hands over all of it anew.
    if (dies === 'host') expect(code, run.output().slice(0, 500)).toBe(0);
    expect([known, known + LINES]).toContain(now);
    known = now;
  }
});

const MANY = 100_000;
/** Requests that the command line hands over at a time. */
const PIECE = 500;
const PATIENT = { timeout: 120_000 };

/**
 * The time that this process's own thread spends in one turn of its event loop, at most: others that use the
 * processor meanwhile do not lengthen it.
 */
function watchTurns(): () => number {
  let longest = 0;
  let over = false;
  let before = process.threadCpuUsage();
  const turn = (): void => {
    const now = process.threadCpuUsage();
    const spent = now.user + now.system - before.user - before.system;
    longest = Math.max(longest, spent / 1000);
    before = now;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    over = true;
    return longest;
  };
}

/** What the host was asked for the batch, and whether it is taking that up now. */
function watchBatch(api: Host['api']) {
  let onCall = (): void => {};
  const carryOut = api.call.bind(api);
  const call = vi.spyOn(api, 'call').mockImplementation((...asked) => {
    queueMicrotask(onCall);
    return carryOut(...asked);
  });
  const ofName = (name: CallName): number =>
    call.mock.calls.filter(([called]) => called === name).length;
  return {
    ofName,
    /** Resolves at once, or with the call of the host that makes it so. */
    when: (isSo: () => boolean) =>
      new Promise<void>((resolve) => {
        onCall = () => isSo() && resolve();
        onCall();
      }),
    pieces: () => ofName('batch.add') + ofName('batch.items'),
    isTakenUp: () => {
      const place = call.mock.calls.findIndex(([name]) => name === 'batch.accept');
      return place >= 0 && call.mock.settledResults[place]?.type === 'incomplete';
    },
  };
}

async function listening(home: string) {
  const host = await realHost(home);
  expect(await host.listen()).toMatchObject({ ok: true });
  const batch = watchBatch(host.api);
  const stats = async () => {
    const answer = await host.api.call('stats', {}, SOURCE);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value.counts;
  };
  return { host, batch, stats };
}

it(`answers others while ${MANY} lines come in through a running host`, async () => {
  const home = tempFolder();
  const file = linesFile(MANY);
  const { batch, stats } = await listening(home);
  const other = await connectToHost(home);
  if (!other.ok || other.value === null) throw new Error('no host');
  const first = await other.value.call('enqueue', request(0) as never, SOURCE);
  if (!first.ok) throw new Error(first.error.code);

  const adding = spawnSource(CLI, ['add', '--from', file, '--home', home]);
  const isOver = (): boolean => adding.child.exitCode !== null;
  await batch.when(() => batch.ofName('batch.begin') === 1);
  const longestTurn = watchTurns();
  const rounds = { betweenPieces: 0, whileTakenUp: 0 };
  while (!isOver()) {
    const before = batch.pieces();
    const wasTakenUp = batch.isTakenUp();
    await askAround(other.value, first.value.id);
    rounds[wasTakenUp && batch.isTakenUp() ? 'whileTakenUp' : 'betweenPieces'] += 1;
    const isNew = (): boolean => batch.pieces() > before || batch.isTakenUp();
    await Promise.race([batch.when(isNew), adding.ended]);
  }
  const longest = longestTurn();
  expect(await adding.ended).toBe(0);
  other.value.close();

  expect(adding.output().trim().split('\n')).toHaveLength(MANY);
  expect(longest, 'milliseconds of the longest turn').toBeLessThan(250);
  expect(batch.ofName('batch.add')).toBe(MANY / PIECE);
  // Others need not wait for more than a piece of it, or for a few of the thousand steps in which it is taken up.
  expect(rounds.betweenPieces).toBeGreaterThan(MANY / PIECE / 4);
  expect(rounds.whileTakenUp).toBeGreaterThan(50);
  const { queued } = await stats();
  expect(queued).toBe(MANY + 1 + rounds.betweenPieces + rounds.whileTakenUp);
});

it(`leaves nothing of ${MANY} lines when their client is killed at any piece of them`, async () => {
  const home = tempFolder();
  const file = linesFile(MANY);
  const { batch, stats } = await listening(home);
  const random = randomFrom(seedOf('batches piece'));
  const last = Math.ceil((random() * MANY) / PIECE);
  const adding = spawnSource(CLI, ['add', '--from', file, '--home', home]);
  await batch.when(() => batch.ofName('batch.add') >= last);
  adding.child.kill('SIGKILL');
  await adding.ended;
  const beside = openSqliteReader({ folder: home });
  if (!beside.ok) throw new Error(beside.error.code);
  await expect.poll(() => beside.value.read.batches(), PATIENT).toEqual([]);
  beside.value.close();
  expect(batch.ofName('batch.accept')).toBe(0);
  expect((await stats()).queued).toBe(0);
});

async function askAround(host: RemoteHost, id: string): Promise<void> {
  expect(await host.call('stats', {}, SOURCE)).toMatchObject({ ok: true });
  expect(await host.call('get', { id }, SOURCE)).toMatchObject({ value: { item: { id } } });
  expect(await host.call('enqueue', request(1) as never, SOURCE)).toMatchObject({ ok: true });
}
