import type { Locator, Page } from '@playwright/test';
import type { ViewName } from '../../renderer/shell/route.ts';
import { VIEW_WORDS } from '../../shared/messages/page-words.ts';

export const rowOf = (page: Page, title: string): Locator =>
  page.getByRole('row').filter({ hasText: title });

export const itemPanel = (page: Page): Locator =>
  page.getByRole('region', { name: 'Item', exact: true });

export const tab = (page: Page, name: string): Locator =>
  page.getByRole('tab', { name, exact: true });

export const openRow = (page: Page, title: string): Promise<void> =>
  rowOf(page, title).locator('.cell-item').click();

export const openView = (page: Page, view: ViewName): Promise<void> =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${VIEW_WORDS[view]}`) })
    .click();

/** Chooses everything that the view has, also what was not read yet. */
export async function chooseAll(page: Page, count: number): Promise<void> {
  await page.getByRole('checkbox', { name: 'Select the items that are shown' }).click();
  await page.getByRole('button', { name: `Select all ${count} that match` }).click();
}

/** A button of the bar below the list, or of the menu at its end. */
export async function withChosen(page: Page, action: string): Promise<void> {
  const bar = page.getByRole('toolbar', { name: 'With the chosen items' });
  const button = bar.getByRole('button', { name: action, exact: true });
  if (await button.isVisible()) return button.click();
  await bar.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: action }).click();
}
