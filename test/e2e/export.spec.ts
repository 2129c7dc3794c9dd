import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { harProblems } from '../support/har-schema.ts';
import { type Field, test } from './field.ts';
import { itemPanel, openRow, rowOf, tab, withChosen } from './window.ts';

const SECRET = 'canary-5c1e90';

/** Three requests that the server refused, each with a secret of its own. */
async function refused(page: Page, field: Field): Promise<void> {
  for (const title of ['Visit 1', 'Visit 2', 'Photo'])
    await field.cli([
      'add',
      'POST',
      `${field.inbox}/x?invalid`,
      '--title',
      title,
      '--header',
      `X-Api-Key: ${SECRET}`,
      '--json',
      '{"room":4}',
    ]);
  await page.goto(await field.serve());
  await expect(tab(page, 'Needs you 3')).toBeVisible();
}

const dialog = (page: Page) => page.getByRole('dialog', { name: /^Export / });

/** What the browser was given to save when that was done. */
async function savedBy(page: Page, act: () => Promise<void>) {
  const download = page.waitForEvent('download');
  await act();
  const file = await download;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

const save = (page: Page) =>
  savedBy(page, () => dialog(page).getByRole('button', { name: 'Save' }).click());

const exportShown = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Export all of this list' }).click();
};

test('all that a search finds is saved as a table, and what is chosen as JSON lines', async ({
  page,
  field,
}) => {
  await refused(page, field);
  await page.getByRole('combobox', { name: 'Search' }).fill('title:visit');
  await expect(page.getByText('2 items match.')).toBeVisible();
  await exportShown(page);
  await expect(dialog(page)).toHaveAccessibleName('Export 2 items');
  const table = await save(page);
  expect(table.name).toBe('outtray-items.csv');
  // Without this mark Excel shows umlauts as two characters.
  const search = ['--search', 'title:visit'];
  expect(table.text).toBe(`\ufeff${await field.cli(['export', '--format', 'csv', ...search])}`);
  expect(table.text).toContain('Visit 1');
  expect(table.text).toContain('Visit 2');
  expect(table.text).not.toContain('Photo');
  await expect(page.getByText('2 items saved as outtray-items.csv.')).toBeVisible();
  await expect(dialog(page)).toBeHidden();

  await page.getByRole('combobox', { name: 'Search' }).fill('');
  await page.getByRole('combobox', { name: 'Search' }).press('Escape');
  await rowOf(page, 'Photo').locator('.cell-choose').click();
  await withChosen(page, 'Export…');
  await expect(dialog(page)).toHaveAccessibleName('Export 1 item');
  await dialog(page).getByLabel('JSON lines').check();
  const lines = await save(page);
  expect(lines.name).toBe('outtray-items.jsonl');
  const items = lines.text.trimEnd().split('\n');
  expect(items.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { title: 'Photo', attempts: [{ outcome: { kind: 'rejected', status: 422 } }] },
  ]);
});

test('secrets are in an archive only for who says so twice', async ({ page, field }) => {
  await refused(page, field);
  await exportShown(page);
  await dialog(page).getByLabel('HTTP archive').check();
  const plain = await save(page);
  expect(plain.name).toBe('outtray-items.har');
  expect(harProblems(JSON.parse(plain.text))).toEqual([]);
  expect(plain.text.match(/"status":422/g)).toHaveLength(3);
  expect(plain.text).toBe(await field.cli(['export', '--format', 'har']));
  expect(plain.text).not.toContain(SECRET);
  expect(plain.text).not.toContain('{\\"room\\":4}');

  await exportShown(page);
  await dialog(page).getByLabel('HTTP archive').check();
  await dialog(page).getByLabel('With what was sent').check();
  await dialog(page).getByLabel('With passwords and keys').check();
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  const question = page.getByRole('alertdialog', { name: 'Save with secrets?' });
  await question.getByRole('button', { name: 'Back' }).click();
  await expect(dialog(page).getByLabel('With passwords and keys')).toBeChecked();
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  const whole = await savedBy(page, () =>
    question.getByRole('button', { name: 'Save with secrets' }).click(),
  );
  expect(whole.text.split(SECRET)).toHaveLength(4);
  expect(whole.text).toContain('{\\"room\\":4}');
});

test('one item is saved as a command, and an export that fails says why', async ({
  page,
  field,
}) => {
  await refused(page, field);
  await openRow(page, 'Photo');
  const choose = async () => {
    await itemPanel(page).getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    await dialog(page).getByLabel('Commands for PowerShell').check();
  };
  await choose();
  const script = await save(page);
  expect(script.name).toBe('outtray-items.ps1');
  expect(script.text.match(/curl\.exe/g)).toHaveLength(1);
  expect(script.text.startsWith('\ufeff')).toBe(true);

  await choose();
  await field.stopHost();
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(dialog(page).getByRole('status')).toContainText(/\w/);
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog(page)).toBeHidden();
});

test('by keyboard alone a long list is exported, and given up on the way', async ({
  page,
  field,
}) => {
  const file = join(field.home, 'many.jsonl');
  const line = (at: number) =>
    JSON.stringify({ method: 'POST', url: 'http://127.0.0.1:9/x', title: `Visit ${at}` });
  writeFileSync(file, Array.from({ length: 2_000 }, (_, at) => line(at)).join('\n'));
  await field.cli(['add', '--from', file]);
  await field.cli(['pause']);
  await page.goto(await field.serve());
  await expect(tab(page, 'All 2,000')).toBeVisible();
  const open = async () => {
    await page.getByRole('button', { name: 'More', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem').first()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toHaveAccessibleName('Export 2000 items');
  };
  await open();
  // The third page never comes: the dialog says how far it is, and Escape leaves it.
  let pages = 0;
  await page.route(/\/export$/, (route) => (++pages > 2 ? undefined : route.continue()));
  await saveByKey(page);
  await expect(dialog(page).getByText('400 of 2000 items')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();

  await page.unroute(/\/export$/);
  await open();
  const table = await savedBy(page, () => saveByKey(page));
  expect(table.text.split('\r\n')).toHaveLength(2_002);
});

/** From wherever the dialog has put the focus. */
async function saveByKey(page: Page): Promise<void> {
  const button = dialog(page).getByRole('button', { name: 'Save' });
  const isFocused = (element: Element): boolean => element === document.activeElement;
  for (let steps = 0; steps < 10 && !(await button.evaluate(isFocused)); steps += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
}
