import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './field.ts';

test('a setting is saved as soon as it is changed, and what is wrong is said at its field', async ({
  field,
}) => {
  const file = join(field.home, 'settings.json');
  const stored = () => JSON.parse(readFileSync(file, 'utf8')) as unknown;
  writeFileSync(file, '{"slots.perOrigin":99,"theem":"dark"}', { mode: 0o600 });
  const page = await field.open();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();

  const perOrigin = page.getByLabel('Of these, to one server');
  await expect(perOrigin).toHaveValue('4');
  await expect(perOrigin).toHaveAccessibleDescription(/a whole number from 1 to 8/);
  await perOrigin.fill('2');
  await perOrigin.press('Enter');
  await expect(page.getByText('Of these, to one server: 2.')).toBeVisible();
  await expect(perOrigin).toHaveAccessibleDescription('The default is 4.');

  const all = page.getByLabel('Requests at the same time');
  await all.fill('17');
  await all.blur();
  await expect(all).toHaveAccessibleDescription(/a whole number from 1 to 16/);
  await all.fill('8');
  await all.blur();
  await expect(page.getByText('Requests at the same time: 8.')).toBeVisible();

  await page.getByLabel('Quiet from').fill('22:00');
  await page.getByLabel('Quiet until').click();
  await expect(page.getByText('Quiet from: 22:00.')).toBeVisible();

  await expect(page.getByRole('alert')).toContainText('"theem"');
  await page.getByRole('button', { name: 'Take it out' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);

  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByLabel('Dark').click();
  await expect.poll(background).not.toBe(light);
  await page.getByLabel('Tell when everything has been sent').click();
  await expect(page.getByText('Tell when everything has been sent: no.')).toBeVisible();
  expect(stored()).toEqual({
    'slots.perOrigin': 2,
    'slots.all': 8,
    'notifications.quietFrom': '22:00',
    theme: 'dark',
    'notifications.allSent': false,
  });

  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a settings.json that is no JSON is told, and stays as it is', async ({ field }) => {
  const file = join(field.home, 'settings.json');
  writeFileSync(file, '{"theme":', { mode: 0o600 });
  const page = await field.open();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('alert')).toContainText('settings.json is not a JSON object');
  await page.getByLabel('Tell when something needs me').click();
  await expect(page.getByText('Correct it, or move it away').nth(1)).toBeVisible();
  await expect(page.getByLabel('Tell when something needs me')).toBeChecked();
  expect(readFileSync(file, 'utf8')).toBe('{"theme":');
});
