import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bashAndCurl } from '../../support/bash-and-curl.ts';
import { addMany, atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { expectedParts } from './expected-parts.ts';
import { type GeneratedRequest, generatedRequest, inputOf, makePool } from './generated-request.ts';
import { type ParsedRequest, parsingServer } from './parsing-server.ts';
import { reproduce } from './reproduce.ts';

const missing = bashAndCurl() === 'skip';

/** Another one finds other requests; this one is always the same, so that red means that something changed. */
const SEED = Number(process.env['SEED'] ?? 20_261_126);

const REQUESTS = 500;
const AT_ONCE = 50;

/** Every so many of them go out by the command for PowerShell, too. */
const BY_POWERSHELL = 5;

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
      const others = ids.filter((_, at) => at % BY_POWERSHELL === 0 && isExact(batch[at]));
      await reproduce(host, { bash: ids, powershell: others }, join(folder, `from-${from}`));
      for (const [at, request] of batch.entries()) {
        const { item } = await details(host, ids[at] ?? '');
        const all = seen.get(keyOf(at)) ?? [];
        const [ours, ...theirs] = all.map((one) => whatMatters(one, request));
        const times = others.includes(item.id) ? 2 : 1;
        const shown = `SEED=${SEED} ${keyOf(at)}: ${JSON.stringify(request)}`;
        expect(item.state, shown).toBe('delivered');
        expect(theirs, shown).toEqual(Array.from({ length: times }, () => ours));
        expect(ours, shown).toMatchObject({
          method: request.method,
          parts: expectedParts(request.body, pool),
        });
      }
      seen.clear();
    }
  });
});

/** The command for PowerShell cannot say other headers, and says so. */
function isExact(request: GeneratedRequest | undefined): boolean {
  const { headers = [], body } = request ?? {};
  const types = body !== undefined && 'contentType' in body ? [body.contentType ?? ''] : [];
  const values = [...headers.map(([, value]) => value), ...types];
  // oxlint-disable-next-line no-control-regex
  return values.every((value) => /^[\x00-\x7f]*$/.test(value));
}

function whatMatters(seen: ParsedRequest, request: GeneratedRequest): ParsedRequest {
  const given = request.headers.map(([name]) => name.toLowerCase());
  const ignored = OF_THE_CONNECTION.filter((name) => !given.includes(name));
  return {
    ...seen,
    headers: seen.headers.filter((line) => !ignored.some((name) => line.startsWith(`${name}: `))),
  };
}
