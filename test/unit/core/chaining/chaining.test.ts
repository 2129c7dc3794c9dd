import { beforeEach, describe, expect, it } from 'vitest';
import { accountOf } from '../../../../electron/core/accounts.ts';
import { type Command, carryOut } from '../../../../electron/core/commands.ts';
import { duplicateItem } from '../../../../electron/core/duplicate.ts';
import { type Edit, editItem } from '../../../../electron/core/edit.ts';
import { explainItem } from '../../../../electron/core/explain-item.ts';
import { applyRetention } from '../../../../electron/core/retention.ts';
import { undoAct } from '../../../../electron/core/undo/undo-act.ts';
import type { RequestInput } from '../../../../shared/contracts/request-input.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import { explanationSentence } from '../../../../shared/messages/explanation-sentences.ts';
import type { ResponseBody } from '../../../../shared/outbox/attempt.ts';
import type { Item } from '../../../../shared/outbox/item.ts';
import type { StoredFile } from '../../../../shared/outbox/request.ts';
import { createOutboxBench, type OutboxBench } from '../../../support/outbox-bench.ts';

const CLI = { kind: 'cli' } as const;
const HERE = 'http://127.0.0.1:9';
const ID = '{{ref:visit.response.body.id}}';
const PHOTOS = `${HERE}/visits/${ID}/photos`;

let bench: OutboxBench;

beforeEach(async () => {
  bench = createOutboxBench();
  await bench.dispatcher.start();
});

const visit = () => bench.add({ ref: 'visit' });
const photo = (more: Partial<RequestInput> = {}) => bench.add({ url: PHOTOS, ...more });

const handOver = (input: Partial<RequestInput>) =>
  bench.outbox.enqueue({ method: 'POST', url: PHOTOS, ...input }, CLI);

const bodyOf = (text: string): ResponseBody => ({
  bytes: text.length,
  inline: new TextEncoder().encode(text),
  file: null,
  truncated: null,
});

async function deliver({ id }: Item, answer = '{"id":42}', body: Partial<ResponseBody> = {}) {
  await bench.settle();
  bench.runner.of(id).answer({ kind: 'delivered', status: 201 }, 'complete', {
    response: {
      status: 201,
      statusText: 'Created',
      httpVersion: '1.1',
      headers: [['ETag', '"v1"']],
    },
    body: { ...bodyOf(answer), ...body },
  });
  await bench.settle();
}

const now = ({ id }: Item) => bench.item(id);
const sent = ({ id }: Item) => bench.runner.of(id).job;
const timeline = ({ id }: Item) => bench.store.read.timeline(id).map(({ kind }) => kind);

async function act({ id }: Item, command: Command, undoable = false) {
  const done = await carryOut(bench.commandDeps, { ids: [id] }, command, CLI, { undoable });
  await bench.settle();
  return done;
}

async function edit({ id }: Item, change: Edit) {
  const done = await editItem(bench.commandDeps, id, change, CLI);
  await bench.settle();
  return done;
}

const why = ({ id }: Item): string => {
  const explained = explainItem(bench.store.read, id, [], [], 0, bench.policy);
  return explained.ok && explained.value[0] ? explanationSentence(explained.value[0], 0) : '';
};

describe('an item with a value from the answer to another', () => {
  it('waits for that, says so, and goes with the value in it', async () => {
    const parent = await visit();
    const child = await photo({
      headers: { 'If-Match': '{{ref:visit.response.headers.etag}}' },
      body: { kind: 'json', value: { visit: ID, text: `visit ${ID}`, status: 'x' } },
    });
    await bench.settle();
    expect(now(child)).toMatchObject({ state: 'queued', blockers: 1, attempts: 0, url: PHOTOS });
    expect(why(child)).toContain(`"visit", item ${parent.id} (sending) to be delivered; it then`);
    expect(why(child)).toContain('fills in 2 values');
    await deliver(parent);
    expect(sent(child)).toMatchObject({
      url: `${HERE}/visits/42/photos`,
      body: {
        text: '{"visit":42,"text":"visit 42","status":"x"}',
        sha256: 'digest of 43',
      },
    });
    expect(sent(child).headers).toContainEqual(['If-Match', '"v1"']);
    expect(now(child).idempotencyKey).toBe(child.idempotencyKey);
    expect(timeline(child)).toEqual(['accepted', 'filled', 'attemptStarted']);
  });

  it('sends the same bytes on every attempt, and keeps what it was made from', async () => {
    const parent = await visit();
    const child = await photo({ body: { kind: 'json', value: { visit: ID } } });
    await deliver(parent);
    const first = sent(child);
    bench.runner.of(child.id).answer({ kind: 'unknown', code: 'ECONNRESET' });
    await bench.settle();
    await act(child, { kind: 'retry', force: true });
    expect({ ...sent(child).body, url: sent(child).url }).toEqual({
      ...first.body,
      url: first.url,
    });
    expect(bench.store.read.request(child.id)?.template).toMatchObject({
      values: [{ wanted: 'ref:visit.response.body.id', parent: parent.id, json: '42' }],
      written: { url: PHOTOS, body: { text: `{"visit":"${ID}"}` } },
    });
  });

  it('means the item that had the ref when it was handed over', async () => {
    const first = await visit();
    const child = await photo();
    const second = await visit();
    await deliver(second, '{"id":2}');
    expect(now(child).state).toBe('queued');
    await deliver(first, '{"id":1}');
    expect(sent(child).url).toContain('/visits/1/');
  });

  it('has the values of several, each copied when its item is delivered', async () => {
    const parent = await visit();
    const other = await bench.add({ ref: 'other' });
    const child = await photo({ headers: { 'X-Other': '{{ref:other.response.status}}' } });
    await deliver(parent);
    const later = bench.time.clock.now() + 365 * 24 * 3_600_000;
    await applyRetention(bench.store, bench.commandDeps.vault, later, bench.policy);
    expect(bench.store.read.item(parent.id)).toBeNull();
    await deliver(other);
    expect(sent(child).url).toContain('/visits/42/');
    expect(sent(child).headers).toContainEqual(['X-Other', '201']);
  });

  it('may name its item by id', async () => {
    const parent = await visit();
    const child = await photo({ url: `${HERE}/{{item:${parent.id}.response.body.id}}` });
    await deliver(parent, '{"id":"a/b"}');
    expect(sent(child).url).toBe(`${HERE}/a%2Fb`);
  });

  it('takes the value at once where its item is delivered', async () => {
    const parent = await visit();
    await deliver(parent);
    const child = await photo();
    await bench.settle();
    expect(sent(child).url).toBe(`${HERE}/visits/42/photos`);
    expect(await handOver({ url: `${HERE}/{{ref:visit.response.body.name}}` })).toMatchObject({
      error: { code: 'VALUE_MISSING', params: { cause: 'NOT_THERE' } },
    });
    await bench.store.write((tx) => ({ ok: true, value: tx.dropBodies(parent.id) }));
    expect(await handOver({})).toMatchObject({
      error: { code: 'VALUE_MISSING', params: { cause: 'NOT_KEPT' } },
    });
  });

  it.each([
    ['{"name":1}', {}, { code: 'VALUE_MISSING', cause: 'NOT_THERE' }],
    ['<html>', {}, { code: 'VALUE_MISSING', cause: 'NOT_JSON' }],
    ['{"id":1', { truncated: 'cut' }, { code: 'VALUE_MISSING', cause: 'CUT' }],
    ['', { inline: null, file: 'gone', bytes: 9 }, { code: 'VALUE_MISSING', cause: 'NOT_KEPT' }],
    ['{"id":null}', {}, { code: 'VALUE_UNFIT', cause: 'NOT_TEXT' }],
    ['{"id":".."}', {}, { code: 'VALUE_UNFIT', cause: 'OTHER_PATH' }],
  ] as const)('needs a person after the answer %s %j', async (answer, body, reason) => {
    const parent = await visit();
    const child = await photo();
    await deliver(parent, answer, body);
    expect(now(child)).toMatchObject({ state: 'attention', attempts: 0, reason });
    expect(why(child)).toContain(ID);
    expect(bench.runner.running).toEqual([]);
    await act(child, { kind: 'retry', force: false });
    expect(now(child)).toMatchObject({ state: 'attention', attempts: 0, reason });
  });

  it('needs a person when its item is cancelled, and never goes with the braces in it', async () => {
    await act(await bench.add({ ref: 'x' }), { kind: 'cancel' });
    const parent = await bench.add({ ref: 'visit', notBefore: bench.time.clock.now() + 60_000 });
    const child = await photo();
    await act(parent, { kind: 'cancel' });
    expect(now(child)).toMatchObject({
      state: 'attention',
      reason: { code: 'PARENT_GONE', fills: 1 },
    });
    await act(child, { kind: 'retry', force: false });
    expect(now(child)).toMatchObject({
      state: 'attention',
      attempts: 0,
      reason: { code: 'VALUE_MISSING', cause: 'NO_ANSWER' },
    });
    expect(await edit(child, { url: `${HERE}/visits/7/photos` })).toMatchObject({ ok: true });
    expect(sent(child).url).toBe(`${HERE}/visits/7/photos`);
    expect(bench.store.read.request(child.id)?.template).toBeUndefined();
  });

  it('goes on after its item was taken away and brought back', async () => {
    const parent = await bench.add({ ref: 'visit', notBefore: bench.time.clock.now() + 60_000 });
    const child = await photo();
    await act(parent, { kind: 'remove' }, true);
    expect(now(child).state).toBe('attention');
    await undoAct(bench.commandDeps, null, CLI);
    expect(now(child)).toMatchObject({ state: 'queued', blockers: 1 });
    await act(child, { kind: 'remove' }, true);
    await act(parent, { kind: 'release' });
    bench.time.advance(60_001);
    await deliver(parent);
    expect(bench.store.read.item(child.id)).toBeNull();
  });

  it('came back from a removal during which its item was delivered', async () => {
    const parent = await visit();
    const child = await photo();
    await act(child, { kind: 'remove' }, true);
    await deliver(parent);
    await undoAct(bench.commandDeps, null, CLI);
    await bench.settle();
    expect(sent(child).url).toBe(`${HERE}/visits/42/photos`);
  });

  it('goes without a fault where nobody said that its item was delivered but a person', async () => {
    const parent = await bench.add({ ref: 'visit', unknownOutcome: 'ask' });
    const child = await photo();
    await bench.settle();
    bench.runner.of(parent.id).answer({ kind: 'unknown', code: 'ECONNRESET' });
    await bench.settle();
    await act(parent, { kind: 'resolve', arrived: true });
    expect(now(child)).toMatchObject({
      state: 'attention',
      reason: { code: 'VALUE_MISSING', cause: 'NO_ANSWER' },
    });
  });

  it('takes nothing from what the server said when it was asked whether its item arrived', async () => {
    const verify = [{ url: `${HERE}/*`, get: `${HERE}/sent?key={{idempotencyKey}}` }];
    const account = accountOf(
      { name: 'field', origins: [HERE], verify },
      { kind: 'none' },
      null,
      0,
    );
    await bench.store.write((tx) => ok(tx.saveAccount(account)));
    const parent = await visit();
    const child = await photo();
    await bench.settle();
    bench.runner.of(parent.id).answer({ kind: 'unknown', code: 'ECONNRESET' });
    await bench.settle();
    bench.time.advance(bench.policy.backoff.cap);
    await deliver(parent, '{"id":"of the question"}');
    expect(now(parent).state).toBe('delivered');
    expect(now(child)).toMatchObject({
      state: 'attention',
      reason: { code: 'VALUE_MISSING', cause: 'NO_ANSWER' },
    });
    expect(await handOver({})).toMatchObject({ error: { code: 'VALUE_MISSING' } });
  });

  it('goes on by itself where that was a mistake, and its item is answered after all', async () => {
    const parent = await bench.add({ ref: 'visit', unknownOutcome: 'ask' });
    const child = await photo();
    await bench.settle();
    bench.runner.of(parent.id).answer({ kind: 'unknown', code: 'ECONNRESET' });
    await bench.settle();
    await act(parent, { kind: 'resolve', arrived: true }, true);
    expect(now(child).state).toBe('attention');
    await undoAct(bench.commandDeps, null, CLI);
    await act(parent, { kind: 'resolve', arrived: false });
    await deliver(parent);
    expect(sent(child).url).toBe(`${HERE}/visits/42/photos`);
    expect(now(child).idempotencyKey).toBe(child.idempotencyKey);
  });

  it('is in its lane by what it has grown to', async () => {
    const parent = await visit();
    const value = '{{ref:visit.response.body.text}}';
    const child = await photo({ body: { kind: 'json', value: Array(8).fill(value) } });
    await deliver(parent, `{"id":1,"text":"${'x'.repeat(200_000)}"}`);
    expect(now(child)).toMatchObject({ state: 'sending', lane: 'large' });
    expect(now(child).bodyBytes).toBeGreaterThan(1_600_000);
  });
});

describe('what is handed over', () => {
  const codeOf = async (input: Partial<RequestInput>) => {
    const done = await handOver({ url: `${HERE}/`, ...input });
    return done.ok ? 'ok' : done.error.code;
  };

  it('is refused where a value has no place, or comes from nobody', async () => {
    await visit();
    expect(await codeOf({ url: `http://${ID}/a` })).toBe('PLACEHOLDER_MISPLACED');
    expect(await codeOf({ url: `${HERE}/{{ref:visit}}` })).toBe('PLACEHOLDER_INVALID');
    expect(await codeOf({ url: `${HERE}/{{ref:nobody.response.status}}` })).toBe('REF_UNKNOWN');
    expect(await codeOf({ url: `${HERE}/{{item:nobody.response.status}}` })).toBe('REF_UNKNOWN');
    expect(await codeOf({ headers: { 'X-A': '{{ref:visit.response.headers.set-cookie}}' } })).toBe(
      'SECRET_HEADER',
    );
    expect(await codeOf({ body: { kind: 'json', value: { [ID]: 1 } } })).toBe(
      'PLACEHOLDER_MISPLACED',
    );
    expect(await codeOf({ ref: 'self', url: `${HERE}/{{ref:self.response.status}}` })).toBe(
      'REF_CYCLE',
    );
    expect(bench.store.read.counts()).toMatchObject({ queued: 0, sending: 1 });
  });

  it('may refer to what came before it in its batch, and to nothing else of it', async () => {
    const status = (name: string) => `${HERE}/{{ref:${name}.response.status}}`;
    const many = (...inputs: readonly Partial<RequestInput>[]) =>
      bench.outbox.enqueueMany(
        inputs.map((one) => ({ method: 'POST', url: `${HERE}/`, ...one })),
        CLI,
      );
    expect(await many({ ref: 'a', url: status('b') }, { ref: 'b' })).toMatchObject({
      error: { code: 'REF_LATER', params: { ref: 'b', entry: 1, later: 2 } },
    });
    expect(await many({ ref: 'a', url: status('b') }, { ref: 'b', after: ['a'] })).toMatchObject({
      error: { code: 'REF_CYCLE', params: { entry: 1 } },
    });
    const added = await many({ ref: 'a' }, { ref: 'b', url: status('a') }, { url: status('b') });
    expect(added.ok && added.value.map((item) => now(item).blockers)).toEqual([0, 1, 1]);
  });

  it('is taken up in a staged batch as in any other', async () => {
    const { batch } = bench.batches.begin(CLI, {});
    const inputs = [
      { method: 'POST', url: `${HERE}/`, ref: 'visit' },
      { method: 'POST', url: PHOTOS },
    ];
    await bench.batches.add(batch, 1, inputs, CLI, {});
    await bench.batches.accept(batch, CLI, {});
    const items = bench.batches.items(batch, { from: 1, limit: 9 }, CLI);
    const [parent, child] = items.ok ? items.value.map(({ id }) => bench.item(id)) : [];
    if (parent === undefined || child === undefined) throw new Error('nothing was taken up');
    await deliver(parent);
    expect(sent(child).url).toBe(`${HERE}/visits/42/photos`);
  });

  it('means itself where it is written so, and by the old name always', async () => {
    const braces = '{{!ref:visit.response.body.id}}';
    const item = await bench.add({ body: { kind: 'json', value: { a: braces, b: '{{name}}' } } });
    await bench.settle();
    expect(sent(item).body).toMatchObject({ text: `{"a":"${ID}","b":"{{name}}"}` });
    const typed = await bench.add({ literal: true, body: { kind: 'json', value: [ID] } });
    await bench.settle();
    expect(sent(typed)).toMatchObject({ body: { text: `["${ID}"]` } });
    const old = await bench.outbox.enqueue(
      { operation: 'POST', url: `${HERE}/`, payload: { note: ID } },
      CLI,
    );
    await bench.settle();
    expect(old.ok && sent(old.value).body).toMatchObject({ text: `{"note":"${ID}"}` });
  });
});

describe('a template', () => {
  it('is what an edit changes before its values are in it, and keeps what it had pinned', async () => {
    const parent = await visit();
    const child = await photo();
    await visit();
    const edited = await edit(child, { url: `${HERE}/v/{{ref:visit.response.body.name}}` });
    expect(edited).toMatchObject({ ok: true, value: { revision: 2, blockers: 1 } });
    await deliver(parent, '{"name":"x"}');
    expect(sent(child).url).toBe(`${HERE}/v/x`);
  });

  it('may follow somebody else after an edit, but never itself', async () => {
    const parent = await visit();
    const child = await photo({ ref: 'photo' });
    const third = await bench.add({ ref: 'third', after: ['photo'] });
    expect(await edit(child, { url: `${HERE}/{{ref:third.response.status}}` })).toMatchObject({
      error: { code: 'REF_CYCLE' },
    });
    const other = await bench.add({ ref: 'other' });
    await edit(child, { url: `${HERE}/${ID}/{{ref:other.response.status}}` });
    expect(now(child).blockers).toBe(2);
    await deliver(parent);
    await deliver(other);
    expect(sent(child).url).toBe(`${HERE}/42/201`);
    expect(now(third).state).toBe('queued');
  });

  it('is no template any more once it was filled in: no edit brings a placeholder in', async () => {
    const parent = await visit();
    const child = await photo();
    await deliver(parent);
    bench.runner.of(child.id).answer({ kind: 'rejected', status: 422 });
    await bench.settle();
    expect(await edit(child, { body: { kind: 'json', value: ID } })).toMatchObject({
      error: { code: 'PLACEHOLDER_LATE' },
    });
    await edit(child, { body: { kind: 'json', value: '{{!ref:visit.response.body.id}}' } });
    expect(sent(child)).toMatchObject({
      url: `${HERE}/visits/42/photos`,
      body: { text: `"${ID}"` },
    });
  });

  it('is not what an edit makes of a request that was none: nothing goes with braces in it', async () => {
    await visit();
    const plain = await bench.add({ notBefore: bench.time.clock.now() + 60_000 });
    const code = async (change: Edit) => {
      const done = await edit(plain, change);
      return done.ok ? 'ok' : done.error.code;
    };
    const json = (value: string): Edit => ({ body: { kind: 'json', value } });
    expect(await code(json(ID))).toBe('PLACEHOLDER_LATE');
    expect(await code({ url: PHOTOS })).toBe('PLACEHOLDER_LATE');
    expect(await code({ url: `${HERE}/?a=${ID}` })).toBe('PLACEHOLDER_LATE');
    expect(await code({ headers: { 'X-A': ID } })).toBe('PLACEHOLDER_LATE');
    expect(await code(json('{{ref:visit}}'))).toBe('PLACEHOLDER_INVALID');
    expect(await code({ url: `http://${ID}/` })).toBe('PLACEHOLDER_MISPLACED');
    expect(now(plain).revision).toBe(1);
    expect(await code({ ...json('{{!ref:a}}'), notBefore: null })).toBe('ok');
    expect(sent(plain).body).toMatchObject({ text: '"{{ref:a}}"', sha256: 'digest of 11' });
  });

  it('is not what an edit makes of a request whose braces mean themselves already', async () => {
    const typed = await bench.add({
      literal: true,
      url: `${HERE}/?q=${ID}`,
      body: { kind: 'json', value: ID },
      notBefore: bench.time.clock.now() + 60_000,
    });
    expect(await edit(typed, { title: 'a note' })).toMatchObject({ ok: true });
    const body = { kind: 'json', value: `${ID} {{!ref:a}}` } as const;
    expect(await edit(typed, { body, notBefore: null })).toMatchObject({ ok: true });
    expect(sent(typed)).toMatchObject({
      url: `${HERE}/?q=${ID}`,
      body: { text: `"${ID} {{!ref:a}}"` },
    });
  });

  it('is not what an edit changes that took so long that its values are in it by then', async () => {
    const parent = await visit();
    const child = await photo();
    const copied = Promise.withResolvers<Result<StoredFile, never>>();
    const vault = { ...bench.commandDeps.vault, snapshot: () => copied.promise };
    const body = { kind: 'file', file: { path: 'a.jpg' } } as const;
    const editing = editItem({ ...bench.commandDeps, vault }, child.id, { body }, CLI);
    await deliver(parent);
    bench.runner.of(child.id).answer({ kind: 'rejected', status: 422 });
    await bench.settle();
    copied.resolve(ok({ kind: 'vault', file: 'f', size: 1, sha256: 'ab' }));
    expect(await editing).toMatchObject({ error: { code: 'ITEM_STATE' } });
    expect(now(child).url).toBe(`${HERE}/visits/42/photos`);
  });

  it('is copied with what it has pinned', async () => {
    const parent = await visit();
    const child = await photo();
    await visit();
    const copy = await duplicateItem(bench.commandDeps, child.id);
    expect(copy).toMatchObject({ ok: true, value: { url: PHOTOS, blockers: 1 } });
    await deliver(parent);
    expect(copy.ok && sent(copy.value).url).toBe(`${HERE}/visits/42/photos`);
    const again = await duplicateItem(bench.commandDeps, child.id);
    await bench.settle();
    expect(again.ok && sent(again.value).url).toBe(`${HERE}/visits/42/photos`);
  });

  it('keeps an item from being replaced that it follows', async () => {
    bench = createOutboxBench();
    const first = await bench.add({ ref: 'visit', dedupeKey: 'v' });
    const child = await photo();
    await bench.add({ ref: 'visit', dedupeKey: 'v', onDuplicate: 'replace' });
    expect(now(first).state).toBe('queued');
    expect(now(child).blockers).toBe(1);
  });
});
