import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explainItem } from '../../../electron/core/explain-item.ts';
import { classifyAnswer } from '../../../electron/worker/classify/classify-answer.ts';
import { DEFAULT_CONTRACT } from '../../../shared/outbox/success-contract.ts';
import { caseHost } from '../../support/case-host.ts';
import { createOutboxBench } from '../../support/outbox-bench.ts';
import { ledgerOf, practice } from '../../support/practice.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import {
  agentsForTest,
  attempt,
  httpServer,
  jobFor,
  jsonBody,
  limits,
  OK,
  onRequest,
  rawServer,
} from '../worker/support.ts';
import { NOW, stateAfter } from './state-after.ts';

const DAY = 86_400_000;
const JSON_BODY = { kind: 'json', value: { a: 1 } } as const;
const post = (url: string, more: object = {}) =>
  ({ method: 'POST', url, body: JSON_BODY, ...more }) as const;

/** What each request is answered with, in turn; the last answer stays. */
async function answering(
  ...answers: readonly ((request: IncomingMessage, response: ServerResponse) => void)[]
) {
  const requests: IncomingMessage[] = [];
  const { url } = await httpServer((request, response) => {
    requests.push(request);
    request
      .resume()
      .on('end', () => answers[Math.min(requests.length, answers.length) - 1]?.(request, response));
  });
  return { url, requests };
}

const says =
  (status: number, headers: Readonly<Record<string, string>> = {}, body = '{}') =>
  (_: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(status, headers).end(body);

/** A server that says these bytes to every request, and then, if so, hangs up. */
const raw = (answer: string, hangsUp = true) =>
  rawServer((socket) =>
    onRequest(socket, () => (hangsUp ? socket.end(answer) : socket.write(answer))),
  );

describe('S-02: Retry-After', () => {
  const date = (ms: number) => new Date(ms).toUTCString();
  const year2000 = Date.UTC(2000, 0, 1);

  test.each<readonly [string, Readonly<Record<string, string>>, number | null]>([
    ['0', { 'Retry-After': '0' }, 0],
    ['5', { 'Retry-After': '5' }, 5_000],
    ['1e12', { 'Retry-After': '1000000000000' }, DAY],
    ['-1', { 'Retry-After': '-1' }, 0],
    ['junk', { 'Retry-After': 'in a minute' }, null],
    ['a date that is over', { 'Retry-After': date(year2000), Date: date(year2000 + 60_000) }, 0],
    ['a date to come', { 'Retry-After': date(year2000 + 90_000), Date: date(year2000) }, 90_000],
    ['a date beyond a day', { 'Retry-After': date(year2000 + 9 * DAY), Date: date(year2000) }, DAY],
  ])(
    '%s: the wait is what was asked for, within 24 h, whatever our clock says',
    async (_, headers, wait) => {
      for (const status of [429, 503]) {
        const { url } = await answering(says(status, headers));
        const { outcome } = await attempt(jobFor(url, { body: jsonBody('{}') }));
        expect(outcome).toEqual({ kind: 'busy', status, retryAfterMs: wait });
        const item = stateAfter(outcome);
        if (item.state !== 'waiting') throw new Error(item.state);
        expect(item.floorAt).toBe(wait === null ? null : NOW + wait);
        // The shortest back-off of all is half a second.
        expect(item.dueAt).toBe(NOW + Math.max(wait ?? 0, 500));
      }
    },
  );
});

test('S-03: a quota that is used up closes the origin until it begins anew, for everybody', async () => {
  const used = { RateLimit: '"default";r=0;t=2' };
  const times: number[] = [];
  const { url } = await answering((_, response) => {
    times.push(performance.now());
    says(201, times.length === 1 ? used : {})(_, response);
  });
  const host = await caseHost();
  const first = await host.seenThrough(await host.add(post(url)));
  expect(first.item.state).toBe('delivered');
  const second = await host.add(post(url));
  const [reason] = await host.explanations(second);
  expect(reason).toMatchObject({
    code: 'GATE_CLOSED',
    reason: { code: 'SERVER_ASKED', status: 201 },
  });
  await host.api.call('sync', {}, { kind: 'cli' });
  const { item } = await host.seenThrough(second);
  expect(item.state).toBe('delivered');
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_900);
});

test('S-04: 200 with a web page to a JSON item is never delivered, and kept to be looked at', async () => {
  const page = '<!doctype html><title>Welcome to the hotel</title>';
  const { url, requests } = await answering(says(200, { 'Content-Type': 'text/html' }, page));
  const host = await caseHost();
  const { item, attempts } = await host.seenThrough(await host.add(post(url)));
  expect(item).toMatchObject({
    state: 'attention',
    reason: { code: 'SUSPECT', doubt: 'HTML_INSTEAD', times: 3 },
    problem: 'Welcome to the hotel',
  });
  expect(requests).toHaveLength(attempts.length);
  const range = { id: item.id, attempt: attempts.length, offset: 0, length: 1_000 };
  const kept = await host.api.call('responseRange', range, { kind: 'cli' });
  expect(kept.ok && Buffer.from(kept.value.bytes).toString()).toBe(page);
});

test('S-05: 302 to another origin that would say 200 is not delivered, and nothing is sent there', async () => {
  const elsewhere = await answering(says(200));
  const { url, requests } = await answering(says(302, { Location: elsewhere.url }));
  const host = await caseHost();
  const { item, attempts } = await host.seenThrough(await host.add(post(url)));
  expect(item).toMatchObject({
    state: 'attention',
    reason: { code: 'MISDIRECTED', status: 302, location: elsewhere.url, otherOrigin: true },
  });
  expect(requests).toHaveLength(attempts.length);
  expect(elsewhere.requests).toHaveLength(0);
});

test('S-06: 307 and 308 within the origin send the file again, byte for byte', async () => {
  const bytes = Buffer.alloc(3 * 1024 * 1024, 'abcdefg');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = join(tempFolder(), 'a.bin');
  writeFileSync(path, bytes);
  const server = await practice();
  const host = await caseHost();
  for (const status of [307, 308]) {
    const { item, attempts } = await host.seenThrough(
      await host.add({
        method: 'PUT',
        url: `${server.url}/inbox/a?redirect=${status}&to=/inbox/b`,
        body: { kind: 'file', file: { path } },
      }),
    );
    expect(item.state).toBe('delivered');
    expect(attempts.map((one) => [one.outcome?.kind, one.counted])).toEqual([
      ['redirected', false],
      ['delivered', true],
    ]);
    const { entries, effects } = await ledgerOf(server.url);
    const key = item.idempotencyKey;
    const ofItem = entries.filter((one) => one.key === key);
    expect(ofItem.map((one) => [one.path.split('?')[0], one.sha256])).toEqual([
      ['/inbox/a', sha256],
      ['/inbox/b', sha256],
    ]);
    expect(effects.filter((one) => one.key === key)).toHaveLength(1);
  }
});

test('S-07: 307 and 308 to another origin take neither body nor headers there', async () => {
  let connections = 0;
  const elsewhere = await rawServer(() => (connections += 1));
  const host = await caseHost();
  for (const status of [307, 308]) {
    const { url } = await answering(says(status, { Location: elsewhere.url }));
    const { item } = await host.seenThrough(
      await host.add(post(url, { headers: { 'X-Api-Key': 'k' } })),
    );
    expect(item).toMatchObject({
      state: 'attention',
      reason: { code: 'MISDIRECTED', status, otherOrigin: true },
    });
  }
  expect(connections).toBe(0);
});

describe('S-08', () => {
  test('of redirects without an end, in a circle or not, the fourth is for a person', async () => {
    const { url, requests } = await answering((request, response) => {
      const hop = Number(request.url?.slice('/hop/'.length));
      const next = Number.isNaN(hop) ? (request.url ?? '/') : `/hop/${hop + 1}`;
      says(307, { Location: next })(request, response);
    });
    const host = await caseHost();
    for (const path of ['circle', 'hop/0']) {
      const { item } = await host.seenThrough(await host.add(post(`${url}${path}`)));
      expect(item).toMatchObject({
        state: 'attention',
        reason: { code: 'TOO_MANY_REDIRECTS', hops: 3 },
      });
    }
    const circle = Array.from({ length: 4 }, () => '/circle');
    const hops = Array.from({ length: 4 }, (_, n) => `/hop/${n}`);
    expect(requests.map((one) => one.url)).toEqual([...circle, ...hops]);
  });

  test('https to http is another origin', () => {
    const location = 'http://api.example/x';
    const { outcome } = classifyAnswer(
      {
        url: 'https://api.example/x',
        status: 308,
        statusText: '',
        headers: [['Location', location]],
        bodyStart: new Uint8Array(),
        bodyEnded: true,
        body: null,
        progress: 'complete',
        receivedAt: NOW,
      },
      DEFAULT_CONTRACT,
    );
    expect(outcome).toEqual({ kind: 'misdirected', status: 308, location, otherOrigin: true });
    expect(stateAfter(outcome)).toMatchObject({ state: 'attention' });
  });
});

test('S-12: 409 "in progress", by Retry-After or by its problem type, and then 200: it waits, and is delivered', async () => {
  const problem = '{"type":"https://x.example/idempotency-key-in-use"}';
  const host = await caseHost();
  for (const busy of [says(409, { 'Retry-After': '1' }), says(409, {}, problem)]) {
    const { url, requests } = await answering(busy, says(200));
    const { item, attempts } = await host.seenThrough(await host.add(post(url)));
    expect(item.state).toBe('delivered');
    expect(attempts.map((one) => one.outcome?.kind)).toEqual(['busy', 'delivered']);
    const keys = requests.map((one) => one.headers['idempotency-key']);
    expect(keys).toEqual([item.idempotencyKey, item.idempotencyKey]);
  }
});

test('S-13: 422 because the key was used for something else is a no that says so', async () => {
  const server = await practice();
  const host = await caseHost();
  const url = `${server.url}/inbox/a`;
  const first = await host.add(post(url, { idempotencyKey: 'visit-1' }));
  await host.seenThrough(first);
  const other = { kind: 'json', value: { a: 2 } };
  const { item } = await host.seenThrough(
    await host.add(post(url, { idempotencyKey: 'visit-1', body: other })),
  );
  expect(item).toMatchObject({ state: 'attention', reason: { code: 'REJECTED', status: 422 } });
  const shown = await host.details(item.id);
  expect(shown.attempts).toHaveLength(1);
  const range = { id: item.id, attempt: 1, offset: 0, length: 1_000 };
  const kept = await host.api.call('responseRange', range, { kind: 'cli' });
  expect(kept.ok && Buffer.from(kept.value.bytes).toString()).toContain('used before');
  expect((await ledgerOf(server.url)).effects).toHaveLength(1);
});

describe('S-14: interim answers', () => {
  test('before the final one are ignored', async () => {
    const interims = [100, 102, 103, 199].map((status) => `HTTP/1.1 ${status} X\r\n\r\n`).join('');
    const { url } = await raw(interims + OK);
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
  });

  test('without an end are cut off, long before the time is over, and memory stays flat', async () => {
    const { url } = await rawServer((socket) =>
      onRequest(socket, () => {
        const more = () => {
          while (
            !socket.destroyed &&
            socket.write('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n')
          );
        };
        socket.on('drain', more);
        more();
      }),
    );
    const before = process.memoryUsage().rss;
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toEqual({ kind: 'unknown', code: 'ERR_HTTP_INTERIMS' });
    expect(report.error).toMatchObject({ class: 'protocol' });
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  test('that come now and then do not keep an attempt alive', async () => {
    const { url } = await rawServer((socket) =>
      onRequest(socket, () => {
        const hint = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20);
        socket.once('close', () => clearInterval(hint));
      }),
    );
    const report = await attempt(
      jobFor(url, { body: jsonBody('{}'), limits: limits({ firstByteMs: 300 }) }),
    );
    expect(report.outcome).toEqual({ kind: 'unknown', code: 'TIMEOUT_FIRST_BYTE' });
  });
});

test('S-15: where a server may have forgotten the key, an item that wants to be asked is not sent again by itself', async () => {
  // Takes what it gets, and answers only the second time.
  const { url, requests } = await answering((_, response) => response.destroy(), says(201));
  const host = await caseHost();
  const asking = await host.seenThrough(await host.add(post(url, { unknownOutcome: 'ask' })));
  expect(asking.item).toMatchObject({ state: 'unconfirmed', mayHaveArrived: true });
  await host.api.call('sync', {}, { kind: 'cli' });
  expect(requests).toHaveLength(1);
  // Only a person has it sent again, under the same key.
  await host.api.call(
    'resolve',
    { items: { ids: [asking.item.id] }, arrived: false },
    { kind: 'cli' },
  );
  const { item } = await host.seenThrough(asking.item.id);
  expect(item.state).toBe('delivered');
  expect(requests.map((one) => one.headers['idempotency-key'])).toEqual([
    item.idempotencyKey,
    item.idempotencyKey,
  ]);
});

describe('S-16', () => {
  test("204 with a body is delivered, and what follows it is nobody's answer", async () => {
    let connections = 0;
    const { url } = await rawServer((socket) => {
      connections += 1;
      onRequest(socket, ({ head }) =>
        socket.write(
          head.startsWith('POST /next')
            ? 'HTTP/1.1 422 No\r\nContent-Length: 2\r\n\r\nno'
            : `HTTP/1.1 204 No Content\r\n\r\n${OK}`,
        ),
      );
    });
    const agents = agentsForTest();
    const first = await attempt(jobFor(url, { body: jsonBody('{}') }), agents);
    expect(first.outcome).toEqual({ kind: 'delivered', status: 204 });
    expect(first.body?.bytes).toBe(0);
    const next = await attempt(jobFor(`${url}next`, { body: jsonBody('{}') }), agents);
    expect(next.outcome).toEqual({ kind: 'rejected', status: 422 });
    expect(connections).toBe(2);
  });

  test("an answer that comes to an idle connection is not taken for the next one's", async () => {
    const idle = Promise.withResolvers<Socket>();
    const { url } = await rawServer((socket) => {
      onRequest(socket, ({ head }) => {
        if (head.startsWith('POST /next'))
          return socket.write('HTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n');
        socket.write(OK);
        return idle.resolve(socket);
      });
    });
    const agents = agentsForTest();
    await attempt(jobFor(url, { body: jsonBody('{}') }), agents);
    const socket = await idle.promise;
    const givenUp = once(socket, 'close');
    socket.write(OK);
    await givenUp;
    const next = await attempt(jobFor(`${url}next`, { body: jsonBody('{}') }), agents);
    expect(next.outcome).toEqual({ kind: 'rejected', status: 422 });
  });

  test.each([
    ['200 without a length ends with the connection', 'HTTP/1.1 200 X\r\n\r\nokay', 'okay', null],
    [
      'a body that is shorter than it says is kept, and flagged',
      'HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\nokay',
      'okay',
      'cut',
    ],
    ['one that is longer too', 'HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\nokay', 'ok', 'cut'],
    [
      'and one whose last chunk is missing',
      'HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nokay',
      'okay',
      'cut',
    ],
  ])('%s', async (_, answer, kept, truncated) => {
    const { url } = await raw(answer);
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
    expect(Buffer.from(report.body?.inline ?? []).toString()).toBe(kept);
    expect(report.body?.truncated).toBe(truncated);
  });
});

test.each([
  ['two different lengths', 'Content-Length: 2\r\nContent-Length: 3'],
  ['the same length twice', 'Content-Length: 2\r\nContent-Length: 2'],
  ['two lengths in one field', 'Content-Length: 2, 2'],
  ['no number', 'Content-Length: two'],
  ['a negative length', 'Content-Length: -2'],
  ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked'],
  ['chunks and a length', 'Transfer-Encoding: chunked\r\nContent-Length: 2'],
])(
  'S-17: an answer with %s is none: the outcome is unknown, and tried again',
  async (_, headers) => {
    const { url } = await raw(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\nokok`);
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toMatchObject({ kind: 'unknown', code: expect.stringMatching(/^HPE_/) });
    expect(report.error?.class).toBe('protocol');
    expect(stateAfter(report.outcome).state).toBe('waiting');
  },
);

test('S-18: 200 with the text of an error is not delivered where the account says what a yes is', async () => {
  const { url } = await answering(says(200, {}, '{"error":"upstream failed"}'));
  const contract = { ...DEFAULT_CONTRACT, json: { pointer: '/id', equals: null } };
  const report = await attempt(jobFor(url, { body: jsonBody('{}'), contract }));
  expect(report.outcome).toEqual({ kind: 'suspect', status: 200, doubt: 'JSON' });
  // Without such a word a status of success is one (design.md §8): nobody else knows this server.
  const plain = await attempt(jobFor(url, { body: jsonBody('{}') }));
  expect(plain.outcome.kind).toBe('delivered');
});

describe('S-19: an item that always meets 500', () => {
  test('stops nobody else of its server', async () => {
    const { url } = await answering((request, response) =>
      says(request.url === '/poison' ? 500 : 201)(request, response),
    );
    const host = await caseHost();
    const poison = await host.add(post(`${url}poison`, { priority: 'urgent' }));
    for (let n = 0; n < 5; n += 1) {
      const { item } = await host.seenThrough(await host.add(post(url, { priority: 'low' })));
      expect(item.state).toBe('delivered');
    }
    expect((await host.details(poison)).item.state).not.toBe('attention');
  });

  test('shows as having trouble from its fifth try on', async () => {
    const bench = createOutboxBench();
    await bench.dispatcher.start();
    const { id } = await bench.add();
    const troubles: (boolean | undefined)[] = [];
    for (let n = 0; n < 6; n += 1) {
      await bench.settle();
      bench.runner.of(id).answer({ kind: 'busy', status: 500, retryAfterMs: null });
      await bench.settle();
      const explained = explainItem(
        bench.store.read,
        id,
        [],
        [],
        bench.time.clock.now(),
        bench.policy,
      );
      const budget = explained.ok
        ? explained.value.find(({ code }) => code === 'BUDGET')
        : undefined;
      troubles.push(budget?.code === 'BUDGET' ? budget.trouble : undefined);
      bench.time.advance(bench.policy.backoff.cap);
    }
    expect(troubles).toEqual([false, false, false, false, true, true]);
  });
});
