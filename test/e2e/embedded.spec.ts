import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { greyJpeg } from '../../electron/host/grey-jpeg.ts';
import { type PracticeProcess, startPractice } from '../../electron/host/practice-process.ts';
import type { OutTray } from '../../shared/contracts/app-bridge.ts';
import type { AppOnScreen } from '../support/electron-double/screen/app-on-screen.ts';
import { startOnScreen } from '../support/electron-double/screen/app-on-screen.ts';
import { ledgerOf } from '../support/practice-ledger.ts';
import { openView } from './window.ts';

declare global {
  interface Window {
    readonly outtray: OutTray;
  }
}

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'out/electron/main/index.js');

const PHOTOS = [
  { name: 'front.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(greyJpeg(205, 640, 400)) },
  { name: 'back.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(greyJpeg(235, 640, 400)) },
];

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const sites: Server[] = [];

let web: string;
let signIn: string;
let home: string;
let server: PracticeProcess;
let inbox: string;
let app: AppOnScreen;
let start: () => AppOnScreen;

/** A site on the web, as far as this machine has one. */
async function site(): Promise<string> {
  const started = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Web</title>');
  });
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  sites.push(started);
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

test.beforeEach(async ({ browser }) => {
  home = mkdtempSync(join(tmpdir(), 'outtray-embedded-'));
  server = await startPractice({ port: 0 });
  inbox = `${server.url}/inbox/inspections`;
  web = `${await site()}/start`;
  signIn = await site();
  cpSync(join(ROOT, 'out/sample-app'), join(home, 'apps/inspection'), { recursive: true });
  mkdirSync(join(home, 'apps/other'), { recursive: true });
  writeFileSync(join(home, 'apps/other/index.html'), '<!doctype html><title>Other</title>');
  const grant = (path: string) => ({
    targets: [{ url: `${server.url}${path}` }],
    privateNetwork: true,
  });
  writeFileSync(
    join(home, 'settings.json'),
    JSON.stringify({
      apps: [
        {
          id: 'inspection',
          name: 'Inspection',
          url: 'apps/inspection',
          grant: { ...grant('/inbox/inspections*'), permissions: ['geolocation'] },
        },
        { id: 'other', name: 'Other', url: 'apps/other', grant: grant('/inbox/other*') },
        {
          id: 'web',
          name: 'Web',
          url: web,
          grant: { ...grant('/inbox/web*'), navigation: [signIn] },
        },
      ],
    }),
  );
  start = () =>
    startOnScreen(browser, { main: MAIN, env: { OUTTRAY_HOME: home, NO_PROXY: '127.0.0.1' } });
  app = start();
});

test.afterEach(async () => {
  app.child.kill('SIGKILL');
  await app.ended;
  await server.stop();
  for (const one of sites.splice(0)) one.close();
  rmSync(home, { recursive: true, force: true });
});

const pageIn = (id: string): Page | undefined =>
  app.pages().find((page) => {
    const { hostname } = new URL(page.url());
    return id === 'web' ? hostname === '127.0.0.1' : hostname.startsWith(`app-${id}.`);
  });

/** The page of an app, in the window that a person opens for it from the settings. */
async function opened(id: string, name: string): Promise<Page> {
  const own = await app.window();
  await openView(own, 'settings');
  await own.getByRole('article', { name }).getByRole('button', { name: 'Open' }).click();
  await expect.poll(() => pageIn(id)).toBeDefined();
  const page = pageIn(id);
  if (page === undefined) throw new Error(`${id} has no page`);
  return page;
}

/** The page asks to be elsewhere, and that is refused. */
async function mayNotGo(page: Page, url: string): Promise<void> {
  const before = page.url();
  const asked = page.waitForEvent('requestfailed', (request) => request.isNavigationRequest());
  await page.evaluate((to) => window.location.assign(to), url);
  expect((await asked).failure()?.errorText).toBe('net::ERR_ABORTED');
  expect(page.url()).toBe(before);
}

async function submitInspection(page: Page): Promise<void> {
  await page.getByLabel('Place').fill('Stair 3');
  await page.getByLabel('Unsafe').check();
  await page.getByLabel('Add photos').setInputFiles(PHOTOS);
  await expect(page.getByRole('list', { name: 'Photos' }).getByRole('img')).toHaveCount(2);
  await page.getByRole('button', { name: 'Submit' }).click();
  await expect(page.getByRole('status')).toHaveText('Stair 3: safe on this computer.');
}

const entry = (page: Page) =>
  page.getByRole('listitem').filter({ hasText: 'Inspection of Stair 3' });

test('photos submitted without a network survive a kill, arrive once and whole, and the page is told', async () => {
  await server.goOffline();
  const before = await opened('inspection', 'Inspection');
  await submitInspection(before);
  await expect(entry(before)).toContainText('safe on this computer');
  app.child.kill('SIGKILL');
  expect(await app.ended).toBe(null);

  app = start();
  const page = await opened('inspection', 'Inspection');
  await expect(entry(page)).toContainText('safe on this computer');
  await server.goOnline();
  await app.ask('happen', { to: 'power', event: 'resume' });
  await expect(entry(page)).toContainText('delivered', { timeout: 60_000 });

  const { effects, entries } = await ledgerOf(server.url);
  expect(effects).toHaveLength(1);
  expect(new Set(entries.map(({ key }) => key)).size).toBe(1);
  expect(effects[0]?.received).toMatchObject({
    fields: [
      { name: 'place', value: 'Stair 3' },
      { name: 'condition', value: 'unsafe' },
      { name: 'remarks', value: '' },
    ],
    files: PHOTOS.map(({ name, mimeType, buffer }) => ({
      field: 'photos',
      filename: name,
      contentType: mimeType,
      sha256: sha256(buffer),
    })),
  });
});

test('while it waits, the page has the real answer of the server as soon as there is one', async () => {
  await server.goOffline();
  const page = await opened('inspection', 'Inspection');
  await submitInspection(page);
  await server.goOnline();
  await app.ask('happen', { to: 'power', event: 'resume' });
  await expect(page.getByRole('status')).toHaveText('Stair 3: the server has it.', {
    timeout: 60_000,
  });
});

test('a page of another origin neither reads nor cancels it, and reaches no address or file beyond its grant', async () => {
  await server.goOffline();
  const page = await opened('inspection', 'Inspection');
  await submitInspection(page);
  const listed = await page.evaluate(() => window.outtray.list());
  const id = listed.ok ? (listed.value.items[0]?.id ?? '') : '';
  expect(id).not.toBe('');

  const other = await opened('other', 'Other');
  const tried = await other.evaluate(
    async ([item, url]) => {
      const { outtray } = window;
      const file = { path: '/etc/hostname' } as never;
      const code = async (answer: Promise<{ ok: boolean }>): Promise<unknown> => {
        const settled = (await answer) as {
          ok: boolean;
          error?: { code: string };
          value?: unknown;
        };
        return settled.ok ? settled.value : settled.error?.code;
      };
      return {
        get: await code(outtray.get(item)),
        response: await code(outtray.response(item)),
        list: await code(outtray.list()),
        cancel: await code(outtray.cancel([item])),
        retry: await code(outtray.retry([item])),
        target: await code(outtray.enqueue({ method: 'POST', url })),
        path: await code(
          outtray.enqueue({
            method: 'POST',
            url: url.replace('inspections', 'other'),
            body: { kind: 'file', file },
          }),
        ),
        compat: await code(
          outtray.addToOutbox({
            operation: 'POST',
            url: url.replace('inspections', 'other'),
            filePathsJson: ['/etc/hostname'],
            fileFieldsJson: ['a'],
          }),
        ),
        tokens: await code(outtray.setTokens('clinic', { accessToken: 'x' })),
        // Past the outbox: what its policy and its folder allow.
        fetched: await fetch('https://example.com/').then(String, () => 'refused'),
        folder: (await fetch('/../inspection/index.html')).status,
        encoded: (await fetch('/%2e%2e%2finspection/index.html')).status,
        stored: localStorage.length,
        host: 'outtrayHost' in window,
      };
    },
    [id, inbox] as const,
  );
  const refused = { done: 0, refused: 1, refusals: [{ code: 'ITEM_NOT_FOUND' }] };
  expect(tried).toMatchObject({
    get: 'ITEM_NOT_FOUND',
    response: 'ITEM_NOT_FOUND',
    list: { items: [] },
    cancel: refused,
    retry: refused,
    target: 'TARGET_NOT_GRANTED',
    path: 'FILE_NEEDS_CAPABILITY',
    compat: 'FILE_NEEDS_CAPABILITY',
    tokens: 'TOKENS_NOT_GRANTED',
    fetched: 'refused',
    folder: 404,
    encoded: 404,
    stored: 0,
    host: false,
  });
  // It may not go there either, and then be asked in the other's name.
  await mayNotGo(other, page.url());
  const still = await page.evaluate((item) => window.outtray.get(item), id);
  expect(still).toMatchObject({ ok: true, value: { item: { id } } });
});

test('what an app may do is shown, and taken back: its window closes, its items stay', async () => {
  await server.goOffline();
  const page = await opened('inspection', 'Inspection');
  await submitInspection(page);
  const own = await app.window();
  const card = own.getByRole('article', { name: 'Inspection' });
  await expect(card).toContainText(`May send POST, PUT, PATCH, DELETE to ${inbox}*.`);
  await expect(card).toContainText('May reach this computer and the local network.');
  await card.getByRole('button', { name: 'Take its permission back' }).click();
  await own
    .getByRole('alertdialog')
    .getByRole('button', { name: 'Take its permission back' })
    .click();
  await expect(card).toBeHidden();
  await expect(own.getByText('Inspection may not use the outbox any more.')).toBeVisible();
  await expect.poll(() => pageIn('inspection')).toBeUndefined();
  await expect(own.getByRole('article', { name: 'Other' })).toBeVisible();
  await openView(own, 'queue');
  await expect(own.getByRole('row').filter({ hasText: 'Inspection of Stair 3' })).toBeVisible();
});

test('practice mode opens the sample app, which sends to its server, and leaves with it', async () => {
  const own = await app.window();
  await openView(own, 'practice');
  await own.getByRole('button', { name: 'Start practice mode' }).click();
  await own.getByRole('button', { name: 'Open the sample app' }).click();
  await expect.poll(() => pageIn('practice-inspection')).toBeDefined();
  const page = pageIn('practice-inspection');
  if (page === undefined) throw new Error('it has no page');
  await page.getByLabel('Place').fill('Stair 3');
  await page.getByLabel('Add photos').setInputFiles(PHOTOS);
  await page.getByRole('button', { name: 'Submit' }).click();
  await expect(page.getByRole('status')).toHaveText('Stair 3: the server has it.', {
    timeout: 30_000,
  });
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await own.getByRole('button', { name: 'End practice mode' }).click();
  await expect.poll(() => pageIn('practice-inspection')).toBeUndefined();
  await openView(own, 'queue');
  await expect(own.getByText('Inspection of Stair 3')).toBeHidden();
});

test('an app on the web is heard from its own origin, and from no other that its window may go to', async () => {
  const page = await opened('web', 'Web');
  const status = async () => {
    const answer = await page.evaluate(() => window.outtray.status());
    return answer.ok ? answer.value.app.id : answer.error.code;
  };
  expect(await status()).toBe('web');
  await page.goto(signIn);
  expect(await status()).toBe('NOT_ALLOWED');
  await page.goto(web);
  expect(await status()).toBe('web');
  await mayNotGo(page, `${server.url}/health`);
});

test('files that a person chose or dropped, and streams, are good once and for one app; devices are asked for by grant', async () => {
  const page = await opened('inspection', 'Inspection');
  const other = await opened('other', 'Other');
  const chosen = join(home, 'chosen.txt');
  writeFileSync(chosen, 'chosen');
  await app.ask('choosePaths', { paths: [chosen] });
  const tokens = await page.evaluate(async () => {
    const picked = await window.outtray.pickFiles({ multiple: true, endings: ['txt'] });
    const pieces = ['one', 'two'];
    const streamed = await window.outtray.upload('stream.txt', async () => {
      const piece = pieces.shift();
      return piece === undefined ? null : new TextEncoder().encode(piece);
    });
    if (!picked.ok || !streamed.ok) throw new Error('not taken');
    return [...picked.value, streamed.value];
  });
  expect(app.shown).toContainEqual({ kind: 'openDialog', multiple: true });
  expect(tokens).toMatchObject([
    { filename: 'chosen.txt', size: 6 },
    { filename: 'stream.txt', size: 6 },
  ]);
  expect(JSON.stringify(tokens)).not.toContain(home);
  const send = (to: Page, url: string) =>
    to.evaluate(
      async ([target, files]) => {
        const parts = files.map(({ upload }) => ({ name: 'file', file: { upload } }));
        const body = { kind: 'multipart' as const, parts };
        const added = await window.outtray.enqueue({ method: 'POST', url: target, body });
        if (!added.ok) return added.error.code;
        const item = await window.outtray.waitFor(added.value.id);
        return item.ok ? item.value.state : item.error.code;
      },
      [url, tokens] as const,
    );
  expect(await send(other, `${server.url}/inbox/other`)).toBe('UPLOAD_UNKNOWN');
  expect(await send(page, inbox)).toBe('delivered');
  expect(await send(page, inbox)).toBe('UPLOAD_UNKNOWN');
  const { effects } = await ledgerOf(server.url);
  expect(effects.flatMap(({ received }) => received.files)).toMatchObject([
    { filename: 'chosen.txt', sha256: sha256(Buffer.from('chosen')) },
    { filename: 'stream.txt', sha256: sha256(Buffer.from('onetwo')) },
  ]);

  await page.locator('#drop').evaluate((place) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'dropped.png', { type: 'image/png' }));
    place.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
  });
  await expect(page.getByAltText('dropped.png')).toBeAttached();

  const mayLocate = (of: Page) =>
    of.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state);
  expect(await mayLocate(page)).toBe('granted');
  expect(await mayLocate(other)).not.toBe('granted');
});
