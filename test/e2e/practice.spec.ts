import { expect } from '@playwright/test';
import { test } from './field.ts';
import { openView, tab } from './window.ts';

test('practice mode begins, misbehaves, loses its network, and leaves nothing', async ({
  page,
  field,
}) => {
  await page.goto(await field.serve());
  await page.getByRole('button', { name: 'Try it in practice mode' }).click();
  await page.getByRole('button', { name: 'Start practice mode' }).click();
  await page.getByRole('button', { name: 'Add practice items' }).click();
  await expect(page.getByText('11 items added.')).toBeVisible();
  await page.getByRole('button', { name: 'Show them in the queue' }).click();
  // Two are refused, and of one no answer comes; none of them is a worry of anybody.
  await expect(tab(page, 'Needs you 3')).toBeVisible();
  await expect(page.getByRole('navigation')).not.toContainText('need');
  await expect(page).toHaveTitle('Queue · OutTray');

  await openView(page, 'practice');
  await page.getByRole('button', { name: 'Cut its network' }).click();
  await expect(page.getByText('Its network is cut.')).toBeVisible();
  await page.getByRole('button', { name: 'Add practice items' }).click();
  await openView(page, 'queue');
  await expect(page.locator('.banners')).toContainText('cannot be reached');
  await openView(page, 'practice');
  await page.getByRole('button', { name: 'End practice mode' }).click();
  await expect(page.getByRole('button', { name: 'Start practice mode' })).toBeVisible();
  await openView(page, 'queue');
  await expect(page.getByText('The out-tray is empty')).toBeVisible();
  await expect(page.locator('.banners')).toHaveText('');
  await openView(page, 'accounts');
  await expect(page.getByText('No account yet')).toBeVisible();
});
