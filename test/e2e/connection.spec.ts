import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { VIEW_WORDS } from '../../shared/messages/page-words.ts';
import { ledgerOf } from '../support/practice-ledger.ts';
import { type Field, test } from './field.ts';
import { openView, rowOf, tab } from './window.ts';

const ORDERS = 400;

/** Orders that are only sent once somebody resumes. */
async function pausedOrders(field: Field): Promise<void> {
  const lines = Array.from({ length: ORDERS }, (_, at) =>
    JSON.stringify({ method: 'POST', url: `${field.inbox}/orders`, title: `Order ${at}` }),
  );
  const file = join(field.home, 'orders.jsonl');
  writeFileSync(file, lines.join('\n'));
  await field.cli(['pause']);
  await field.cli(['add', '--from', file]);
}

test('a host that stops is told calmly, and one can still go everywhere', async ({
  page,
  field,
}) => {
  await field.cli(['add', 'POST', `${field.inbox}/reports`, '--title', 'Room 4']);
  await page.goto(await field.serve());
  await expect(rowOf(page, 'Room 4')).toContainText('delivered, 201');
  // What is still to be fetched of the window is fetched when nothing else is to do.
  await expect
    .poll(() =>
      page.evaluate(
        () =>
          performance.getEntriesByType('resource').filter((one) => /\/later-.*\.js/.test(one.name))
            .length,
      ),
    )
    .toBe(1);
  await field.stopHost();
  const note = page.getByText(/OutTray does not answer at the moment. What is shown may be old/);
  await expect(note).toBeVisible();
  await expect(rowOf(page, 'Room 4')).toContainText('delivered, 201');
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.locator('.toast')).toContainText(
    'OutTray does not answer at the moment; if you had begun something',
  );
  for (const view of ['failures', 'health', 'accounts', 'settings', 'practice'] as const) {
    await openView(page, view);
    await expect(page.getByRole('navigation').locator('[aria-current="page"]')).toHaveText(
      VIEW_WORDS[view],
    );
    await expect(page.getByRole('main')).not.toContainText('Loading');
    await expect(page.getByText('This part of the window failed')).toHaveCount(0);
    await expect(page.getByRole('main')).toContainText(/not answer/);
    await expect(note).toBeVisible();
  }
});

test('reloads in the middle of a drain miss nothing, and another tab shows the same', async ({
  page,
  field,
  context,
}) => {
  await pausedOrders(field);
  await page.goto(await field.serve());
  await expect(tab(page, `Waiting ${ORDERS}`)).toBeVisible();
  const other = await context.newPage();
  await other.goto(await field.pageAddress());
  await other.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('Sending is paused.')).toHaveCount(0);
  for (let reloads = 0; reloads < 3; reloads += 1) {
    await page.reload();
    await expect(tab(page, `All ${ORDERS}`)).toBeVisible();
  }
  for (const one of [page, other]) {
    await expect(tab(one, `Delivered ${ORDERS}`)).toBeVisible({ timeout: 60_000 });
    await expect(one.locator('.row-state').filter({ hasNotText: 'delivered, 201' })).toHaveCount(0);
  }
  expect((await ledgerOf(field.practice.url)).effects).toHaveLength(ORDERS);
});

test('whoever does not see the counts is told that items need somebody, once', async ({
  page,
  field,
}) => {
  await field.cli(['add', 'POST', `${field.inbox}/orders?invalid`]);
  await page.goto(await field.serve());
  await expect(tab(page, 'Needs you 1')).toBeVisible();
  const said = page.locator('main > [role="status"].visually-hidden');
  await expect(said).toHaveText('');
  for (let n = 0; n < 2; n += 1) await field.cli(['add', 'POST', `${field.inbox}/orders?invalid`]);
  await expect(said).toHaveText('3 need you');
});
