import { expect } from '@playwright/test';
import { test } from './field.ts';

test('what was deleted leaves the list, and one click brings it back', async ({ field }) => {
  await field.cli(['add', 'POST', `${field.inbox}/orders?invalid`, '--json', '{"customer":""}']);
  const page = await field.open();
  const row = page.getByRole('row').filter({ hasText: '/inbox/orders' });
  await expect(row).toContainText('needs you: refused, 422');
  await row.getByText('/inbox/orders').click();
  await page.getByRole('row').filter({ hasText: '/inbox/orders' }).focus();
  await page.keyboard.press('Delete');
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('1 item restored.')).toBeVisible();
  await expect(row).toContainText('needs you: refused, 422');
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});
