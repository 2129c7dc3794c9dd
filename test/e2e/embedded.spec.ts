import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

let home: string;
let server: PracticeProcess;
let inbox: string;
let app: AppOnScreen;
let start: () => AppOnScreen;

test.beforeEach(async ({ browser }) => {
  home = mkdtempSync(join(tmpdir(), 'outtray-embedded-'));
  server = await startPractice({ port: 0 });
  inbox = `${server.url}/inbox/inspections`;
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
          grant: grant('/inbox/inspections*'),
        },
        { id: 'other', name: 'Other', url: 'apps/other', grant: grant('/inbox/other*') },
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
  rmSync(home, { recursive: true, force: true });
});

const pageIn = (id: string): Page | undefined =>
  app.pages().find((page) => new URL(page.url()).hostname.startsWith(`app-${id}.`));

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
  const before = other.url();
  await other.evaluate((url) => window.location.assign(url), page.url());
  expect(other.url()).toBe(before);
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
  await own.getByRole('button', { name: 'End practice mode' }).click();
  await expect.poll(() => pageIn('practice-inspection')).toBeUndefined();
  await openView(own, 'queue');
  await expect(own.getByText('Inspection of Stair 3')).toBeHidden();
});
