import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import { addMany, atRest, details, realHost } from '../../support/real-host.ts';
import { requirePart } from '../../support/real-part.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { expectedParts } from './expected-parts.ts';
import { type GeneratedRequest, generatedRequest, inputOf, makePool } from './generated-request.ts';
import { type ParsedRequest, parsingServer } from './parsing-server.ts';

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

const missing =
  requirePart('curl', has('curl')) === 'skip' || requirePart('bash', has('bash')) === 'skip';

/** Another one finds other requests; this one is always the same, so that red means that something changed. */
const SEED = Number(process.env['SEED'] ?? 20_261_126);

const REQUESTS = 500;
const AT_ONCE = 50;

/** Shells at a time. */
const LANES = 3;

/** How a client wants to talk, unless the item says it. */
const OF_THE_CONNECTION = ['host', 'connection', 'accept-encoding'];

describe.skipIf(missing)('OutTray, and curl by its own export', () => {
  test(`send the same ${REQUESTS} generated requests`, { timeout: 600_000 }, async () => {
    const folder = tempFolder();
    const pool = makePool(folder);
    const seen = new Map<string, ParsedRequest[]>();
    const origin = await parsingServer((key, request) =>
      seen.set(key, [...(seen.get(key) ?? []), request]),
    );
    const host = await realHost(join(folder, 'home'));
    await host.sending.start();

    const requests = fc.sample(generatedRequest(pool), { seed: SEED, numRuns: REQUESTS });
    for (let from = 0; from < REQUESTS; from += AT_ONCE) {
      const batch = requests.slice(from, from + AT_ONCE);
      const keyOf = (at: number): string => `${from + at}`;
      const ids = await addMany(
        host,
        batch.map((request, at) => inputOf(request, origin, keyOf(at))),
      );
      await atRest(host);
      await reproduce(host, ids, join(folder, `from-${from}`));
      for (const [at, request] of batch.entries()) {
        const { item } = await details(host, ids[at] ?? '');
        const both = seen.get(keyOf(at)) ?? [];
        const [ours, theirs] = both.map((one) => whatMatters(one, request));
        const shown = `SEED=${SEED} ${keyOf(at)}: ${JSON.stringify(request)}`;
        expect(item.state, shown).toBe('delivered');
        expect(both.length, shown).toBe(2);
        expect(theirs, shown).toEqual(ours);
        expect(ours, shown).toMatchObject({
          method: request.method,
          parts: expectedParts(request.body, pool),
        });
      }
      seen.clear();
    }
  });
});

function whatMatters(seen: ParsedRequest, request: GeneratedRequest): ParsedRequest {
  const given = request.headers.map(([name]) => name.toLowerCase());
  const ignored = OF_THE_CONNECTION.filter((name) => !given.includes(name));
  return {
    ...seen,
    headers: seen.headers.filter((line) => !ignored.some((name) => line.startsWith(`${name}: `))),
  };
}

/** Runs the items' commands as they are, a few shells at a time. */
async function reproduce(host: Host, ids: readonly string[], folder: string): Promise<void> {
  mkdirSync(folder);
  const commands: string[] = [];
  for (const id of ids) {
    const command = await host.api.call('curl', { id }, { kind: 'window' });
    if (!command.ok) throw new Error(command.error.code);
    commands.push(command.value.text);
  }
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    commands.filter((__, at) => at % LANES === lane),
  );
  const failed = await Promise.all(
    lanes.map((lane, at) => runAll(lane, join(folder, `${at}.sh`), folder)),
  );
  expect(failed).toEqual(lanes.map(() => ''));
}

/** Says which of them failed. */
async function runAll(commands: readonly string[], path: string, home: string): Promise<string> {
  const script = commands.map((one, at) => `{ ${one}} >/dev/null 2>&1 || echo '${at} failed'\n`);
  writeFileSync(path, `set -o pipefail\n${script.join('')}`);
  const child = spawn('bash', [path], {
    env: { PATH: process.env['PATH'], HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  return said;
}
