import { expect } from '@playwright/test';
import { ledgerOf } from '../support/practice-ledger.ts';
import { logIn } from '../support/practice-login.ts';
import { test } from './field.ts';

test('an account that has to sign in is one calm prompt; with a new token its items go on by themselves', async ({
  page,
  field,
}) => {
  const account = JSON.stringify({
    name: 'field',
    origins: [field.practice.url],
    auth: { kind: 'bearer' },
  });
  await field.cli(['account', 'add', '--from', '-'], { stdin: account });
  for (const n of [1, 2])
    await field.cli(['add', 'POST', `${field.inbox}/visits?auth`, '--json', `{"n":${n}}`]);
  await page.goto(await field.serve());
  await expect(page.getByText('The account "field" needs to be signed in')).toHaveCount(1);
  await page.getByRole('button', { name: 'Open accounts' }).click();
  await page.getByRole('button', { name: 'Set tokens' }).click();
  const dialog = page.getByRole('dialog');
  const { accessToken } = await logIn(field.practice.url, 'joe');
  await dialog.getByLabel('Access token').fill(accessToken);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Queue/ })
    .click();
  await expect(page.getByRole('tab', { name: 'Delivered 2' })).toBeVisible();
  const { effects, entries } = await ledgerOf(field.practice.url);
  expect(effects).toHaveLength(2);
  expect(entries.map((entry) => entry.user)).toEqual(['joe', 'joe']);
  expect(await page.content()).not.toContain(accessToken);
});
