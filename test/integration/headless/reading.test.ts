import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Api } from '../../../electron/api/api.ts';
import type { Host } from '../../../electron/headless/host.ts';
import { openReader } from '../../../electron/headless/index.ts';
import type { CallInput, CallName, CallOutput } from '../../../shared/contracts/outbox-api.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import { practice } from '../../support/practice.ts';
import { add, atRest, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const CLI: Source = { kind: 'cli' };

async function ask<Name extends CallName>(
  api: Api,
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name>> {
  const answer = await api.call(name, input, CLI);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

const codeOf = async <Name extends CallName>(
  api: Api,
  name: Name,
  input: CallInput<Name>,
  source: Source = CLI,
): Promise<string> => {
  const answer = await api.call(name, input, source);
  return answer.ok ? 'ok' : answer.error.code;
};

const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

const PHOTO = Buffer.alloc(3_000_000, 'photo ');

/** A host with an item of two files and a field, and both ways of reading it: through it, and beside it. */
async function withForm(): Promise<{ host: Host; id: string; apis: readonly Api[]; path: string }> {
  const home = join(tempFolder(), 'home');
  const path = join(tempFolder(), 'Brücke.jpg');
  writeFileSync(path, PHOTO);
  const host = await realHost(home);
  const id = await add(host, {
    method: 'POST',
    url: 'http://127.0.0.1:9/x',
    headers: [['X-Form', 'visit']],
    body: {
      kind: 'multipart',
      parts: [
        { name: 'visit', value: '7' },
        { name: '', file: { path } },
        { name: 'by-reference', file: { path, byReference: true } },
      ],
    },
  });
  const reader = await openReader({ home });
  if (!reader.ok) throw new Error(reader.error.code);
  return { host, id, apis: [host.api, reader.value.api], path };
}

describe('a request', () => {
  test('shows everything but where its files lie, with and without a host', async () => {
    const { apis, id } = await withForm();
    for (const api of apis) {
      const request = await ask(api, 'request', { id });
      const file = { size: PHOTO.length, sha256: sha256(PHOTO) };
      const common = { kind: 'file', filename: 'Brücke.jpg', contentType: 'image/jpeg' };
      expect(request).toEqual({
        revision: 1,
        revisions: [1],
        template: null,
        headers: [['X-Form', 'visit']],
        body: {
          kind: 'multipart',
          parts: [
            { kind: 'field', name: 'visit', value: '7' },
            { ...common, name: '', file: { ...file, kind: 'copy' } },
            { ...common, name: 'by-reference', file: { ...file, kind: 'reference' } },
          ],
        },
      });
    }
  });

  test('keeps its earlier revisions, and shows a long text by its beginning', async () => {
    const host = await realHost(join(tempFolder(), 'home'));
    const long = `${'x'.repeat(256 * 1024 - 1)}ü and more`;
    const id = await add(host, {
      method: 'POST',
      url: 'http://127.0.0.1:9/x',
      body: { kind: 'text', text: long },
    });
    await ask(host.api, 'edit', { id, body: { kind: 'form', fields: [['a', 'ü']] } });
    const before = await ask(host.api, 'request', { id, revision: 1 });
    expect(before.body).toEqual({
      kind: 'text',
      text: 'x'.repeat(256 * 1024 - 1),
      bytes: Buffer.byteLength(long),
      contentType: 'text/plain; charset=utf-8',
    });
    expect(await ask(host.api, 'request', { id })).toMatchObject({
      revision: 2,
      revisions: [1, 2],
      body: { kind: 'form', text: 'a=%C3%BC', bytes: 8 },
    });
    expect(await codeOf(host.api, 'request', { id, revision: 3 })).toBe('ITEM_NOT_FOUND');
  });
});

describe('a file of a request', () => {
  test('is read by range, copy or original, with and without a host', async () => {
    const { apis, id } = await withForm();
    for (const api of apis) {
      for (const part of [1, 2]) {
        const range = { offset: 2_999_990, length: 1_000 };
        const read = await ask(api, 'requestFile', { id, part, ...range });
        expect(read).toMatchObject({ offset: 2_999_990, size: PHOTO.length });
        expect(Buffer.from(read.bytes)).toEqual(PHOTO.subarray(2_999_990));
      }
    }
  });

  test('is refused when it is none, changed, or somebody else’s; its place is not told', async () => {
    const { apis, id, path } = await withForm();
    for (const api of apis.slice(0, 1))
      await ask(api, 'apps.save', { id: 'forms', name: 'Forms', url: 'apps/forms' });
    writeFileSync(path, 'another');
    for (const api of apis) {
      const range = { offset: 0, length: 10 };
      expect(await codeOf(api, 'requestFile', { id, part: 0, ...range })).toBe('ITEM_NOT_FOUND');
      expect(await codeOf(api, 'requestFile', { id, part: null, ...range })).toBe('ITEM_NOT_FOUND');
      expect(await codeOf(api, 'requestFile', { id, part: 1, ...range })).toBe('ok');
      expect(await api.call('requestFile', { id, part: 2, ...range }, CLI)).toEqual({
        ok: false,
        error: { code: 'FILE_CHANGED', params: { path: 'Brücke.jpg', since: 'accepted' } },
      });
      const app: Source = { kind: 'app', app: 'forms' };
      for (const name of ['request', 'timeline', 'dependencies'] as const)
        expect(await codeOf(api, name, { id }, app)).toBe('ITEM_NOT_FOUND');
      expect(await codeOf(api, 'requestFile', { id, part: 1, ...range }, app)).toBe(
        'ITEM_NOT_FOUND',
      );
      expect(await codeOf(api, 'responseRange', { id, attempt: 1, ...range }, app)).toBe(
        'ITEM_NOT_FOUND',
      );
    }
  });
});

test('an answer is read by range, and what happened to an item in its order', async () => {
  const server = await practice();
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  const id = await add(host, {
    method: 'POST',
    url: `${server.url}/inbox/a?status=422`,
    body: { kind: 'json', value: { a: 1 } },
  });
  await host.sending.start();
  await atRest(host);
  const reader = await openReader({ home });
  if (!reader.ok) throw new Error(reader.error.code);
  for (const api of [host.api, reader.value.api]) {
    const whole = await ask(api, 'responseRange', { id, attempt: 1, offset: 0, length: 100_000 });
    expect(whole.bytes.length).toBe(whole.size);
    expect(JSON.parse(Buffer.from(whole.bytes).toString())).toMatchObject({ status: 422 });
    const some = await ask(api, 'responseRange', { id, attempt: 1, offset: 3, length: 5 });
    expect(some).toEqual({ offset: 3, bytes: whole.bytes.subarray(3, 8), size: whole.size });
    expect(await codeOf(api, 'responseRange', { id, attempt: 2, offset: 0, length: 5 })).toBe(
      'ITEM_NOT_FOUND',
    );
    const kinds = (await ask(api, 'timeline', { id })).map(({ kind, state }) => [kind, state]);
    expect(kinds).toEqual([
      ['accepted', 'queued'],
      ['attemptStarted', 'sending'],
      ['attemptEnded', 'attention'],
    ]);
  }
});

test('an item knows what it waits for and what waits for it', async () => {
  const host = await realHost(join(tempFolder(), 'home'));
  const base = { method: 'POST', url: 'http://127.0.0.1:9/x' } as const;
  const parent = await add(host, { ...base, ref: 'visit', orderKey: 'k' });
  const gone = await add(host, base);
  const id = await add(host, { ...base, after: ['visit', gone], orderKey: 'k' });
  const child = await add(host, { ...base, after: [id] });
  await ask(host.api, 'remove', { items: { ids: [gone] } });
  const found = await ask(host.api, 'dependencies', { id });
  expect(found.parents.map((one) => [one.id, one.item?.id ?? null])).toEqual([
    [parent, parent],
    [gone, null],
  ]);
  expect(found.children.map((one) => one.id)).toEqual([child]);
  expect(found.order).toMatchObject({ key: 'k', head: { id: parent }, open: 2 });
  expect(await ask(host.api, 'dependencies', { id: child })).toMatchObject({ order: null });
});
