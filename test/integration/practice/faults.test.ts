import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { nextEvent } from '../../support/next-event.ts';
import { openRawConnection, requestText } from '../../support/raw-connection.ts';

const server = createPracticeServer();
let base = '';
let port = 0;
beforeAll(async () => {
  ({ url: base, port } = await server.start());
});
afterAll(() => server.stop());

let used = 0;
const newKey = () => `key-${(used += 1)}`;

async function post(query: string, key: string, body = 'x') {
  const response = await fetch(`${base}/inbox/a${query}`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { 'Idempotency-Key': key },
  });
  const { status, headers } = response;
  return { status, headers, text: await response.text() };
}

async function raw(query: string, key: string, body: string) {
  const connection = await openRawConnection(port);
  connection.send(requestText(`/inbox/a${query}`, body, `Idempotency-Key: ${key}`));
  return connection.ended;
}

const verdictsOf = (key: string) =>
  server.ledger.snapshot({ key }).entries.map((entry) => entry.verdict);

describe('on request the server', () => {
  test('answers with a status so many times per key, and then accepts', async () => {
    const [a, b] = [newKey(), newKey()];
    const query = '?status=503&times=2&retry-after=1';
    const first = await post(query, a);
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '1']);
    expect(first.headers.get('content-type')).toBe('application/problem+json');
    expect((await post(query, b)).status).toBe(503);
    expect((await post(query, a)).status).toBe(503);
    expect((await post(query, a)).status).toBe(201);
    expect((await post(query, b)).status).toBe(503);
    expect(verdictsOf(a)).toEqual(['misbehaved', 'misbehaved', 'applied']);
  });

  test('never accepts with a failing status and no number of times', async () => {
    const key = newKey();
    for (let n = 0; n < 4; n++) expect((await post('?status=500', key)).status).toBe(500);
    expect(server.ledger.snapshot({ key }).effects).toEqual([]);
  });

  test('accepts with another status of success, and repeats that one', async () => {
    const key = newKey();
    expect(await post('?status=204', key)).toMatchObject({ status: 204, text: '' });
    expect((await post('', key)).status).toBe(204);
    expect(server.ledger.snapshot({ key }).effects).toMatchObject([{ status: 204 }]);
  });

  test('names the way to sign in with a 401', async () => {
    const { headers } = await post('?status=401', newKey());
    expect(headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  test('shows a sign-in page in place of its own answer', async () => {
    const key = newKey();
    const page = await post('?html', key);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(page.text).toMatch(/^<!doctype html>[^]*<form method="post"/);
    expect((await post('?html&status=502', key)).status).toBe(502);
    expect(verdictsOf(key)).toEqual(['misbehaved', 'misbehaved']);
  });

  test('finds a submission invalid, and says what about it', async () => {
    const { status, headers, text } = await post('?invalid', newKey());
    expect([status, headers.get('content-type')]).toEqual([422, 'application/problem+json']);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ pointer: '#/customer' }, {}] });
  });

  test.each([
    [307, '/inbox/b'],
    [302, 'http://localhost:9/elsewhere'],
  ])('redirects with %d to %s', async (redirect, to) => {
    const key = newKey();
    const { status, headers } = await post(`?redirect=${redirect}&to=${to}`, key);
    expect([status, headers.get('location')]).toEqual([redirect, to]);
    expect(server.ledger.snapshot({ key }).effects).toEqual([]);
  });

  test('applies, and loses the answer: once, if nothing else is said', async () => {
    const key = newKey();
    expect(await raw('?commit-then-drop', key, 'x')).toMatchObject({ received: '' });
    const { effects, entries } = server.ledger.snapshot({ key });
    expect(effects).toHaveLength(1);
    expect(entries).toMatchObject([{ verdict: 'applied', complete: true, status: null }]);
    const again = await post('?commit-then-drop', key);
    expect(again.headers.get('idempotent-replay')).toBe('true');
    expect(again.text).toContain(effects[0]?.id);
  });

  test('loses also the repeated answer when asked to', async () => {
    const key = newKey();
    const query = '?commit-then-drop&times=2';
    for (let n = 0; n < 2; n++) expect((await raw(query, key, 'x')).received).toBe('');
    expect((await post(query, key)).status).toBe(201);
    expect(verdictsOf(key)).toEqual(['applied', 'replayed', 'replayed']);
  });

  test('applies, and has nobody to lose the answer to', async () => {
    const key = newKey();
    const impatient = await openRawConnection(port);
    const received = nextEvent(server, (event) => event.type === 'received');
    const applied = nextEvent(server, (event) => event.type === 'applied');
    const query = '?commit-then-drop&delay=100';
    impatient.send(requestText(`/inbox/a${query}`, 'x', `Idempotency-Key: ${key}`));
    await received;
    impatient.destroy();
    await applied;
    expect((await post(query, key)).status).toBe(201);
  });

  test.each([0, 1, 5, 8])('resets the connection after %d bytes of the body', async (bytes) => {
    const key = newKey();
    const ended = await raw(`?drop-after=${bytes}`, key, 'the body');
    expect(ended).toEqual({ received: '', how: 'reset' });
    const { entries, effects } = server.ledger.snapshot({ key });
    expect(entries).toMatchObject([{ bytes, complete: false, verdict: null, status: null }]);
    expect(effects).toEqual([]);
  });

  test('resets the connection in the middle of a large upload', async () => {
    const key = newKey();
    const body = 'x'.repeat(3_000_000);
    await expect(post('?drop-after=2000000&times=1', key, body)).rejects.toThrow('fetch failed');
    expect((await post('?drop-after=2000000&times=1', key, body)).status).toBe(201);
    expect(server.ledger.snapshot({ key }).entries).toMatchObject([
      { bytes: 2_000_000, complete: false },
      { bytes: 3_000_000, complete: true },
    ]);
  });

  test('works so long before it answers', async () => {
    const key = newKey();
    const started = performance.now();
    await post('?delay=200', key);
    expect(performance.now() - started).toBeGreaterThan(190);
  });

  test('answers slowly, byte by byte, and completely', async () => {
    const key = newKey();
    const response = await fetch(`${base}/inbox/a?slow=1000`, {
      method: 'POST',
      headers: { 'Idempotency-Key': key },
    });
    const arrivals: number[] = [];
    const pieces: Uint8Array[] = [];
    for await (const piece of response.body ?? []) {
      arrivals.push(performance.now());
      pieces.push(piece);
    }
    expect(arrivals.length).toBeGreaterThan(1);
    expect((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(60);
    expect(JSON.parse(Buffer.concat(pieces).toString())).toMatchObject({ received: {} });
  });

  test('makes an answer as long as asked for, and it is still the answer', async () => {
    const { headers, text } = await post('?big=5000000', newKey());
    expect([headers.get('content-length'), text.length]).toEqual(['5000000', 5_000_000]);
    expect(JSON.parse(text)).toMatchObject({ received: { kind: 'text' } });
    expect((await post('?big=5000&status=500', newKey())).text.length).toBe(5000);
  });

  test('stops answering when the client has left', async () => {
    const key = newKey();
    const ended = nextEvent(server, (event) => event.type === 'ended' && event.entry.key === key);
    const connection = await openRawConnection(port);
    connection.send(requestText('/inbox/a?big=500000000', 'x', `Idempotency-Key: ${key}`));
    await connection.untilReceived('HTTP/1.1 201');
    connection.destroy();
    expect(await ended).toMatchObject({ entry: { verdict: 'applied', status: 201 } });
  });

  test('does not understand a fault that it does not know, and says so', async () => {
    const key = newKey();
    const { status, text } = await post('?statsu=503', key);
    expect([status, text]).toEqual([400, expect.stringContaining('unknown parameter')]);
    expect(server.ledger.snapshot({ key })).toMatchObject({
      entries: [{ verdict: 'refused', status: 400 }],
      effects: [],
    });
  });
});
