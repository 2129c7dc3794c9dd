import { expect } from '@playwright/test';
import { seriousIn } from '../support/axe.ts';
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

test('what counts as success, and where to ask, is said in the form; a change leaves the rest as it is', async ({
  page,
  field,
}) => {
  const { url } = field.practice;
  const plain = {
    name: 'field',
    origins: [url],
    auth: { kind: 'headers', headers: { 'X-Key': 'k' } },
  };
  await page.goto(await field.serve());
  await field.cli(['account', 'add', '--from', '-'], { stdin: JSON.stringify(plain) });
  await openView(page, 'accounts');
  const card = page.getByRole('article', { name: 'field' });
  await card.getByRole('button', { name: 'Change' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change field' });
  await dialog.getByText(/^More:/).click();
  await dialog.getByLabel('Statuses that mean yes').fill('2xx');
  await dialog.getByLabel("Where the server's own number for it stands").fill('/id');
  // Who adds a rule writes in it, and who takes one away is where the next would be added.
  const addRules = dialog.getByRole('button', { name: 'Add rules for some addresses' });
  await addRules.press('Enter');
  await expect(dialog.getByLabel('Addresses', { exact: true })).toBeFocused();
  await dialog.getByRole('button', { name: 'Take away' }).press('Enter');
  await expect(addRules).toBeFocused();
  await dialog.getByRole('button', { name: 'Add a place to ask' }).press('Enter');
  await expect(dialog.getByLabel('Items to these addresses')).toBeFocused();
  await page.keyboard.type(`${url}/*`);
  await dialog.getByLabel('Ask here (GET)').fill('https://other.example/x?k={{id}}');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('Statuses that mean yes')).toBeFocused();
  await expect(dialog.getByText('Ask at one of the servers of this account.')).toBeVisible();
  expect(await seriousIn(page, 'account')).toEqual([]);
  await dialog.getByLabel('Statuses that mean yes').fill('200');
  await dialog.getByLabel('Ask here (GET)').fill(`${url}/health?key={{idempotencyKey}}`);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();

  // The inbox answers 201, which is no yes any more.
  await field.cli(['add', 'POST', `${field.inbox}/visits`, '--title', 'Visit', '--wait'], {
    expected: 3,
  });
  await card.getByRole('button', { name: 'Change' }).click();
  await dialog.getByText(/^More:/).click();
  await expect(dialog.getByLabel('Statuses that mean yes')).toHaveValue('200');
  await dialog.getByLabel('Servers').fill(`${url}\nhttps://two.example`);
  await dialog.getByLabel('File with certificates').fill('/nowhere/ca.pem');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('File with certificates')).toBeFocused();
  await dialog.getByLabel('File with certificates').fill('');
  await dialog.getByLabel('Statuses that mean yes').fill('200-299');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  const { accounts } = JSON.parse(await field.cli(['account', 'list', '--json']));
  expect(accounts).toMatchObject([
    {
      origins: [url, 'https://two.example'],
      way: { kind: 'headers', names: ['X-Key'] },
      session: { state: 'signedIn' },
      contract: { accept: [[200, 299]], receipt: '/id' },
      verify: [{ url: `${url}/*`, get: `${url}/health?key={{idempotencyKey}}` }],
    },
  ]);
});
