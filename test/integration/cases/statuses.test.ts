import { describe, expect, test } from 'vitest';
import { gateSignal } from '../../../electron/core/gates.ts';
import type { AttemptOutcome, OutcomeKind } from '../../../shared/outbox/attempt-outcome.ts';
import { type AttentionCode, FRESH_BUDGET, type ItemState } from '../../../shared/outbox/item.ts';
import {
  agentsForTest,
  attempt,
  jobFor,
  jsonBody,
  OK,
  onRequest,
  rawServer,
} from '../worker/support.ts';
import { stateAfter } from './state-after.ts';

interface Row {
  readonly statuses: readonly number[];
  readonly outcome: OutcomeKind;
  readonly state: ItemState;
  readonly reason?: AttentionCode;
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => from + n);

/**
 * The table of research/reliability.md 2.4, by its rows. Departures, all by design.md §8: 508 is one of "most 5xx" and
 * 417 one of "most 4xx" (we send no Expect, so that there is nothing to leave out); 402 and 404 have no switch of their
 * own; 407 and 511 close the gate of the origin that they answer for, not every path.
 */
const ROWS: Readonly<Record<string, Row>> = {
  '2xx and plausible': { statuses: range(200, 299), outcome: 'delivered', state: 'delivered' },
  '301, 302, 303, and every 3xx without a usable address': {
    statuses: range(300, 399),
    outcome: 'misdirected',
    state: 'attention',
    reason: 'MISDIRECTED',
  },
  '400, 404, … and all of 4xx that is not named otherwise': {
    statuses: range(400, 499).filter((one) => ![401, 407, 408, 421, 423, 425, 429].includes(one)),
    outcome: 'rejected',
    state: 'attention',
    reason: 'REJECTED',
  },
  '401 without an account': {
    statuses: [401],
    outcome: 'unauthorized',
    state: 'attention',
    reason: 'ACCOUNT_NEEDED',
  },
  '407 and 511: not the server': { statuses: [407, 511], outcome: 'suspect', state: 'waiting' },
  '408, 421': { statuses: [408, 421], outcome: 'busy', state: 'waiting' },
  '423, 425, 429': { statuses: [423, 425, 429], outcome: 'busy', state: 'waiting' },
  '501, 505': {
    statuses: [501, 505],
    outcome: 'rejected',
    state: 'attention',
    reason: 'REJECTED',
  },
  '500, 502, 503, 504, 507, 520 to 527, 530, other 5xx': {
    statuses: range(500, 599).filter((one) => ![501, 505, 511].includes(one)),
    outcome: 'busy',
    state: 'waiting',
  },
  // No final answers (RFC 9110 §15.2): the one that follows counts. 101 changes the protocol, which nobody asked for.
  '100 to 199': {
    statuses: range(100, 199).filter((one) => one !== 101),
    outcome: 'delivered',
    state: 'delivered',
  },
  '101': { statuses: [101], outcome: 'busy', state: 'waiting' },
};

/** The status and the body that the path names. */
const statusServer = () =>
  rawServer((socket) => {
    const serve = () =>
      onRequest(socket, ({ head }) => {
        const [, status = '', body] = head.split(/[ /]+/).slice(0, 3);
        const text = body === 'body' ? '{"a":1}' : '';
        const interim = status.startsWith('1');
        socket.write(
          interim && status !== '101'
            ? `HTTP/1.1 ${status} X\r\n\r\n${OK}`
            : `HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
        );
        serve();
      });
    serve();
  });

test('S-01: every status from 100 to 599, with and without a body, comes to what table 2.4 says', async () => {
  const { url } = await statusServer();
  const agents = agentsForTest();
  const seen = new Set<number>();
  for (const [name, row] of Object.entries(ROWS)) {
    for (const status of row.statuses) {
      seen.add(status);
      for (const body of ['body', 'empty']) {
        const report = await attempt(jobFor(`${url}${status}/${body}`), agents);
        const item = stateAfter(report.outcome);
        const reason = item.state === 'attention' ? item.reason.code : undefined;
        expect([name, status, body, report.outcome.kind, item.state, reason]).toEqual([
          name,
          status,
          body,
          row.outcome,
          row.state,
          row.reason,
        ]);
      }
    }
  }
  expect([...seen].toSorted((a, b) => a - b)).toEqual(range(100, 599));
});

/** A server that answers every request of a connection with the same bytes (but for /good), and counts its connections. */
async function saying(answer: string, atGood = answer) {
  let connections = 0;
  const { url } = await rawServer((socket) => {
    connections += 1;
    const serve = () =>
      onRequest(socket, ({ head }) => {
        socket.write(head.startsWith('POST /good ') ? atGood : answer);
        serve();
      });
    serve();
  });
  return { url, connections: () => connections };
}

const answerOf = (status: number, headers: readonly string[] = [], body = '') =>
  [`HTTP/1.1 ${status} X`, ...headers, `Content-Length: ${body.length}`, '', body].join('\r\n');

const outcomeOf = async (answer: string): Promise<AttemptOutcome> => {
  const { url } = await saying(answer);
  return (await attempt(jobFor(url, { body: jsonBody('{}') }))).outcome;
};

describe('2.4', () => {
  test('2xx and not plausible: suspect, and a person sees it after three', async () => {
    const outcome = await outcomeOf(answerOf(200, ['Content-Type: text/html'], '<html>'));
    expect(outcome).toEqual({ kind: 'suspect', status: 200, doubt: 'HTML_INSTEAD' });
    expect(stateAfter(outcome)).toMatchObject({ state: 'waiting' });
    expect(stateAfter(outcome, { budget: { ...FRESH_BUDGET, suspects: 2 } })).toMatchObject({
      state: 'attention',
      reason: { code: 'SUSPECT', times: 3 },
    });
  });

  test.each([307, 308])(
    '%i within the origin: the body goes again, three times at most',
    async (status) => {
      const outcome = await outcomeOf(answerOf(status, ['Location: /next']));
      expect(outcome).toMatchObject({
        kind: 'redirected',
        location: expect.stringMatching(/\/next$/),
      });
      expect(stateAfter(outcome, { budget: { ...FRESH_BUDGET, hops: 2 } }).state).toBe('queued');
      expect(stateAfter(outcome, { budget: { ...FRESH_BUDGET, hops: 3 } })).toMatchObject({
        state: 'attention',
        reason: { code: 'TOO_MANY_REDIRECTS' },
      });
    },
  );

  test('401: the account signs in anew and the item is queued again; refused with a fresh token it needs a person', async () => {
    const outcome = await outcomeOf(answerOf(401, ['WWW-Authenticate: Bearer']));
    expect(outcome.kind).toBe('unauthorized');
    expect(stateAfter(outcome, { account: 'ada' }).state).toBe('queued');
  });

  test('403: invalid_token is a 401, insufficient_scope and all else a no', async () => {
    const with403 = (error: string) =>
      outcomeOf(answerOf(403, [`WWW-Authenticate: Bearer realm="x", error="${error}"`]));
    expect((await with403('invalid_token')).kind).toBe('unauthorized');
    // design.md knows no waiting for other rights: a person reads that the account may not do that.
    expect((await with403('insufficient_scope')).kind).toBe('rejected');
    expect((await outcomeOf(answerOf(403))).kind).toBe('rejected');
  });

  test('407: what stands before the server refuses, and the gate of the origin closes for the second item', async () => {
    const outcome = await outcomeOf(answerOf(407, ['Proxy-Authenticate: Basic']));
    expect(outcome).toEqual({ kind: 'suspect', status: 407, doubt: 'PROXY_SIGN_IN' });
    expect(gateSignal(outcome, null)).toMatchObject({ kind: 'trouble' });
  });

  test.each([408, 421])('%i: the next attempt goes over a new connection', async (status) => {
    const { url, connections } = await saying(answerOf(status), OK);
    const agents = agentsForTest();
    // Two idle connections, neither of which may be used again.
    await Promise.all([attempt(jobFor(`${url}good`), agents), attempt(jobFor(url), agents)]);
    expect(connections()).toBe(2);
    await attempt(jobFor(`${url}good`), agents);
    expect(connections()).toBe(3);
    await attempt(jobFor(`${url}good`), agents);
    expect(connections()).toBe(3);
  });

  test('other answers keep the connection', async () => {
    const { url, connections } = await saying(answerOf(429));
    const agents = agentsForTest();
    await attempt(jobFor(url), agents);
    await attempt(jobFor(url), agents);
    expect(connections()).toBe(1);
  });

  test('409: later with Retry-After or a problem type that says so, else a no', async () => {
    const problem = '{"title":"A request is outstanding for this Idempotency-Key"}';
    expect(await outcomeOf(answerOf(409, ['Retry-After: 2']))).toEqual({
      kind: 'busy',
      status: 409,
      retryAfterMs: 2_000,
    });
    expect((await outcomeOf(answerOf(409, [], problem))).kind).toBe('busy');
    expect((await outcomeOf(answerOf(409, [], '{"title":"Taken"}'))).kind).toBe('rejected');
  });

  test('413: a no unless the server says when', async () => {
    expect((await outcomeOf(answerOf(413))).kind).toBe('rejected');
    expect((await outcomeOf(answerOf(413, ['Retry-After: 9']))).kind).toBe('busy');
  });

  test('no answer: unknown once all of it was sent, and asked only where the item wants that', async () => {
    const { url } = await rawServer((socket) => onRequest(socket, () => socket.destroy()));
    const { outcome } = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(outcome.kind).toBe('unknown');
    expect(stateAfter(outcome).state).toBe('waiting');
    expect(stateAfter(outcome, { unknownOutcome: 'ask' }).state).toBe('unconfirmed');
    expect(stateAfter(outcome, { unknownOutcome: 'ask', method: 'PUT' }).state).toBe('waiting');
  });
});
