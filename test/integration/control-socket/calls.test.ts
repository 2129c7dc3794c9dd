import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectToHost } from '../../../electron/adapters/control-socket/connect-to-host.ts';
import { listenForControl } from '../../../electron/adapters/control-socket/listen-for-control.ts';
import { openSqliteReader } from '../../../electron/adapters/store/open-sqlite-reader.ts';
import type { OutboxCalls, SendingNews } from '../../../shared/contracts/control-protocol.ts';
import type { OutboxError } from '../../../shared/contracts/errors.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import { errorSentence } from '../../../shared/messages/error-sentences.ts';
import { practice } from '../../support/practice.ts';
import { add } from '../../support/real-host.ts';
import { hostFileOf, listeningHost, profile, reached, welcomedStranger } from './control-tools.ts';

const CLI = { kind: 'cli' } as const;
const REQUEST = { method: 'POST', url: 'http://127.0.0.1:9/x' };
const log = { info: () => {}, warn: () => {}, error: () => {} };

function okay<T>(result: Result<T, OutboxError>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** A host whose calls the test answers. */
async function scriptedHost(
  home: string,
  call: (name: string, input: unknown, source: unknown) => Promise<Result<unknown, OutboxError>>,
) {
  const api = { call } as unknown as OutboxCalls;
  const server = await listenForControl({
    folder: home,
    api,
    log,
    onChange: () => () => {},
    watchSending: () => () => {},
  });
  if (!server.ok) throw new Error(JSON.stringify(server.error));
  onTestFinished(() => server.value.close(0));
  return server.value;
}

describe('a call through the socket', () => {
  test('does and answers what it does within the host', async () => {
    const { home } = profile();
    const host = await listeningHost(home);
    const remote = await reached(home);
    const added = await remote.call('enqueue', { ...REQUEST, title: 'grüß ✓' }, CLI);
    expect(added).toMatchObject({ ok: true, value: { seq: 1 } });
    const id = added.ok ? added.value.id : '';
    expect(await remote.call('get', { id }, CLI)).toEqual(await host.api.call('get', { id }, CLI));
    expect(await remote.call('get', { id: 'nobody' }, CLI)).toEqual(
      await host.api.call('get', { id: 'nobody' }, CLI),
    );
    expect(await remote.call('list', { limit: 0 }, CLI)).toEqual(
      await host.api.call('list', { limit: 0 }, CLI),
    );
  });

  test('is always one of the command line, whoever it says that asks', async () => {
    const { home } = profile();
    const sources: unknown[] = [];
    await scriptedHost(home, async (_name, _input, source) => {
      sources.push(source);
      return ok(null);
    });
    const remote = await reached(home);
    await remote.call('stats', {}, { kind: 'window' });
    expect(sources).toEqual([CLI]);
  });

  test('of a name that does not exist is not allowed', async () => {
    const { home } = profile();
    await listeningHost(home);
    const remote = await reached(home);
    for (const name of ['nothing', '__proto__', 'constructor']) {
      expect(await remote.call(name as 'stats', {}, CLI)).toMatchObject({
        error: { code: 'NOT_ALLOWED', params: { call: name } },
      });
    }
  });

  test('carries bytes and megabytes in both directions', async () => {
    const { home } = profile();
    const bytes = new Uint8Array(randomBytes(10 * 1024 * 1024));
    await scriptedHost(home, async (_name, input) => ok({ echo: input, inline: bytes }));
    const remote = await reached(home);
    const input = { title: 'x'.repeat(20_000_000), inline: bytes };
    const answer = await remote.call('stats', input as never, CLI);
    const value = (answer.ok ? answer.value : {}) as unknown as {
      readonly echo: typeof input;
      readonly inline: Uint8Array;
    };
    expect(value.echo.title).toHaveLength(20_000_000);
    expect(Buffer.compare(value.echo.inline, bytes)).toBe(0);
    expect(value.inline).toBeInstanceOf(Uint8Array);
    expect(Buffer.compare(value.inline, bytes)).toBe(0);
  });

  test('answers come to whom they belong, in whatever order', async () => {
    const { home } = profile();
    const waiting: (() => void)[] = [];
    await scriptedHost(
      home,
      (_name, input) =>
        new Promise((resolve) => {
          waiting.push(() => resolve(ok(input)));
          if (waiting.length === 200) for (const answer of waiting.toReversed()) answer();
          if (waiting.length % 64 === 0) for (const answer of waiting.toReversed()) answer();
        }),
    );
    const remote = await reached(home);
    const answers = Array.from({ length: 200 }, (_, n) =>
      remote.call('stats', { n } as never, CLI),
    );
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 200 }, (_, n) => ok({ n })));
  });

  test('takes a thousand requests at once, and names the calls for more', async () => {
    const { home } = profile();
    await listeningHost(home);
    const remote = await reached(home);
    const requests = Array.from({ length: 1001 }, () => REQUEST);
    const refused = await remote.call('enqueueMany', { requests }, CLI);
    expect(refused).toMatchObject({ error: { code: 'BATCH_TOO_LARGE', params: { limit: 1000 } } });
    expect(errorSentence((refused as { readonly error: OutboxError }).error)).toContain(
      'batch.begin',
    );
    const most = { requests: requests.slice(1) };
    expect(await remote.call('enqueueMany', most, CLI)).toMatchObject({ ok: true });
    const { batch } = okay(await remote.call('batch.begin', {}, CLI));
    const piece = { batch, from: 1, requests: requests.slice(500) };
    expect(await remote.call('batch.add', piece, CLI)).toMatchObject({
      error: { code: 'BATCH_TOO_LARGE', params: { limit: 500 } },
    });
  });

  test('of a batch leaves nothing when its client dies, also in the middle of one', async () => {
    const { home } = profile();
    await listeningHost(home);
    const dying = await reached(home);
    const requests = Array.from({ length: 500 }, () => REQUEST);
    const { batch } = okay(await dying.call('batch.begin', {}, CLI));
    okay(await dying.call('batch.add', { batch, from: 1, requests }, CLI));
    void dying.call('batch.add', { batch, from: 501, requests }, CLI);
    dying.close();
    await dying.ended;
    const beside = okay(openSqliteReader({ folder: home }));
    onTestFinished(beside.close);
    await expect.poll(() => beside.read.batches()).toEqual([]);
    const other = await reached(home);
    expect(await other.call('batch.accept', { batch }, CLI)).toMatchObject({
      error: { code: 'BATCH_UNKNOWN' },
    });
    expect(beside.read.counts().queued).toBe(0);
  });

  test('whose client dies in the middle is carried out, and harms nobody', async () => {
    const { home } = profile();
    const host = await listeningHost(home);
    const dying = await reached(home);
    const call = dying.call('enqueue', REQUEST, CLI);
    const stored = new Promise<void>((resolve) => void host.onChange(() => resolve()));
    await new Promise<void>((resolve) => void setImmediate(resolve));
    dying.close();
    expect(await call).toMatchObject({
      error: { code: 'HOST_STOPPED', params: { begun: 'perhaps' } },
    });
    await stored;
    const other = await reached(home);
    expect(await other.call('list', {}, CLI)).toMatchObject({ value: { items: [{ seq: 1 }] } });
  });

  test('that is a mistake of ours costs its client the connection, and the others nothing', async () => {
    const { home } = profile();
    await scriptedHost(home, async (name) => {
      if (name === 'sync') throw new Error('a bug');
      return ok(null);
    });
    const [one, other] = [await reached(home), await reached(home)];
    expect(await one.call('sync', {}, CLI)).toMatchObject({ error: { code: 'HOST_STOPPED' } });
    expect(await other.call('stats', {}, CLI)).toEqual(ok(null));
  });

  test('a client that reads no answers is not read from any more', async () => {
    const { home } = profile();
    let calls = 0;
    await scriptedHost(home, async () => {
      calls += 1;
      return ok('x'.repeat(1_000_000));
    });
    const client = await welcomedStranger(home);
    client.socket.pause();
    for (let id = 1; id <= 2000; id += 1)
      client.say({ type: 'call', id, name: 'stats', input: {} });
    // Others are served meanwhile, and what is answered to the silent one does not grow without end.
    const other = await reached(home);
    for (let n = 0; n < 50; n += 1) await other.call('stats', {}, CLI);
    const served = calls - 50;
    expect(served).toBeGreaterThan(0);
    expect(served).toBeLessThanOrEqual(64);
    for (let n = 0; n < 50; n += 1) await other.call('stats', {}, CLI);
    expect(calls - 100).toBe(served);
  });
});

describe('what happens in the host', () => {
  test('changes of the queue are told to who watches', async () => {
    const { home } = profile();
    const host = await listeningHost(home);
    const remote = await reached(home);
    const changed = new Promise<void>((resolve) => void remote.onChange(resolve));
    // An answer after the watch: the host knows of it.
    await remote.call('stats', {}, CLI);
    await add(host, REQUEST);
    await changed;
    expect(await remote.call('changes', { cursor: 0 }, CLI)).toMatchObject({
      value: { changes: [{ kind: 'accepted', state: 'queued' }] },
    });
  });

  test('an idle is told at once, and after the work that was there', async () => {
    const { home } = profile();
    const { url } = await practice();
    const host = await listeningHost(home);
    await host.sending.start();
    const remote = await reached(home);
    const news: SendingNews[] = [];
    let wake: () => void = () => {};
    remote.watchSending((one) => {
      news.push(one);
      wake();
    });
    const next = () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      });
    if (news.length === 0) await next();
    expect(news.at(-1)).toEqual({ kind: 'idle', outlook: 'empty' });
    const id = await add(host, { ...REQUEST, url: `${url}/inbox/x` });
    news.length = 0;
    while (!news.some((one) => one.kind === 'idle')) await next();
    expect(await remote.call('get', { id }, CLI)).toMatchObject({
      value: { item: { state: 'delivered' } },
    });
  });
});

describe('a host that stops', () => {
  test('lets a call end that cannot be repeated, and says to the others that it stopped', async () => {
    const { home } = profile();
    let finish: () => void = () => {};
    let begin: () => void = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const server = await scriptedHost(
      home,
      (name) =>
        new Promise((resolve) => {
          if (name !== 'duplicate') return;
          finish = () => resolve(ok({ id: 'a', seq: 1 }));
          begin();
        }),
    );
    const remote = await reached(home);
    const waits = remote.call('waitFor', { id: 'a', timeoutMs: 60_000 }, CLI);
    const duplicate = remote.call('duplicate', { id: 'a' }, CLI);
    await begun;
    const closed = server.close(5000);
    const late = remote.call('stats', {}, CLI);
    expect(await late).toMatchObject({ error: { code: 'HOST_STOPPED', params: { begun: 'no' } } });
    finish();
    expect(await duplicate).toEqual(ok({ id: 'a', seq: 1 }));
    expect(await waits).toMatchObject({
      error: { code: 'HOST_STOPPED', params: { begun: 'perhaps' } },
    });
    await Promise.all([closed, remote.ended]);
    expect(await remote.call('stats', {}, CLI)).toMatchObject({
      error: { code: 'HOST_STOPPED', params: { begun: 'no' } },
    });
  });

  test('leaves nothing behind, and waits for no call for ever', async () => {
    const { home } = profile();
    const server = await scriptedHost(home, () => new Promise(() => {}));
    const { socket } = hostFileOf(home);
    const remote = await reached(home);
    const call = remote.call('duplicate', { id: 'a' }, CLI);
    const silent = connect(socket);
    onTestFinished(() => void silent.destroy());
    await new Promise((resolve) => silent.once('connect', resolve));
    await server.close(50);
    expect(await call).toMatchObject({ error: { code: 'HOST_STOPPED' } });
    expect(existsSync(socket)).toBe(false);
    expect(existsSync(join(home, 'host.json'))).toBe(false);
    expect(await connectToHost(home)).toEqual(ok(null));
  });
});
