import { expect, type Page } from '@playwright/test';

/** A part of the window, and how one gets there from the queue. */
export interface Screen {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
}

const view = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('button', { name }).click();

/** What the window shows of a day in the field. */
export const SCREENS: readonly Screen[] = [
  {
    name: 'queue',
    async open(page) {
      await view(page, 'Queue');
      await page.getByRole('tab', { name: /^All/ }).click();
      await expect(page.getByRole('row').nth(5)).toContainText(/\w/);
    },
  },
  {
    name: 'item',
    async open(page) {
      await view(page, 'Queue');
      await page.getByRole('tab', { name: /^Needs you/ }).click();
      await page.getByRole('row').filter({ hasText: '422' }).first().locator('.cell-item').click();
      await expect(page.getByRole('region', { name: 'Why' })).toBeVisible();
    },
  },
  {
    name: 'failures',
    async open(page) {
      await view(page, 'Failures');
      await expect(page.getByRole('article').first()).toBeVisible();
    },
  },
  {
    name: 'health',
    async open(page) {
      await view(page, 'Health');
      await expect(page.locator('.chart canvas')).toBeVisible();
      await expect(page.locator('.area').first()).toBeVisible();
    },
  },
  {
    name: 'accounts',
    async open(page) {
      await view(page, 'Accounts');
      await expect(page.getByText('clinic-north').first()).toBeVisible();
    },
  },
  {
    name: 'practice',
    async open(page) {
      await view(page, 'Practice');
      await expect(page.getByRole('button', { name: /practice/i }).last()).toBeVisible();
    },
  },
];
