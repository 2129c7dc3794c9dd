import { createHash, randomBytes } from 'node:crypto';
import { globSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import { createOutboxFetch, isQueued } from '../../../renderer/client/index.ts';
import {
  type Answer,
  APP_CALLS,
  APP_CHANNELS,
  type AppNews,
} from '../../../shared/contracts/app-bridge.ts';
import { anApp } from '../../support/an-app.ts';
import { appPages } from '../../support/app-pages.ts';
import { ledgerOf, practice } from '../../support/practice.ts';
import { add, atRest, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const PHOTO = randomBytes(2_500_000);

async function embedding(...ids: readonly string[]) {
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  for (const id of ids) await allow(host, id);
  const unused = (): readonly string[] => globSync('vault/**/*.part', { cwd: home });
  return { home, host, pages: appPages(host), unused };
}

async function allow(host: Host, id: string, grant: Parameters<typeof anApp>[1] = {}) {
  const saved = await host.api.call('apps.save', anApp(id, grant), { kind: 'window' });
  if (!saved.ok) throw new Error(saved.error.code);
}

async function valueOf<T>(answer: Promise<Answer<T>>): Promise<T> {
  const settled = await answer;
  if (!settled.ok) throw new Error(JSON.stringify(settled.error));
  return settled.value;
}

const codeOf = async (answer: Promise<Answer<unknown>>): Promise<string> => {
  const settled = await answer;
  return settled.ok ? 'ok' : settled.error.code;
};

test('files in a page’s hands are delivered as they were, and the page is told, and reads the answer', async () => {
  const server = await practice();
  const { host, pages, unused } = await embedding('forms');
  const { outtray } = pages.open('forms');
  const news: AppNews[] = [];
  outtray.subscribe((one) => news.push(one));
  const chunks = [PHOTO.subarray(0, 700_000), PHOTO.subarray(700_000)];
  const streamed = await valueOf(outtray.upload('stream.jpg', async () => chunks.shift() ?? null));
  expect(streamed).toMatchObject({ filename: 'stream.jpg', size: PHOTO.length });
  pages.chosen = [join(tempFolder(), 'chosen.png')];
  writeFileSync(pages.chosen[0] ?? '', 'chosen');
  const [chosen] = await valueOf(outtray.pickFiles());
  expect(chosen).toEqual({ upload: expect.any(String), filename: 'chosen.png', size: 6 });
  if (chosen === undefined) throw new Error('nothing was chosen');
  const { id } = await valueOf(
    outtray.enqueue({
      method: 'POST',
      url: `${server.url}/inbox/form`,
      body: {
        kind: 'multipart',
        parts: [
          { name: 'visit', value: '42' },
          { name: 'front', file: new File([PHOTO], 'front.jpg', { type: 'image/jpeg' }) },
          { name: '', file: new Uint8Array(PHOTO.subarray(0, 10)), filename: 'bytes.bin' },
          { name: 'stream', file: { upload: streamed.upload } },
          { name: 'chosen', file: { upload: chosen.upload } },
        ],
      },
    }),
  );
  await valueOf(
    outtray.addToOutbox({
      operation: 'POST',
      url: `${server.url}/inbox/compat`,
      payload: { a: 1 },
      filePathsJson: [new File(['back'], 'back.jpg', { type: 'image/jpeg' })],
      fileFieldsJson: ['back'],
    }),
  );
  expect(unused()).toEqual([]);
  await host.sending.start();
  expect(await valueOf(outtray.waitFor(id))).toMatchObject({ state: 'delivered' });
  await atRest(host);
  const { effects } = await ledgerOf(server.url);
  const received = effects
    .map(({ received: one }) => one.files)
    .toSorted((a, b) => b.length - a.length);
  expect(received).toMatchObject([
    [
      { field: 'front', filename: 'front.jpg', contentType: 'image/jpeg', sha256: sha256(PHOTO) },
      { field: '', filename: 'bytes.bin', sha256: sha256(PHOTO.subarray(0, 10)) },
      { field: 'stream', filename: 'stream.jpg', sha256: sha256(PHOTO) },
      { field: 'chosen', filename: 'chosen.png', sha256: sha256(Buffer.from('chosen')) },
    ],
    [{ field: 'back', filename: 'back.jpg', sha256: sha256(Buffer.from('back')) }],
  ]);
  const answer = await valueOf(outtray.response(id));
  expect(answer).toMatchObject({ status: 201, headers: expect.any(Array) });
  expect(JSON.parse(new TextDecoder().decode(answer?.body))).toBeTypeOf('object');
  await expect
    .poll(() => news.flatMap((one) => (one.kind === 'changes' ? one.changes : [])))
    .toContainEqual(expect.objectContaining({ itemId: id, state: 'delivered' }));
});

test('fetch of an app is queued with its files, and has the server’s answer when there is one', async () => {
  const server = await practice();
  const { host, pages } = await embedding('forms');
  const send = createOutboxFetch({ outtray: pages.open('forms').outtray });
  const form = new FormData();
  form.append('place', 'Brücke 7');
  form.append('photos', new File([PHOTO], 'a.jpg', { type: 'image/jpeg' }));
  form.append('photos', new File(['small'], 'b.jpg', { type: 'image/jpeg' }));
  const url = `${server.url}/inbox/inspections`;
  const response = await send(url, {
    method: 'POST',
    body: form,
    headers: { authorization: 'Bearer of-the-page' },
  });
  const refused = await send(`${url}?invalid`, { method: 'POST', body: 'x' });
  if (!isQueued(response) || !isQueued(refused)) throw new Error('not queued');
  // What reads goes there at once, and is not there yet.
  expect(await (await send(`${server.url}/health`)).text()).not.toBe('');
  expect((await ledgerOf(server.url)).entries).toEqual([]);
  await host.sending.start();
  const answer = await response.delivered();
  expect(answer.status).toBe(201);
  expect(await answer.json()).toMatchObject({ id: expect.anything() });
  expect((await refused.delivered()).status).toBe(422);
  const { effects, entries } = await ledgerOf(server.url);
  expect(effects).toMatchObject([
    {
      received: {
        fields: [{ name: 'place', value: 'Brücke 7' }],
        files: [
          { field: 'photos', filename: 'a.jpg', sha256: sha256(PHOTO) },
          { field: 'photos', filename: 'b.jpg', sha256: sha256(Buffer.from('small')) },
        ],
      },
    },
  ]);
  expect(JSON.stringify(entries)).not.toContain('of-the-page');
});

test('a page of another app, another origin or another frame learns nothing, and changes nothing', async () => {
  const { host, pages } = await embedding('forms', 'other');
  await host.api.call('pause', { scope: 'all' }, { kind: 'window' });
  const forms = pages.open('forms');
  const other = pages.open('other');
  const told: AppNews[] = [];
  other.outtray.subscribe((news) => told.push(news));
  const request = { method: 'POST', url: 'http://127.0.0.1:9/inbox' };
  const { id } = await valueOf(forms.outtray.enqueue(request));
  const windows = await add(host, request);
  for (const foreign of [id, windows]) {
    expect(await codeOf(other.outtray.get(foreign))).toBe('ITEM_NOT_FOUND');
    expect(await codeOf(other.outtray.response(foreign))).toBe('ITEM_NOT_FOUND');
    expect(await codeOf(other.outtray.waitFor(foreign, 1))).toBe('ITEM_NOT_FOUND');
    for (const act of ['cancel', 'retry'] as const)
      expect(await other.outtray[act]([foreign])).toMatchObject({
        value: { done: 0, refusals: [{ code: 'ITEM_NOT_FOUND' }] },
      });
  }
  expect(await other.outtray.list()).toMatchObject({ value: { items: [] } });

  const asked = [APP_CHANNELS.call, { name: 'cancel', input: { items: { ids: [id] } } }] as const;
  const nobody = pages.open(null);
  const strangers = [
    nobody.invoke(...asked),
    forms.invoke(...asked, { origin: 'https://evil.example', url: 'https://evil.example/' }),
    forms.invoke(...asked, { origin: 'app://app-other', url: 'app://app-other/' }),
    forms.invoke(...asked, { origin: 'app://app-forms.evil', url: 'app://app-forms.evil/' }),
    forms.invoke(...asked, { origin: 'null', url: 'about:blank' }),
    forms.invoke(...asked, { parent: {} }),
    forms.invoke(...asked, null),
  ];
  for (const stranger of strangers)
    expect(await stranger).toMatchObject({ error: { code: 'NOT_ALLOWED' } });
  expect(await forms.outtray.get(id)).toMatchObject({ value: { item: { state: 'queued' } } });
  // What happens to their own is told, so that silence about the others is no accident.
  const own = await valueOf(other.outtray.enqueue(request));
  await expect.poll(() => JSON.stringify(told)).toContain(own.id);
  expect(JSON.stringify(told)).not.toContain(id);
  expect(JSON.stringify(told)).not.toContain(windows);
});

test('no path is taken, no address beyond the grant, no token of somebody else', async () => {
  const { host, pages, unused } = await embedding('forms', 'other');
  const { outtray } = pages.open('forms');
  const url = 'http://127.0.0.1:9/inbox';
  const path = { path: '/etc/hostname' } as never;
  const withFile = (file: never) =>
    outtray.enqueue({ method: 'POST', url, body: { kind: 'file', file } });
  expect(await codeOf(withFile(path))).toBe('FILE_NEEDS_CAPABILITY');
  expect(
    await codeOf(
      outtray.enqueueMany([
        { method: 'POST', url },
        { method: 'POST', url, body: { kind: 'multipart', parts: [{ name: '', file: path }] } },
      ]),
    ),
  ).toBe('FILE_NEEDS_CAPABILITY');
  for (const filePathsJson of ['["/etc/hostname"]', ['/etc/hostname']])
    expect(
      await codeOf(
        outtray.addToOutbox({ operation: 'POST', url, filePathsJson, fileFieldsJson: ['a'] }),
      ),
    ).toBe('FILE_NEEDS_CAPABILITY');
  expect(await outtray.enqueue({ method: 'POST', url: 'http://127.0.0.1:9/admin' })).toMatchObject({
    error: { code: 'TARGET_NOT_GRANTED', message: expect.stringContaining('may not send POST') },
  });
  const theirs = await valueOf(pages.open('other').outtray.upload('a', async () => null));
  expect(await codeOf(withFile({ upload: theirs.upload } as never))).toBe('UPLOAD_UNKNOWN');
  expect(await outtray.list()).toMatchObject({ value: { items: [] } });
  await allow(host, 'forms', { bodyBytes: 2_000_000 });
  expect(await codeOf(withFile(new Blob([PHOTO]) as never))).toBe('SIZE_NOT_GRANTED');
  const refused = outtray.enqueue({
    method: 'POST',
    url: 'http://127.0.0.1:9/admin',
    body: { kind: 'file', file: new Blob(['x']) },
  });
  expect(await codeOf(refused)).toBe('TARGET_NOT_GRANTED');
  // Of what was brought for nothing, nothing is left.
  expect(unused()).toHaveLength(1);
});

test('a token is good for the page that got it: not twice, and not for the page that comes after', async () => {
  const { pages, unused } = await embedding('forms');
  const page = pages.open('forms');
  const chosen = join(tempFolder(), 'a.txt');
  writeFileSync(chosen, 'a');
  pages.chosen = [chosen, join(tempFolder(), 'gone'), tempFolder()];
  const [picked] = await valueOf(page.outtray.pickFiles({ multiple: true, endings: ['txt'] }));
  const again = await valueOf(page.outtray.pickFiles());
  expect(again).toHaveLength(1);
  const streamed = await valueOf(page.outtray.upload('b', async () => null));
  const send = (upload: string) =>
    codeOf(
      page.outtray.enqueue({
        method: 'POST',
        url: 'http://127.0.0.1:9/inbox',
        body: { kind: 'file', file: { upload } },
      }),
    );
  expect(await send(picked?.upload ?? '')).toBe('ok');
  expect(await send(picked?.upload ?? '')).toBe('UPLOAD_UNKNOWN');
  page.leave();
  expect(await send(again[0]?.upload ?? '')).toBe('UPLOAD_UNKNOWN');
  expect(await send(streamed.upload)).toBe('UPLOAD_UNKNOWN');
  await expect.poll(unused).toEqual([]);
});

test('no app has so many calls under way that others would feel it; they end with the page that made them', async () => {
  const { host, pages } = await embedding('forms', 'other');
  await host.api.call('pause', { scope: 'all' }, { kind: 'window' });
  const page = pages.open('forms');
  const request = { method: 'POST', url: 'http://127.0.0.1:9/inbox' };
  const { id } = await valueOf(page.outtray.enqueue(request));
  const waiting = Array.from({ length: 300 }, () => codeOf(page.outtray.waitFor(id)));
  expect(await codeOf(page.outtray.get(id))).toBe('APP_BUSY');
  expect(await codeOf(pages.open('other').outtray.status())).toBe('ok');
  page.leave();
  const ended = await Promise.all(waiting);
  expect(ended.filter((code) => code === 'APP_BUSY')).toHaveLength(300 - 256);
  expect(ended.filter((code) => code === 'ABORTED')).toHaveLength(256);
  expect(await codeOf(page.outtray.get(id))).toBe('ok');
});

test('a stream that breaks leaves nothing, and the next piece waits until the one before is written', async () => {
  const { home, pages, unused } = await embedding('forms');
  const { outtray } = pages.open('forms');
  let pulls = 0;
  const broken = outtray.upload('a', async () => {
    const [part = ''] = unused();
    expect(statSync(join(home, part)).size).toBe(pulls * 1_000);
    pulls += 1;
    if (pulls > 2) throw new Error('the camera was taken away');
    return new Uint8Array(1000);
  });
  expect(await codeOf(broken)).toBe('ABORTED');
  expect(pulls).toBe(3);
  expect(unused()).toEqual([]);
});

test('whatever arrives on a channel, from whomever, is answered, and strangers get nowhere', async () => {
  const { host, pages } = await embedding('forms');
  const forms = pages.open('forms');
  const nobody = pages.open(null);
  const channel = fc.constantFrom(
    ...Object.values(APP_CHANNELS).filter((one) => !one.endsWith('told')),
  );
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
  });
  const message = fc.oneof(
    anything,
    fc.record({
      name: fc.oneof(
        fc.constantFrom(...APP_CALLS, 'settings.set', 'apps.save', '__proto__'),
        fc.string(),
      ),
      input: anything,
    }),
    fc.record({ stream: anything }),
    fc.record({ multiple: anything, endings: anything }, { requiredKeys: [] }),
  );
  await fc.assert(
    fc.asyncProperty(channel, message, fc.boolean(), async (name, given, isStranger) => {
      const page = isStranger ? nobody : forms;
      const answer = await page.invoke(name, given);
      expect(answer).toHaveProperty('ok');
      if (isStranger) expect(answer).toMatchObject({ error: { code: 'NOT_ALLOWED' } });
      expect(JSON.stringify(answer)).not.toContain('HOST_STOPPED');
    }),
    { numRuns: 1_000 },
  );
  expect(await host.api.call('list', {}, { kind: 'window' })).toMatchObject({
    value: { items: [] },
  });
  expect(host.embedding.apps.view().apps).toEqual([{ ...anApp('forms'), managed: false }]);
});
