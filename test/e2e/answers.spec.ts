import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { harProblems } from '../support/har-schema.ts';
import { test } from './field.ts';
import { keepingServer } from './keeping-server.ts';
import { itemPanel, openRow } from './window.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const LONG = JSON.stringify(Array.from({ length: 100_000 }, (_, n) => `row ${n}`.padEnd(80, '.')));

const saved = async (page: Page): Promise<Buffer> => {
  const download = page.waitForEvent('download');
  await itemPanel(page).getByRole('button', { name: 'Save body' }).click();
  return readFileSync(await (await download).path());
};

test('a long answer is read piece by piece, and saved whole; a picture is shown', async ({
  page,
  field,
}) => {
  const server = await keepingServer(({ path }) =>
    path === '/picture'
      ? { status: 422, type: 'image/png', body: PNG }
      : { status: 422, type: 'text/plain', body: LONG },
  );
  try {
    for (const path of ['long', 'picture'])
      await field.cli(['add', 'POST', `${server.url}/${path}`, '--title', path, '--json', '{}']);
    await page.goto(await field.serve());
    await openRow(page, 'long');
    await itemPanel(page).getByRole('tab', { name: 'Response' }).click();
    await expect(itemPanel(page)).toContainText('262 kB of 8.3 MB');
    await itemPanel(page).getByRole('button', { name: 'Load more' }).click();
    await expect(itemPanel(page)).toContainText('1.3 MB of 8.3 MB');
    expect((await saved(page)).toString()).toBe(LONG);

    await openRow(page, 'picture');
    await itemPanel(page).getByRole('tab', { name: 'Response' }).click();
    const picture = itemPanel(page).getByRole('img', { name: 'Response' });
    await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(1);
    expect((await saved(page)).equals(PNG)).toBe(true);
  } finally {
    server.close();
  }
});

test('what is copied as cURL sends the same again, files included; as HAR it is an archive', async ({
  page,
  field,
  context,
}) => {
  const server = await keepingServer(() => ({ status: 422, type: 'text/plain', body: 'no' }));
  try {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const photo = join(field.home, "it's a photo.bin");
    writeFileSync(photo, Buffer.from([0, 1, 2, 39, 34, 255]));
    await field.cli([
      'add',
      'POST',
      `${server.url}/forms`,
      '--title',
      'Form',
      '--field',
      'note=$HOME "quoted"',
      '--file',
      `photo=@${photo}`,
    ]);
    await page.goto(await field.serve());
    await openRow(page, 'Form');
    await expect(itemPanel(page)).toContainText('422');
    await itemPanel(page).getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Copy as cURL (bash)' }).click();
    await expect(itemPanel(page).getByText('Copied.')).toBeVisible();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    await promisify(execFile)('bash', ['-c', command], {
      env: { ...process.env, NO_PROXY: '127.0.0.1' },
    });
    const [sent, again] = server.received;
    expect(again?.body.equals(sent?.body ?? Buffer.alloc(0))).toBe(true);
    for (const header of ['content-type', 'idempotency-key', 'user-agent'])
      expect(again?.headers[header]).toBe(sent?.headers[header]);

    await itemPanel(page).getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Copy tries as HAR' }).click();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toContain('"entries":[{');
    const har: unknown = JSON.parse(await copied());
    expect(harProblems(har)).toEqual([]);
    expect(har).toMatchObject({ log: { entries: [{ response: { status: 422 } }] } });
  } finally {
    server.close();
  }
});

test('a browser opens an exported archive, and answers from it as the server did', async ({
  browser,
  field,
}) => {
  const server = await keepingServer(() => ({ status: 422, type: 'text/plain', body: 'no: ü' }));
  const address = `${server.url}/forms?a=1`;
  await field.cli(['add', 'POST', address, '--json', '{"room":4}']);
  await field.cli(['sync', '--wait'], { expected: 3 });
  server.close();
  const archive = join(field.home, 'tries.har');
  writeFileSync(archive, await field.cli(['export', '--format', 'har', '--with-bodies']));

  const context = await browser.newContext();
  await context.routeFromHAR(archive, { notFound: 'abort' });
  await context.route('**/blank', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  const page = await context.newPage();
  await page.goto(`${server.url}/blank`);
  const answer = await page.evaluate(async (to) => {
    const response = await fetch(to, { method: 'POST', body: '{"room":4}' });
    return { status: response.status, text: await response.text() };
  }, address);
  expect(answer).toEqual({ status: 422, text: 'no: ü' });
  await context.close();
});
