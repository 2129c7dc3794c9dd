import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { randomFrom, seedOf } from '../support/random.ts';
import { realHost } from '../support/real-host.ts';
import { spawnSource } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';

const CLI = 'electron/headless/preflight.mjs';

/** A short form by default; `LINES=100000 ROUNDS=50 npm run test:faults` for a long one. */
const LINES = Number(process.env['LINES'] ?? 12_000);
const ROUNDS = Number(process.env['ROUNDS'] ?? 8);

const queued = async (home: string): Promise<number> => {
  const host = await realHost(home);
  const stats = await host.api.call('stats', {}, { kind: 'cli' });
  await host.close(0);
  return stats.ok ? stats.value.counts.queued : -1;
};

it(`keeps \`add --from\` of ${LINES} lines whole through kill -9 at ${ROUNDS} random points`, async () => {
  const home = tempFolder();
  const file = join(tempFolder(), 'items.jsonl');
  const line = (n: number): string =>
    JSON.stringify({
      method: 'POST',
      url: 'http://127.0.0.1:9/x',
      body: { kind: 'json', value: { n } },
    });
  writeFileSync(file, Array.from({ length: LINES }, (_, n) => line(n)).join('\n'));
  const random = randomFrom(seedOf('batches'));

  const began = performance.now();
  const whole = spawnSource(CLI, ['add', '--from', file, '--home', home]);
  expect(await whole.ended, whole.output().slice(0, 500)).toBe(0);
  const duration = performance.now() - began;
  let known = await queued(home);
  expect(known).toBe(LINES);

  for (let round = 0; round < ROUNDS; round += 1) {
    const run = spawnSource(CLI, ['add', '--from', file, '--home', home]);
    const timer = setTimeout(() => run.child.kill('SIGKILL'), random() * duration);
    await run.ended;
    clearTimeout(timer);
    const now = await queued(home);
    expect([known, known + LINES]).toContain(now);
    known = now;
  }
});
