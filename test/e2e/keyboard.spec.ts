import { expect, type Page } from '@playwright/test';
import { ledgerOf } from '../support/practice-ledger.ts';
import { test } from './field.ts';

const focused = (page: Page) => page.locator(':focus');

test('without a mouse: find what was refused, correct it, and see it arrive', async ({
  page,
  field,
}) => {
  for (const room of [1, 2, 3])
    await field.cli(['add', 'POST', `${field.inbox}/reports`, '--json', `{"room":${room}}`]);
  await field.cli([
    'add',
    'POST',
    `${field.inbox}/orders?invalid`,
    '--title',
    'Order of spare parts',
    '--json',
    '{"customer":""}',
  ]);
  await page.goto(await field.serve());
  await expect(page.getByRole('tab', { name: 'Needs you 1' })).toBeVisible();
  const { keyboard } = page;

  await keyboard.press('/');
  await keyboard.type('stat');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(focused(page)).toHaveValue('status:');
  await keyboard.type('422');
  await keyboard.press('Enter');
  await expect(page.getByText('1 item matches.')).toBeVisible();
  await keyboard.press('Escape');
  await expect(page.getByText('1 item matches.')).toBeHidden();
  await keyboard.type('spare');
  await keyboard.press('Enter');
  await expect(page.getByText('1 item matches.')).toBeVisible();

  await keyboard.press('ArrowDown');
  const row = page.getByRole('row').filter({ hasText: 'Order of spare parts' });
  await expect(row).toBeFocused();
  await keyboard.press('Enter');
  const item = page.getByRole('region', { name: 'Item', exact: true });
  await expect(item.getByRole('region', { name: 'Why' })).toContainText('422');
  await keyboard.press('Escape');
  await expect(item).toBeHidden();
  await expect(row).toBeFocused();

  await keyboard.press('p');
  await expect(page.getByRole('dialog', { name: 'Priority of 1 item' })).toBeVisible();
  await expect(focused(page)).toHaveText('urgent');
  await keyboard.press('Enter');
  await expect(row).toContainText('urgent');
  await expect(row).toBeFocused();

  await keyboard.press('h');
  await expect(row).toContainText('on hold');
  await keyboard.press('h');
  await expect(row).toContainText('2 tries');
  await expect(row).toContainText('422');
  await keyboard.press('r');
  await expect(row).toContainText('3 tries');
  await expect(row).toContainText('422');

  await keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Edit and resend' });
  await expect(dialog).toBeVisible();
  await tabTo(page, dialog.getByRole('textbox', { name: 'URL' }));
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type(`${field.inbox}/orders`);
  await tabTo(page, dialog.getByRole('textbox', { name: 'JSON' }));
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type('"corrected"');
  await keyboard.press('Shift+Tab');
  await expect(dialog.getByRole('button', { name: 'Add header' })).toBeFocused();
  await tabTo(page, dialog.getByRole('button', { name: 'Save and send' }));
  await keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('delivered, 201');

  const { effects, entries } = await ledgerOf(field.practice.url);
  expect(effects).toHaveLength(4);
  expect(entries.at(-1)?.path).toBe('/inbox/orders');
  expect(entries.at(-1)?.bytes).toBe('"corrected"'.length);

  // The row is there and selected, goes, and the keys go on with what is left.
  await expect(row).toBeFocused();
  await keyboard.press('/');
  await keyboard.press('Escape');
  await keyboard.press('Escape');
  await expect(page.getByRole('row')).toHaveCount(5);
  await keyboard.press('Home');
  await expect(page.getByRole('row').nth(1)).toBeFocused();
  await keyboard.press('j');
  await expect(page.getByRole('row').nth(2)).toBeFocused();
  await keyboard.press('k');
  await keyboard.press('x');
  await keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('2 selected')).toBeVisible();
  await keyboard.press('Delete');
  await expect(page.getByRole('row')).toHaveCount(3);
  await expect(page.locator('[role="row"]:focus')).toHaveCount(1);
});

/** Goes on with Tab until there; the ring of stops has an end. */
async function tabTo(page: Page, target: ReturnType<Page['locator']>): Promise<void> {
  for (let stops = 0; stops < 40; stops++) {
    const isThere = (one: Element) => one === (one.getRootNode() as Document).activeElement;
    if (await target.evaluate(isThere)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead there');
}
