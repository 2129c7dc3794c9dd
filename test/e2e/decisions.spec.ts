import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { ledgerOf } from '../support/practice-ledger.ts';
import { type Field, test } from './field.ts';
import { chooseAll, itemPanel, openRow, openView, rowOf, tab, withChosen } from './window.ts';

const ORDERS = 150;

async function addAccount(field: Field, name: string, more: object = {}): Promise<void> {
  const account = { name, origins: [field.practice.url], auth: { kind: 'none' }, ...more };
  await field.cli(['account', 'add', '--from', '-'], { stdin: JSON.stringify(account) });
}

async function addLines(field: Field, lines: readonly unknown[]): Promise<void> {
  const file = join(field.home, 'lines.jsonl');
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  await field.cli(['add', '--from', file]);
}

test('what is done with everything that a search finds is done with that, and undone, and with nothing else', async ({
  page,
  field,
}) => {
  await field.cli(['pause']);
  const paths = ['orders', 'photos'];
  const lines = Array.from({ length: 2 * ORDERS }, (_, at) => {
    const path = paths[at % 2] ?? '';
    return { method: 'POST', url: `${field.inbox}/${path}`, title: `${path} ${at}`, ref: `${at}` };
  });
  await addLines(field, lines);
  await addAccount(field, 'field');
  await page.goto(await field.serve());
  const list = async () =>
    (
      JSON.parse(await field.cli(['list', '--limit', '1000', '--json'])) as {
        readonly items: readonly {
          readonly revision: number;
          readonly url: string;
          readonly priority: number;
          readonly state: string;
          readonly account: string | null;
        }[];
      }
    ).items;
  const urls = (items: Awaited<ReturnType<typeof list>>) => [
    ...new Set(items.map((one) => one.url)),
  ];

  const search = page.getByRole('combobox', { name: 'Search' });
  await search.fill('url:orders');
  await search.press('Enter');
  await expect(page.getByText(`${ORDERS} items match.`)).toBeVisible();
  await chooseAll(page, ORDERS);
  await withChosen(page, 'Priority…');
  await page.getByRole('dialog').getByRole('button', { name: 'urgent' }).click();
  await expect(page.getByText(`${ORDERS} items set to urgent priority.`)).toBeVisible();
  const urgent = (await list()).filter((one) => one.priority === 4);
  expect(urgent).toHaveLength(ORDERS);
  expect(urls(urgent)).toEqual([`${field.inbox}/orders`]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(`${ORDERS} items restored.`)).toBeVisible();
  expect((await list()).filter((one) => one.priority === 4)).toEqual([]);

  await withChosen(page, 'Hold');
  await expect(tab(page, `On hold ${ORDERS}`)).toBeVisible();
  await withChosen(page, 'Assign an account…');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^field/ })
    .click();
  await expect(page.getByText(`${ORDERS} items given to the account field.`)).toBeVisible();
  const given = (await list()).filter((one) => one.account === 'field');
  expect(given.map((one) => one.state)).toEqual(given.map(() => 'held'));
  expect(given).toHaveLength(ORDERS);
  expect(urls(given)).toEqual([`${field.inbox}/orders`]);

  await withChosen(page, 'Change a header or value…');
  const change = page.getByRole('dialog', { name: 'Change for all' });
  await change.getByLabel('Header name').fill('X-Round');
  await change.getByLabel('New value').fill('two');
  await change.getByRole('button', { name: 'Show what would change' }).click();
  await change.getByRole('button', { name: `Change and send ${ORDERS} items` }).click();
  await expect(page.getByText(`${ORDERS} items changed.`)).toBeVisible();
  expect((await list()).filter((one) => one.revision > 2).map((one) => one.state)).toEqual(
    given.map(() => 'held'),
  );

  await withChosen(page, 'Duplicate');
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: `Duplicate ${ORDERS} items` })
    .click();
  await expect(page.getByText(`${2 * ORDERS} items match.`)).toBeVisible();
  const copies = (await list()).filter((one) => one.state === 'queued' && one.account === 'field');
  expect(copies).toHaveLength(ORDERS);
  await rowOf(page, 'queued').first().locator('.cell-item').click();
  await itemPanel(page).getByRole('tab', { name: 'Request' }).click();
  await expect(itemPanel(page).getByRole('row', { name: 'X-Round two' })).toBeVisible();
});

test('a row tells what it is, and the order of the list is the one that was asked for', async ({
  page,
  field,
}) => {
  await field.cli(['pause']);
  await addLines(field, [
    { method: 'POST', url: field.inbox, title: 'old', priority: 'high', body: textOf(10) },
    { method: 'POST', url: field.inbox, title: 'large', body: textOf(9_000) },
    { method: 'POST', url: field.inbox, title: 'new', priority: 'low', body: textOf(20) },
  ]);
  await page.goto(await field.serve());
  const titles = page.locator('.row-title');
  await expect(titles).toHaveText(['new', 'large', 'old']);
  await expect(rowOf(page, 'large')).toHaveText(
    /^large.*POST 127\.0\.0\.1:\d+\/inbox.*queued.*9\.0 kB.*\d+ (s|min)/s,
  );
  await expect(rowOf(page, 'old')).toContainText('high');
  for (const [order, expected] of [
    ['Oldest first', ['old', 'large', 'new']],
    ['Highest priority first', ['old', 'large', 'new']],
    ['Largest first', ['large', 'new', 'old']],
  ] as const) {
    await page.getByRole('button', { name: /^Order:/ }).click();
    await page.getByRole('menuitemradio', { name: order }).click();
    await expect(page.getByRole('button', { name: `Order: ${order}` })).toBeVisible();
    await expect(titles).toHaveText([...expected]);
  }
});

const textOf = (length: number) => ({ kind: 'text', text: 'x'.repeat(length) });

test('what may have arrived is asked about, and sent again under the same key', async ({
  page,
  field,
}) => {
  const url = `${field.inbox}/payments?commit-then-drop`;
  await addLines(
    field,
    ['first', 'second'].map((title) => ({ method: 'POST', url, title, unknownOutcome: 'ask' })),
  );
  await page.goto(await field.serve());
  await expect(tab(page, 'Needs you 2')).toBeVisible();
  const dialog = page.getByRole('dialog', { name: 'Did it arrive?' });
  for (const [title, answer] of [
    ['first', 'It did not arrive'],
    ['second', 'It arrived'],
  ] as const) {
    await openRow(page, title);
    await itemPanel(page).getByRole('button', { name: 'Say what became of it' }).click();
    await dialog.getByRole('button', { name: answer, exact: true }).click();
    await expect(itemPanel(page).locator('.pill')).toContainText('delivered');
  }
  const { entries, effects } = await ledgerOf(field.practice.url);
  expect(effects).toHaveLength(2);
  expect(entries).toHaveLength(3);
  expect(new Set(entries.map((entry) => entry.key)).size).toBe(2);
});

test('where an account says how, the server is asked what became of items, one by one and all at once', async ({
  page,
  field,
}) => {
  await addAccount(field, 'field');
  const url = `${field.inbox}/payments?commit-then-drop`;
  await addLines(
    field,
    ['first', 'second', 'third'].map((title) => ({
      method: 'POST',
      url,
      title,
      unknownOutcome: 'ask',
    })),
  );
  await page.goto(await field.serve());
  await expect(tab(page, 'Needs you 3')).toBeVisible();
  await openRow(page, 'first');
  const ask = itemPanel(page).getByRole('button', { name: 'Ask its server' });
  await expect(itemPanel(page).getByRole('button', { name: 'Retry now' })).toBeVisible();
  await expect(ask).toBeHidden();

  const { url: origin } = field.practice;
  await addAccount(field, 'field', {
    verify: [{ url: `${origin}/*`, get: `${origin}/health?key={{idempotencyKey}}` }],
  });
  await ask.click();
  await expect(itemPanel(page).locator('.pill')).toContainText('delivered');
  await expect(tab(page, 'Needs you 2')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select the items that are shown' }).click();
  await withChosen(page, 'Say what became of it…');
  await page
    .getByRole('dialog', { name: 'Did it arrive?' })
    .getByRole('button', { name: 'Ask its server' })
    .click();
  await expect(tab(page, 'Delivered 3')).toBeVisible();
  const { entries, effects } = await ledgerOf(origin);
  expect(effects).toHaveLength(3);
  expect(entries.filter((entry) => entry.method === 'POST')).toHaveLength(3);
});

test('an item that follows another leads there, and a timeline tells what happened', async ({
  page,
  field,
}) => {
  const parent = ['--title', 'Parent', '--ref', 'parent'];
  await field.cli(['add', 'POST', `${field.inbox}/orders?invalid`, ...parent]);
  await field.cli(['add', 'POST', `${field.inbox}/notes`, '--title', 'Child', '--after', 'parent']);
  await page.goto(await field.serve());
  await openRow(page, 'Child');
  await itemPanel(page).getByRole('tab', { name: 'Dependencies' }).click();
  await itemPanel(page).getByRole('button', { name: 'Parent' }).click();
  await expect(itemPanel(page).getByRole('heading', { name: 'Parent' })).toBeVisible();
  await itemPanel(page).getByRole('tab', { name: 'Dependencies' }).click();
  await expect(itemPanel(page).getByRole('button', { name: 'Child' })).toBeVisible();
  await itemPanel(page).getByRole('tab', { name: 'Timeline' }).click();
  await expect(itemPanel(page).getByRole('listitem')).toContainText([
    'Accepted',
    'A try began',
    'A try ended: needs you',
  ]);
});

test('a server and an account are paused from an item, and nothing leaves until they go on', async ({
  page,
  field,
}) => {
  await addAccount(field, 'field');
  await field.cli(['add', 'POST', `${field.inbox}/orders?invalid`, '--title', 'Refused']);
  await page.goto(await field.serve());
  await expect(rowOf(page, 'Refused')).toContainText('422');
  const menu = async (name: string) => {
    await rowOf(page, 'Refused')
      .getByRole('button', { name: /^More actions/ })
      .click();
    await page.getByRole('menuitem', { name }).click();
  };
  const banners = page.locator('.banners');
  await menu('Pause sending to this server');
  await expect(banners).toContainText(`Sending to ${field.practice.url} is paused.`);
  await menu('Pause sending for this account');
  await expect(banners).toContainText('Sending for the account "field" is paused.');
  await field.cli(['add', 'POST', `${field.inbox}/notes`, '--title', 'Later']);
  await openRow(page, 'Later');
  await expect(itemPanel(page).getByRole('region', { name: 'Why' })).toContainText(/paused/);
  await banners.getByRole('button', { name: 'Resume' }).first().click();
  await expect(banners.getByRole('button', { name: 'Resume' })).toHaveCount(1);
  expect((await ledgerOf(field.practice.url)).entries).toHaveLength(1);
  await banners.getByRole('button', { name: 'Resume' }).click();
  await expect(rowOf(page, 'Later')).toContainText('delivered, 201');
});

test('one value of all items of a failure is changed after a look at it, and they go out so', async ({
  page,
  field,
}) => {
  const room = (n: number) => `{"visit":{"room":"${n}"},"id":12345678901234567890}`;
  for (const n of [1, 2])
    await field.cli(['add', 'POST', `${field.inbox}/visits?invalid`, '--json', room(n)]);
  await page.goto(await field.serve());
  await expect(tab(page, 'Needs you 2')).toBeVisible();
  await openView(page, 'failures');
  await page.getByRole('button', { name: 'Change for all…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change for all' });
  await dialog.getByLabel('A value in the JSON').click();
  await dialog.getByLabel(/^Place/).fill('/visit/room');
  await dialog.getByLabel(/^New value/).fill('"4b"');
  await dialog.getByRole('button', { name: 'Show what would change' }).click();
  await expect(dialog.getByRole('row').filter({ hasText: '"2"' })).toContainText('"4b"');
  const before = (await ledgerOf(field.practice.url)).entries;
  expect(before).toHaveLength(2);
  await dialog.getByRole('button', { name: 'Change and send 2 items' }).click();
  const sent = async () => (await ledgerOf(field.practice.url)).entries.slice(2);
  await expect.poll(async () => (await sent()).length).toBe(2);
  const length = '{"visit":{"room":"4b"},"id":12345678901234567890}'.length;
  expect((await sent()).map((one) => one.bytes)).toEqual([length, length]);
  expect(new Set((await sent()).map((one) => one.sha256)).size).toBe(1);
});
