import { type Browser, expect, type Page } from '@playwright/test';
import { seriousIn } from '../support/axe.ts';
import { startOidcServer } from '../support/oidc-provider.ts';
import { test } from './field.ts';
import { itemPanel, openRow, openView, tab } from './window.ts';

/** Signs the account in as `user`, who has a browser of their own. */
async function signInAs(page: Page, browser: Browser, user: string): Promise<void> {
  await openView(page, 'accounts');
  await page.getByRole('article').getByRole('button', { name: 'Sign in' }).click();
  const link = page.getByRole('dialog').getByRole('link', { name: 'Open the sign-in page' });
  const context = await browser.newContext();
  const own = await context.newPage();
  await own.goto((await link.getAttribute('href')) ?? '');
  await own.locator('[name=login]').fill(user);
  await own.locator('[name=password]').fill('any');
  await own.getByRole('button', { name: 'Sign-in' }).click();
  await own.getByRole('button', { name: 'Continue' }).click();
  await own.getByRole('heading', { name: 'You are signed in' }).waitFor();
  await context.close();
  await expect(page.getByRole('dialog')).toBeHidden();
}

test('two people share an account: what one wrote waits while the other is signed in, and the window says for whom', async ({
  page,
  browser,
  field,
}) => {
  const server = await startOidcServer({ tokenLifeS: 600 });
  const stdin = JSON.stringify(server.account('field'));
  await field.cli(['account', 'add', '--from', '-'], { stdin });
  await page.goto(await field.serve());
  await signInAs(page, browser, 'ann');
  const card = page.getByRole('article');
  await expect(card.getByText('signed in as Ann')).toBeVisible();
  const release = server.holdInbox();
  for (const n of [1, 2, 3, 4, 5])
    await field.cli(['add', 'POST', `${server.url}/inbox/ann/${n}`, '--title', `Visit ${n}`]);
  await expect.poll(() => server.entries.length).toBe(4);
  await signInAs(page, browser, 'ben');
  release();
  await expect(card.getByText('signed in as Ben')).toBeVisible();
  const held = '1 item of Ann waits until Ann signs in again; Ben is signed in now.';
  await expect(card.getByText(held)).toBeVisible();
  expect(await seriousIn(page, 'account of two people')).toEqual([]);

  await openView(page, 'queue');
  await expect(tab(page, 'Delivered 4')).toBeVisible();
  await openRow(page, 'Visit 5');
  await expect(
    itemPanel(page).getByText(
      'Waiting for Ann to sign in again: this was written by Ann; Ben is signed in now.',
    ),
  ).toBeVisible();
  await expect(
    itemPanel(page).getByText('written by', { exact: true }).locator('xpath=..'),
  ).toHaveText(/Ann$/);
  expect(await seriousIn(page, 'item of another person')).toEqual([]);
  await signInAs(page, browser, 'ann');
  await openView(page, 'queue');
  await expect(tab(page, 'Delivered 5')).toBeVisible();
  expect(new Set(server.entries.map(({ user }) => user))).toEqual(new Set(['ann']));
  server.stop();
});
