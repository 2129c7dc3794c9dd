import { beforeEach, describe, expect, it } from 'vitest';
import {
  createOutboxFetch,
  isQueued,
  type OutboxFetch,
  type OutTray,
} from '../../../../renderer/client/index.ts';
import type { AppRequest, AppResponse } from '../../../../shared/contracts/app-bridge.ts';
import type { StateFields } from '../../../../shared/outbox/item.ts';
import { anApp } from '../../../support/an-app.ts';
import { anItem } from '../../../support/builders.ts';

const URL_GRANTED = 'https://api.example/visits/7';
const app = anApp('forms', { targets: [{ url: 'https://api.example/visits/*' }] });

const ok = <T>(value: T) => ({ ok: true, value }) as const;
const fails = (code: 'TIMED_OUT' | 'QUOTA_OPEN') =>
  ({ ok: false, error: { code, params: {}, message: `because of ${code}` } }) as const;

let added: AppRequest[];
let cancelled: string[];
let plain: [unknown, RequestInit | undefined][];
let waits: Awaited<ReturnType<OutTray['waitFor']>>[];
let said: AppResponse | null;
let streamed: string;
let granted: boolean;
let refused: boolean;
let fetched: OutboxFetch;

beforeEach(() => {
  added = [];
  cancelled = [];
  plain = [];
  waits = [];
  said = null;
  streamed = '';
  granted = true;
  refused = false;
  fetched = createOutboxFetch({ outtray: fake as OutTray, fetch: real });
});

const real = (async (input: unknown, init?: RequestInit) => {
  plain.push([input, init]);
  return new Response('from the server');
}) as typeof fetch;

const fake: Partial<OutTray> = {
  status: async () =>
    granted
      ? ok({ app, grant: app.grant, counts: {} as never, usage: { open: 0, today: 0 } })
      : fails('QUOTA_OPEN'),
  async enqueue(request) {
    if (refused) return fails('QUOTA_OPEN');
    added.push(request);
    return ok({ id: `item-${added.length}`, seq: added.length });
  },
  async cancel(ids) {
    cancelled.push(...ids);
    return ok({ done: 1, refused: 0, refusals: [] } as never);
  },
  waitFor: async () => waits.shift() ?? fails('TIMED_OUT'),
  response: async () => ok(said),
  async upload(filename, pull) {
    for (let chunk = await pull(); chunk !== null; chunk = await pull())
      streamed += new TextDecoder().decode(chunk);
    return ok({ upload: 'token', filename, size: streamed.length });
  },
};

const settle = (state: StateFields): void => void waits.push(ok(anItem({}, state)));

const bodyOf = async (
  body: NonNullable<RequestInit['body']>,
  headers: Record<string, string> = {},
) => {
  await fetched(URL_GRANTED, { method: 'POST', body, headers });
  return added[0]?.body;
};

describe('what is queued', () => {
  it.each(['POST', 'put', 'PATCH', 'DELETE'])(
    '%s to a granted server, answered at once',
    async (method) => {
      const granting = anApp('forms', {
        targets: [{ url: 'https://api.example/visits/*' }],
      });
      expect(granting.grant.targets[0]?.methods).toContain(method.toUpperCase());
      const response = await fetched(`${URL_GRANTED}#top`, { method });
      expect(response.status).toBe(202);
      expect(response.headers.get('x-outtray-item')).toBe('item-1');
      expect(await response.json()).toEqual({ id: 'item-1' });
      expect(isQueued(response) && response.itemId).toBe('item-1');
      expect(added).toMatchObject([{ method: method.toUpperCase(), url: URL_GRANTED }]);
      expect(plain).toEqual([]);
    },
  );

  it.each<[string, string, RequestInit]>([
    ['what reads', URL_GRANTED, {}],
    ['what reads, said so', URL_GRANTED, { method: 'HEAD' }],
    ['another server', 'https://other.example/visits/7', { method: 'POST', body: 'x' }],
    ['another path', 'https://api.example/admin', { method: 'POST' }],
    ['no address at all', '/relative', { method: 'POST' }],
  ])('not %s: that is fetch as it is', async (_what, url, init) => {
    const response = await fetched(url, { ...init, outbox: { title: 'not for fetch' } });
    expect(await response.text()).toBe('from the server');
    expect(isQueued(response)).toBe(false);
    expect(plain).toEqual([[url, init]]);
    expect(added).toEqual([]);
  });

  it('nothing without a grant, and nothing in an ordinary browser', async () => {
    granted = false;
    await fetched(URL_GRANTED, { method: 'POST' });
    const browser = createOutboxFetch({ outtray: null, fetch: real });
    await browser(URL_GRANTED, { method: 'POST' });
    await createOutboxFetch({ fetch: real })(URL_GRANTED, { method: 'POST' });
    expect(plain).toHaveLength(3);
    expect(added).toEqual([]);
  });

  it('a Request with its own method, headers and body, which stays usable', async () => {
    const form = new FormData();
    form.append('a', '1');
    form.append('photo', new File(['p'], 'p.jpg', { type: 'image/jpeg' }));
    const request = new Request(URL_GRANTED, {
      method: 'PUT',
      body: form,
      headers: { 'X-A': 'b' },
    });
    await fetched(request);
    expect(added).toMatchObject([
      {
        method: 'PUT',
        headers: [['x-a', 'b']],
        body: { kind: 'multipart', parts: [{ name: 'a', value: '1' }, { filename: 'p.jpg' }] },
      },
    ]);
    expect(request.bodyUsed).toBe(false);
    await fetched(new Request(URL_GRANTED, { method: 'POST', body: new Blob(['raw']) }));
    expect(added[1]?.body).toMatchObject({ kind: 'file' });
  });
});

describe('how it is handed over', () => {
  it('without the page’s own credentials: the account that fits signs it in', async () => {
    await fetched(URL_GRANTED, {
      method: 'POST',
      headers: {
        Authorization: 'Bearer page',
        Cookie: 'a=b',
        'Proxy-Authorization': 'x',
        'Idempotency-Key': 'of-the-page',
        'X-Device': '3',
      },
      outbox: { title: 'Visit 7', priority: 'low' },
    });
    expect(added).toEqual([
      {
        method: 'POST',
        literal: true,
        url: URL_GRANTED,
        headers: [['x-device', '3']],
        idempotencyKey: 'of-the-page',
        body: { kind: 'none' },
        title: 'Visit 7',
        priority: 'low',
      },
    ]);
  });

  const json = { 'content-type': 'application/json; charset=utf-8' };
  it.each<[string, NonNullable<RequestInit['body']>, Record<string, string>, unknown]>([
    ['JSON', '{"a":1}', json, { kind: 'json', text: '{"a":1}' }],
    [
      'what is JSON by name only',
      '{',
      json,
      { kind: 'text', text: '{', contentType: json['content-type'] },
    ],
    ['text', 'a', {}, { kind: 'text', text: 'a' }],
    [
      'a form',
      new URLSearchParams('a=1&a=2&b='),
      {},
      {
        kind: 'form',
        fields: [
          ['a', '1'],
          ['a', '2'],
          ['b', ''],
        ],
      },
    ],
    [
      'bytes',
      new Uint8Array([0, 1, 2]).subarray(1),
      {},
      { kind: 'file', file: new Uint8Array([1, 2]) },
    ],
    [
      'a buffer',
      new Uint8Array([1]).buffer,
      { 'content-type': 'image/png' },
      { kind: 'file', file: new Uint8Array([1]), contentType: 'image/png' },
    ],
  ])('%s', async (_what, body, headers, expected) => {
    expect(await bodyOf(body, headers)).toEqual(expected);
  });

  it('a form with files, in its order, empty and repeated names included', async () => {
    const form = new FormData();
    form.append('visit', '7');
    form.append('', new File(['front'], 'front.jpg', { type: 'image/jpeg' }));
    form.append('visit', '8');
    form.append('note', new File(['x'], 'note'));
    const body = await bodyOf(form, { 'content-type': 'multipart/form-data' });
    expect(body).toMatchObject({
      kind: 'multipart',
      parts: [
        { name: 'visit', value: '7' },
        { name: '', filename: 'front.jpg', contentType: 'image/jpeg' },
        { name: 'visit', value: '8' },
        { name: 'note', filename: 'note' },
      ],
    });
    const [, photo] = body?.kind === 'multipart' ? body.parts : [];
    expect(
      photo && 'file' in photo && photo.file instanceof File && (await photo.file.text()),
    ).toBe('front');
  });

  it('a stream, piece by piece', async () => {
    const stream = new Blob(['one', 'two']).stream();
    expect(await bodyOf(stream, { 'content-type': 'text/x' })).toEqual({
      kind: 'file',
      file: { upload: 'token' },
      contentType: 'text/x',
    });
    expect(streamed).toBe('onetwo');
  });

  it('or not at all: a refusal has its code, and what was aborted is not added, or not left there', async () => {
    refused = true;
    await expect(fetched(URL_GRANTED, { method: 'POST' })).rejects.toMatchObject({
      name: 'OutTrayError',
      code: 'QUOTA_OPEN',
      message: 'because of QUOTA_OPEN',
    });
    refused = false;
    await expect(
      fetched(URL_GRANTED, { method: 'POST', signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(added).toEqual([]);
    const aborting = new AbortController();
    const late = createOutboxFetch({
      outtray: {
        ...fake,
        async enqueue() {
          aborting.abort();
          return ok({ id: 'late', seq: 1 });
        },
      } as OutTray,
      fetch: real,
    });
    await expect(
      late(URL_GRANTED, { method: 'POST', signal: aborting.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(cancelled).toEqual(['late']);
  });
});

describe('the real response', () => {
  const queued = async () => {
    const response = await fetched(URL_GRANTED, { method: 'POST' });
    if (!isQueued(response)) throw new Error('not queued');
    return response;
  };
  const answer = (status: number, body = '{"id":9}') => {
    said = {
      status,
      headers: [
        ['Content-Type', 'application/json'],
        ['Content-Encoding', 'gzip'],
      ],
      body: new TextEncoder().encode(body),
    };
  };

  it('is the server’s, once it is delivered, however long that takes', async () => {
    waits.push(fails('TIMED_OUT'), fails('TIMED_OUT'));
    settle({ state: 'delivered', status: 201, deliveredAt: 1 });
    answer(201);
    const response = await (await queued()).delivered();
    expect(response.status).toBe(201);
    expect([...response.headers]).toEqual([['content-type', 'application/json']]);
    expect(await response.json()).toEqual({ id: 9 });
    settle({ state: 'delivered', status: 204, deliveredAt: 1 });
    answer(204, '');
    expect((await (await queued()).delivered()).status).toBe(204);
  });

  it('is also a refusal of the server', async () => {
    settle({ state: 'attention', since: 1, reason: { code: 'REJECTED', status: 422 } });
    answer(422);
    expect((await (await queued()).delivered()).status).toBe(422);
  });

  it('is none where the outbox does not believe a success, or there was no answer', async () => {
    settle({ state: 'attention', since: 1, reason: { code: 'EXPIRED', expiresAt: 1 } });
    answer(200, '<html>');
    await expect((await queued()).delivered()).rejects.toMatchObject({ code: 'EXPIRED' });
    said = null;
    settle({ state: 'cancelled', cancelledAt: 1 });
    await expect((await queued()).delivered()).rejects.toMatchObject({
      code: 'CANCELLED',
      message: 'the request is cancelled, so there is no answer',
    });
  });

  it('is not waited for any longer than its signal says', async () => {
    const forever = createOutboxFetch({
      outtray: { ...fake, waitFor: () => new Promise(() => {}) } as OutTray,
      fetch: real,
    });
    const response = await forever(URL_GRANTED, { method: 'POST' });
    if (!isQueued(response)) throw new Error('not queued');
    const aborting = new AbortController();
    const waiting = response.delivered({ signal: aborting.signal });
    aborting.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
