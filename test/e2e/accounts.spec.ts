import { expect } from '@playwright/test';
import { ledgerOf } from '../support/practice-ledger.ts';
import { logIn } from '../support/practice-login.ts';
import { test } from './field.ts';
import { openView, rowOf, tab } from './window.ts';

test('an account is added, tested, signed out and removed in the window, and items go only while it is signed in', async ({
  page,
  field,
}) => {
  await page.goto(await field.serve());
  await openView(page, 'accounts');
  await page.getByRole('button', { name: 'Add an account' }).click();
  const dialog = page.getByRole('dialog', { name: 'New account' });
  await dialog.getByLabel('Name', { exact: true }).fill('field');
  await dialog.getByLabel('Servers').fill('practice server');
  await dialog.getByLabel('Not at all: somebody sets them here').click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('Servers')).toBeFocused();
  await expect(dialog.getByText('Write each server like https://api.example')).toBeVisible();
  await dialog.getByLabel('Servers').fill(field.practice.url);
  await dialog.getByRole('button', { name: 'Save' }).click();

  // Whoever adds an account with tokens is asked for them at once.
  const tokens = page.getByRole('dialog', { name: 'Tokens' });
  const { accessToken } = await logIn(field.practice.url, 'joe');
  await tokens.getByLabel('Access token').fill(accessToken);
  await tokens.getByRole('button', { name: 'Save' }).click();
  const card = page.getByRole('article', { name: 'field' });
  await expect(card).toContainText('signed in');
  await card.getByRole('button', { name: 'Test' }).click();
  await expect(card.getByRole('status')).toContainText('"field" can send');

  const add = (title: string, ...how: readonly string[]) =>
    field.cli(['add', 'POST', `${field.inbox}/visits?auth`, '--title', title, ...how]);
  await add('First', '--wait');
  await card.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(card).toContainText('needs to be signed in');
  await add('Second');
  await openView(page, 'queue');
  await expect(rowOf(page, 'First')).toContainText('delivered, 201');
  await expect(page.locator('.banners')).toContainText('The account "field" needs to be signed in');
  await expect(tab(page, 'Waiting 1')).toBeVisible();

  await openView(page, 'accounts');
  await card.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No account yet')).toBeVisible();
  await openView(page, 'queue');
  await expect(rowOf(page, 'Second')).toContainText('queued');
  const { entries } = await ledgerOf(field.practice.url);
  expect(entries.map((entry) => entry.user)).toEqual(['joe']);
});
