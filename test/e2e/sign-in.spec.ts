import { expect } from '@playwright/test';
import { seriousIn } from '../support/axe.ts';
import { startOidcServer } from '../support/oidc-provider.ts';
import { test } from './field.ts';

test('an account is signed in from the prompt, on the pages of its server; what waited goes by itself', async ({
  page,
  field,
}) => {
  const server = await startOidcServer({ tokenLifeS: 60 });
  const stdin = JSON.stringify(server.account('field'));
  await field.cli(['account', 'add', '--from', '-'], { stdin });
  for (const n of [1, 2]) await field.cli(['add', 'POST', `${server.url}/inbox/${n}`]);
  await page.goto(await field.serve());

  const dialog = page.getByRole('dialog');
  const prompt = page.getByRole('button', { name: 'Sign in' });
  await prompt.click();
  await expect(dialog.getByText('Sign in on the page of its server.')).toBeVisible();
  await expect(dialog.getByRole('link')).toBeVisible();
  expect(await seriousIn(page, 'sign-in')).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();

  await prompt.click();
  const opening = page.context().waitForEvent('page');
  await dialog.getByRole('link', { name: 'Open the sign-in page' }).click();
  const pageOfServer = await opening;
  await pageOfServer.getByRole('link', { name: 'Cancel' }).click();
  await pageOfServer.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  await expect(dialog.getByText('access_denied')).toBeVisible();
  expect(await seriousIn(page, 'refused sign-in')).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Accounts/ })
    .click();
  await page.getByRole('article').getByRole('button', { name: 'Sign in' }).click();
  const openingAgain = page.context().waitForEvent('page');
  await dialog.getByRole('link', { name: 'Open the sign-in page' }).click();
  const again = await openingAgain;
  await again.locator('[name=login]').fill('ada');
  await again.locator('[name=password]').fill('any');
  await again.getByRole('button', { name: 'Sign-in' }).click();
  await again.getByRole('button', { name: 'Continue' }).click();
  await again.getByRole('heading', { name: 'You are signed in' }).waitFor();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('The account field is signed in.')).toBeVisible();
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Queue/ })
    .click();
  await expect(page.getByRole('tab', { name: 'Delivered 2' })).toBeVisible();
  expect(server.entries.map(({ user }) => user)).toEqual(['ada', 'ada']);
  expect(server.counts).toMatchObject({ signIns: 1, reuseAlarms: 0 });
  server.stop();
});
