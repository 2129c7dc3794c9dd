import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { ledgerOf } from '../support/practice-ledger.ts';
import { type Field, test } from './field.ts';

const ORDERS = 120;

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

/** More orders than are read at once, all refused, beside one photo that is refused too. */
async function refusedOrders(field: Field): Promise<void> {
  const lines = Array.from({ length: ORDERS }, (_, at) => ({
    method: 'POST',
    url: `${field.inbox}/orders?invalid`,
    title: `Order ${at}`,
    body: { kind: 'json', value: { at } },
  }));
  const photo = { method: 'POST', url: `${field.inbox}/photos?invalid`, title: 'Photo' };
  const file = join(field.home, 'orders.jsonl');
  writeFileSync(file, [...lines, photo].map((one) => JSON.stringify(one)).join('\n'));
  await field.cli(['add', '--from', file]);
}

test('a kind of failure is opened, and all of it is tried again, and nothing else', async ({
  page,
  field,
}) => {
  await refusedOrders(field);
  await page.goto(await field.serve());
  await expect(tab(page, `Needs you ${ORDERS + 1}`)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('navigation').getByRole('button', { name: 'Failures' }).click();
  await page
    .getByRole('article', { name: /orders/ })
    .getByRole('button', { name: 'Show these items' })
    .click();
  await expect(page.getByText('Only items of one kind of trouble.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select the items that are shown' }).click();
  await page.getByRole('button', { name: `Select all ${ORDERS} that match` }).click();
  await expect(page.getByText(`${ORDERS} selected`)).toBeVisible();
  await page.getByRole('button', { name: 'Retry now' }).click();
  await expect(page.getByText(`${ORDERS} items sent on their way.`)).toBeVisible();
  const tries = async (path: string) =>
    (await ledgerOf(field.practice.url)).entries.filter((entry) => entry.path.startsWith(path))
      .length;
  await expect.poll(() => tries('/inbox/orders'), { timeout: 60_000 }).toBe(2 * ORDERS);
  expect(await tries('/inbox/photos')).toBe(1);
});

test('everything that a search finds is deleted after a question, and comes back', async ({
  page,
  field,
}) => {
  await refusedOrders(field);
  await page.goto(await field.serve());
  await expect(tab(page, `Needs you ${ORDERS + 1}`)).toBeVisible({ timeout: 60_000 });
  const search = page.getByRole('combobox', { name: 'Search' });
  await search.fill('url:orders -title:"Order 7"');
  await expect(page.getByText(`${ORDERS - 1} items match.`)).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select the items that are shown' }).click();
  await page.getByRole('button', { name: `Select all ${ORDERS - 1} that match` }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: `Delete ${ORDERS - 1} items` })
    .click();
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await expect(tab(page, 'Needs you 2')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(tab(page, `Needs you ${ORDERS + 1}`)).toBeVisible();
  await expect(page.getByText(`${ORDERS - 1} items match.`)).toBeVisible();
});

test('a search that makes no sense is told so, and the list stays as it was', async ({
  page,
  field,
}) => {
  await field.cli(['add', 'POST', `${field.inbox}/reports`, '--title', 'Room 4']);
  await page.goto(await field.serve());
  const row = page.getByRole('row').filter({ hasText: 'Room 4' });
  await expect(row).toBeVisible();
  const search = page.getByRole('combobox', { name: 'Search' });
  await search.fill('colour:red');
  await expect(
    page.getByText(/"colour:red" cannot be searched for: there is no "colour:"/),
  ).toBeVisible();
  await expect(search).toHaveAttribute('aria-invalid', 'true');
  await expect(row).toBeVisible();
  await search.fill('priority:urgent');
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Clear search' }).last().click();
  await expect(row).toBeVisible();
  await expect(search).toHaveValue('');
});
