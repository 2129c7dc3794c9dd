import { expect } from '@playwright/test';
import { seriousIn } from '../support/axe.ts';
import { test } from './field.ts';

test('the health view says in words of its own how things stand, and can be read by everybody', async ({
  page,
  field,
}) => {
  await field.cli(['account', 'add', '--from', '-'], {
    stdin: JSON.stringify({
      name: 'field',
      origins: ['https://api.example'],
      auth: { kind: 'bearer' },
    }),
  });
  await field.cli(['add', 'POST', `${field.inbox}/reports`, '--json', '{"room":4}']);
  await field.cli(['add', 'POST', `${field.inbox}/orders?invalid`, '--json', '{}']);
  await page.goto(await field.serve());
  await expect(page.getByRole('tab', { name: 'Delivered 1' })).toBeVisible();
  await page.getByRole('navigation').getByRole('button', { name: 'Health' }).click();
  await expect(
    page.getByText('1 item delivered, 1 try without success, 1 not delivered yet'),
  ).toBeVisible();
  const found = page.getByRole('region', { name: 'What was looked at' });
  await expect(found.getByText('The account "field" needs to be signed in.')).toBeVisible();
  await expect(found.getByText(/The database is sound: 2 items/)).toBeVisible();
  expect(await found.textContent()).not.toMatch(/outtray |--home|chmod/);

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of [
      { width: 1280, height: 800 },
      { width: 420, height: 640 },
    ]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      const left = await page.getByRole('heading', { name: 'Health' }).boundingBox();
      const around = await page.getByRole('main').boundingBox();
      expect((left?.x ?? 0) - (around?.x ?? 0)).toBeGreaterThanOrEqual(16);
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(scrollWidth).toBeLessThanOrEqual(size.width);
      expect(await seriousIn(page, `health, ${colorScheme}, ${size.width}`)).toEqual([]);
    }
  }
});
