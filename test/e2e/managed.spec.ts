import { writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { test } from './field.ts';

const POLICY = {
  settings: { 'slots.all': 4, theme: 'dark', 'notifications.allSent': false },
  accounts: [
    {
      name: 'scales',
      origins: ['https://scales.invalid'],
      auth: { kind: 'headers', names: ['X-Api-Key', 'X-Site'] },
    },
  ],
  apps: [{ id: 'visits', name: 'Visits', url: 'https://forms.invalid/visits' }],
  users: { accounts: false },
};

test('on a managed machine what the organisation has set is seen as fixed, and the rest is as ever', async ({
  field,
}) => {
  writeFileSync(field.policy, JSON.stringify(POLICY));
  const page = await field.open();
  const menu = page.getByRole('navigation');
  await menu.getByRole('button', { name: 'Settings' }).click();
  await expect(
    page.getByText('Requests at the same time: 4. Set by your organisation.'),
  ).toBeVisible();
  await expect(page.getByLabel('Requests at the same time')).toHaveCount(0);
  await expect(
    page.getByText('Tell when everything has been sent: no. Set by your organisation.'),
  ).toBeVisible();
  await expect(page.getByText('Theme: dark. Set by your organisation.')).toBeVisible();
  await expect(page.getByLabel('Of these, to one server')).toHaveValue('4');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const app = page.getByRole('article', { name: 'Visits' });
  await expect(app).toContainText('Set by your organisation.');
  await expect(app.getByRole('button')).toHaveCount(1);

  await menu.getByRole('button', { name: 'Accounts' }).click();
  const account = page.getByRole('article', { name: 'scales' });
  await expect(account).toContainText('Set by your organisation.');
  await expect(page.getByRole('button', { name: 'Add an account' })).toHaveCount(0);
  await expect(account.getByRole('button')).toHaveText(['Set headers', 'Test']);
  await account.getByRole('button', { name: 'Set headers' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('X-Api-Key').fill('hush');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('status')).toContainText('Every header needs a value.');
  await dialog.getByLabel('X-Site').fill('north');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(account).toContainText('signed in');

  await menu.getByRole('button', { name: 'Health' }).click();
  await expect(
    page.getByText(/This machine is managed: .* sets 3 settings, 1 account and 1 app/),
  ).toBeVisible();
  await expect(page.getByText('Accounts: scales (policy).')).toBeVisible();

  writeFileSync(field.policy, '{');
  await menu.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('alert')).toContainText('was last right counts meanwhile');
  await expect(
    page.getByText('Requests at the same time: 4. Set by your organisation.'),
  ).toBeVisible();
});
