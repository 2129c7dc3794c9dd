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

async function post(path: string, key: string | null, body = 'the same', attempt = 1) {
  const response = await fetch(base + path, {
    method: 'POST',
    body,
    headers: {
      'X-Outbox-Attempt': `${attempt}`,
      ...(key === null ? {} : { 'Idempotency-Key': key }),
    },
  });
  const { status, headers } = response;
  return { status, headers, text: await response.text() };
}

describe('a request that comes again', () => {
  test('gets the stored answer, and its effect is applied once', async () => {
    const key = newKey();
    const first = await post('/inbox/a', key, 'x', 1);
    const second = await post('/inbox/a', key, 'x', 2);
    expect(second).toMatchObject({ status: 201, text: first.text });
    expect(first.headers.get('idempotent-replay')).toBeNull();
    expect(second.headers.get('idempotent-replay')).toBe('true');
    const { entries, effects, duplicates } = server.ledger.snapshot({ key });
    expect(entries).toMatchObject([
      { attempt: 1, verdict: 'applied', effect: effects[0]?.id },
      { attempt: 2, verdict: 'replayed', effect: effects[0]?.id },
    ]);
    expect([effects.length, duplicates]).toEqual([1, 1]);
  });

  test('is known by its key also at another path, and with the quotes of a structured field', async () => {
    const key = newKey();
    await post('/inbox/a', key);
    expect((await post('/inbox/b', `"${key}"`)).headers.get('idempotent-replay')).toBe('true');
  });

  test('with another body is a conflict, and changes nothing', async () => {
    const key = newKey();
    await post('/inbox/a', key, 'one');
    const other = await post('/inbox/a', key, 'two');
    expect(other.status).toBe(422);
    const { entries, effects, conflicts } = server.ledger.snapshot({ key });
    expect(entries[1]).toMatchObject({ verdict: 'conflict', effect: null, status: 422 });
    expect([effects.length, conflicts]).toEqual([1, 1]);
  });

  test('is an effect of its own without a key', async () => {
    const before = server.ledger.snapshot().effects.length;
    await post('/inbox/a', null);
    await post('/inbox/a', null);
    expect(server.ledger.snapshot().effects.length).toBe(before + 2);
  });

  test('is told to wait while the first one is being worked on, and that is an overlap', async () => {
    const key = newKey();
    const received = nextEvent(server, (event) => event.type === 'received');
    const first = post('/inbox/a?delay=300', key);
    await received;
    const second = await post('/inbox/a', key);
    expect([second.status, second.headers.get('retry-after')]).toEqual([409, '1']);
    expect((await first).status).toBe(201);
    const { entries, effects, overlaps } = server.ledger.snapshot({ key });
    expect(entries.map((entry) => entry.verdict)).toEqual(['applied', 'inProgress']);
    expect([effects.length, overlaps]).toEqual([1, 1]);
  });

  test('is applied once when both bodies are still on their way', async () => {
    const key = newKey();
    const text = requestText(
      '/inbox/a',
      'the body',
      `Idempotency-Key: ${key}`,
      'Connection: close',
    );
    const slow = await openRawConnection(port);
    const arrived = nextEvent(server, (event) => event.type === 'arrived');
    slow.send(text.slice(0, -4));
    await arrived;
    const quick = await openRawConnection(port);
    quick.send(text);
    expect((await quick.ended).received).toMatch(/^HTTP\/1.1 201 /);
    slow.send(text.slice(-4));
    expect((await slow.ended).received).toMatch(/^HTTP\/1.1 201 [^]*Idempotent-Replay: true/);
    const { effects, overlaps } = server.ledger.snapshot({ key });
    expect([effects.length, overlaps]).toEqual([1, 1]);
  });

  test('after the client gave up on a slow server finds the work done', async () => {
    const key = newKey();
    const impatient = await openRawConnection(port);
    const received = nextEvent(server, (event) => event.type === 'received');
    impatient.send(requestText('/inbox/a?delay=200', 'x', `Idempotency-Key: ${key}`));
    await received;
    const left = nextEvent(server, (event) => event.type === 'ended');
    const applied = nextEvent(server, (event) => event.type === 'applied');
    impatient.destroy();
    await left;
    expect((await post('/inbox/a?delay=200', key, 'x')).status).toBe(409);
    await applied;
    const again = await post('/inbox/a?delay=200', key, 'x');
    expect(again.headers.get('idempotent-replay')).toBe('true');
    const { entries, overlaps } = server.ledger.snapshot({ key });
    expect(entries[0]).toMatchObject({ verdict: 'applied', complete: true, status: null });
    expect(overlaps).toBe(0);
  });

  test('after it was cut is taken as if it were the first', async () => {
    const key = newKey();
    const cut = await openRawConnection(port);
    const arrived = nextEvent(server, (event) => event.type === 'arrived');
    const ended = nextEvent(server, (event) => event.type === 'ended');
    cut.send(requestText('/inbox/a', 'the body', `Idempotency-Key: ${key}`).slice(0, -3));
    await arrived;
    cut.destroy();
    await ended;
    const again = await post('/inbox/a', key, 'the body', 2);
    expect(again.headers.get('idempotent-replay')).toBeNull();
    expect(server.ledger.snapshot({ key }).entries).toMatchObject([
      { complete: false, bytes: 5, verdict: null, status: null },
      { complete: true, bytes: 8, verdict: 'applied', status: 201 },
    ]);
  });
});

describe('the ledger over HTTP', () => {
  test('tells of one key, of all, and page by page', async () => {
    const key = `${newKey()}/ü`;
    const response = await fetch(`${base}/inbox/a?status=202`, {
      method: 'PUT',
      body: 'x',
      headers: {
        'Idempotency-Key': Buffer.from(key).toString('latin1'),
        'X-Outbox-Attempt': 'no number',
      },
    });
    expect(response.status).toBe(202);
    const stored = server.ledger.snapshot().entries.at(-1);
    expect(stored).toMatchObject({ method: 'PUT', path: '/inbox/a?status=202', attempt: null });
    const ofKey: unknown = await (
      await fetch(`${base}/ledger/${encodeURIComponent(stored?.key ?? '')}`)
    ).json();
    expect(ofKey).toEqual({ ...server.ledger.snapshot({ key: stored?.key ?? '' }) });
    const page: unknown = await (await fetch(`${base}/ledger?limit=2&after=1`)).json();
    expect(page).toEqual(server.ledger.snapshot({ after: 1, limit: 2 }));
    expect(page).toMatchObject({ entries: [{ request: 2 }, { request: 3 }], next: 3 });
  });

  test.each(['limit=0', 'limit=10001', 'after=x', 'keys=a'])('refuses %s', async (query) => {
    expect((await fetch(`${base}/ledger?${query}`)).status).toBe(400);
  });
});
