import { expect, type Page } from '@playwright/test';
import { ledgerOf } from '../support/practice-ledger.ts';
import { test } from './field.ts';

const rowOf = (page: Page, title: string) => page.getByRole('row').filter({ hasText: title });
const itemPanel = (page: Page) => page.getByRole('region', { name: 'Item', exact: true });

/** Texts that are shown in the colour of what a server refused. */
const redTexts = (page: Page) =>
  page.evaluate(() => {
    const probe = document.createElement('span');
    probe.style.color = 'var(--red)';
    document.body.append(probe);
    const red = getComputedStyle(probe).color;
    probe.remove();
    return [...document.querySelectorAll('body *')]
      .filter((one) => one.children.length === 0 && getComputedStyle(one).color === red)
      .map((one) => one.textContent);
  });

test('what is added by the command line is seen to go out, and its answer can be read', async ({
  field,
}) => {
  const page = await field.open();
  await expect(page.getByText('The out-tray is empty')).toBeVisible();
  await field.cli(['add', 'POST', `${field.inbox}/reports`, '--json', '{"room":4}']);
  const row = rowOf(page, '/inbox/reports');
  await expect(row).toContainText('delivered, 201');
  await expect(page.getByRole('tab', { name: 'Delivered 1' })).toBeVisible();
  await row.getByText('/inbox/reports').click();
  await itemPanel(page).getByRole('tab', { name: 'Response' }).click();
  await expect(itemPanel(page)).toContainText('201');
  const { effects } = await ledgerOf(field.practice.url);
  expect(effects).toHaveLength(1);
});

test('says in words why nothing moves while the server is away, never in red, and goes on by itself', async ({
  field,
}) => {
  const page = await field.open();
  await field.practice.goOffline();
  await field.cli(['add', 'POST', `${field.inbox}/reports`, '--json', '{"room":5}']);
  const row = rowOf(page, '/inbox/reports');
  await expect(row).toContainText(/waiting/);
  await row.getByText('/inbox/reports').click();
  await expect(itemPanel(page).getByRole('region', { name: 'Why' })).toContainText(
    /cannot be reached|no connection|refused/i,
  );
  expect(await redTexts(page)).toEqual([]);
  await field.practice.goOnline();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(row).toContainText('delivered, 201');
  const { effects } = await ledgerOf(field.practice.url);
  expect(effects).toHaveLength(1);
});

test('what the server refused is corrected and sent as something new', async ({ field }) => {
  await field.cli(['add', 'POST', `${field.inbox}/orders?invalid`, '--json', '{"customer":""}']);
  const page = await field.open();
  await page.getByRole('tab', { name: 'Needs you 1' }).click();
  expect(await redTexts(page)).toContain('needs you: refused, 422');
  await rowOf(page, '/inbox/orders').getByText('/inbox/orders').click();
  await itemPanel(page).getByRole('button', { name: 'Edit and resend' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit and resend' });
  await dialog.getByRole('textbox', { name: 'URL' }).fill(`${field.inbox}/orders`);
  const editor = dialog.getByRole('textbox', { name: 'JSON' });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('{"customer":"Miller"');
  await expect(dialog.getByRole('button', { name: 'Save and send' })).toBeDisabled();
  await page.keyboard.press('End');
  await page.keyboard.type('}');
  await dialog.getByRole('button', { name: 'Save and send' }).click();
  await expect(dialog).toBeHidden();
  await expect(itemPanel(page)).toContainText('delivered, 201');
  const { entries, effects } = await ledgerOf(field.practice.url);
  expect(effects).toHaveLength(1);
  expect(new Set(entries.map((entry) => entry.key)).size).toBe(2);
  const last = entries.at(-1);
  expect(last?.path).toBe('/inbox/orders');
});
