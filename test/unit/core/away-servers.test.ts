import { describe, expect, test } from 'vitest';
import { createAwayServers } from '../../../electron/core/away-servers.ts';
import type { AttemptRunner } from '../../../electron/core/ports/attempt-runner.ts';
import type { UnroutedJob } from '../../../shared/contracts/worker-protocol.ts';
import { NO_EXCHANGE } from '../../../shared/outbox/attempt.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import type { ClosedGate } from '../../../shared/outbox/gate.ts';
import { anItem } from '../../support/builders.ts';
import { createManualTime } from '../../support/manual-time.ts';
import { gateOf } from '../shell/work.ts';

const HOUR = 60 * 60_000;
const AWAY = 'https://gone.example';
const OTHER = 'https://api.example';

const UNREACHED: AttemptOutcome = { kind: 'notSent', cause: 'dns', code: 'ENOTFOUND' };
const DELIVERED: AttemptOutcome = { kind: 'delivered', status: 201 };

function bench() {
  const time = createManualTime();
  const away = createAwayServers(time.clock);
  let outcome: AttemptOutcome = DELIVERED;
  const runner = away.watching({
    run: async () => ({ ...NO_EXCHANGE, outcome }),
    abort() {},
    stop: async () => {},
  } satisfies AttemptRunner);
  return {
    time,
    async tried(origin: string, as: AttemptOutcome) {
      outcome = as;
      const job = { url: `${origin}/visits` } as UnroutedJob;
      const report = await runner.run(job, { isolated: false, onProgress() {} });
      expect(report.outcome).toBe(as);
    },
    away: (waiting: readonly string[] = [AWAY], gates: readonly ClosedGate[] = []) =>
      away.now(
        {
          items: ({ origin = '' }) => ({
            rows: waiting.includes(origin) ? [anItem({ origin })] : [],
            next: null,
          }),
        },
        gates,
      ),
  };
}

test('a server that was not reached for an hour is told once others answer, with the newest trouble', async () => {
  const { time, tried, away } = bench();
  const began = time.clock.now();
  await tried(AWAY, UNREACHED);
  time.advance(HOUR - 1);
  await tried(AWAY, { kind: 'unknown', code: 'ECONNRESET' });
  await tried(OTHER, DELIVERED);
  expect(away()).toEqual([]);
  time.advance(1);
  expect(away()).toEqual([
    {
      origin: AWAY,
      since: began,
      reason: { code: 'UNREACHABLE', cause: 'network', detail: 'ECONNRESET' },
    },
  ]);
  expect(away([])).toEqual([]);
});

test.each([
  ['nobody else was asked', []],
  ['nobody else was reached either', [[OTHER, UNREACHED]]],
  ['something on this machine answered', [['http://127.0.0.1:8080', DELIVERED]]],
  [
    'a network answered in place of another',
    [[OTHER, { kind: 'suspect', status: 200, doubt: 'HTML_INSTEAD' }]],
  ],
] as const satisfies readonly (readonly [
  string,
  readonly (readonly [string, AttemptOutcome])[],
])[])('not while %s', async (_, others) => {
  const { time, tried, away } = bench();
  await tried(AWAY, UNREACHED);
  time.advance(HOUR);
  for (const [origin, outcome] of others) await tried(origin, outcome);
  expect(away()).toEqual([]);
});

test('not an hour after the last answer of others: then it is the network again', async () => {
  const { time, tried, away } = bench();
  await tried(AWAY, UNREACHED);
  await tried(OTHER, DELIVERED);
  time.advance(HOUR);
  expect(away()).toEqual([]);
  await tried(OTHER, { kind: 'busy', status: 503, retryAfterMs: null });
  expect(away()).toHaveLength(1);
});

test('a server in whose place something else answers is as far away, e.g. one that has moved', async () => {
  const { time, tried, away } = bench();
  const moved = { status: 302, doubt: 'REDIRECT', location: 'http://new.example/' } as const;
  await tried(AWAY, UNREACHED);
  time.advance(HOUR);
  await tried(AWAY, { kind: 'suspect', ...moved });
  await tried(OTHER, DELIVERED);
  expect(away()).toMatchObject([{ origin: AWAY, reason: { code: 'SUSPECT', ...moved } }]);
});

test.each<AttemptOutcome>([
  DELIVERED,
  { kind: 'busy', status: 503, retryAfterMs: null },
  { kind: 'proxySignIn', proxy: 'proxy.example:3128', refused: false },
])('whoever answers in between begins anew: %j', async (between) => {
  const { time, tried, away } = bench();
  await tried(AWAY, UNREACHED);
  time.advance(HOUR);
  await tried(AWAY, between);
  await tried(OTHER, DELIVERED);
  expect(away()).toEqual([]);
  await tried(AWAY, UNREACHED);
  expect(away()).toEqual([]);
});

test('an attempt that was stopped here says nothing about a server; a clock that is set moves nothing', async () => {
  const { time, tried, away } = bench();
  await tried(AWAY, UNREACHED);
  time.jump(3 * HOUR);
  await tried(OTHER, DELIVERED);
  expect(away()).toEqual([]);
  time.advance(HOUR / 2);
  await tried(AWAY, { kind: 'aborted', by: 'user', mayHaveArrived: false });
  time.advance(HOUR / 2 - 1);
  await tried(OTHER, DELIVERED);
  time.advance(1);
  expect(away()).toHaveLength(1);
});

describe('a server whose certificate is not believed', () => {
  const UNTRUSTED = { kind: 'notSent', cause: 'certificate', code: 'CERT_HAS_EXPIRED' } as const;
  const reason = { code: 'UNREACHABLE', cause: 'certificate', detail: 'CERT_HAS_EXPIRED' } as const;

  test('is told at once, though nothing else was asked, until it is believed', async () => {
    const { time, tried, away } = bench();
    await tried(AWAY, UNREACHED);
    time.advance(HOUR);
    const since = time.clock.now();
    await tried(AWAY, UNTRUSTED);
    time.advance(1);
    await tried(AWAY, UNTRUSTED);
    expect(away()).toEqual([{ origin: AWAY, since, reason }]);
    expect(away([])).toEqual([]);
    await tried(AWAY, DELIVERED);
    expect(away()).toEqual([]);
  });

  test('is not told twice where a gate tells it', async () => {
    const { tried, away } = bench();
    await tried(AWAY, UNTRUSTED);
    const gate = (key: string) => gateOf({ scope: 'origin', key, reason });
    expect(away([AWAY], [gate(AWAY)])).toEqual([]);
    expect(away([AWAY], [gate(OTHER)])).toHaveLength(1);
  });

  test('that cannot be reached any more begins anew', async () => {
    const { time, tried, away } = bench();
    await tried(AWAY, UNTRUSTED);
    time.advance(HOUR);
    await tried(OTHER, DELIVERED);
    await tried(AWAY, UNREACHED);
    expect(away()).toEqual([]);
  });
});
