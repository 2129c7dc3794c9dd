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
      await page
        .getByRole('row')
        .filter({ hasText: 'Visit 42' })
        .filter({ hasText: '422' })
        .first()
        .locator('.cell-item')
        .click();
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
    name: 'settings',
    async open(page) {
      await view(page, 'Settings');
      await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    },
  },
  {
    name: 'practice',
    async open(page) {
      await view(page, 'Practice');
      await expect(page.getByRole('button', { name: 'Start practice mode' })).toBeEnabled();
    },
  },
];

/** Each view of an outbox that has nothing yet. */
export const EMPTY_VIEWS: readonly Screen[] = [
  { name: 'Queue', says: 'The out-tray is empty' },
  { name: 'Failures', says: 'Nothing needs you' },
  { name: 'Accounts', says: 'No account yet' },
].map(({ name, says }) => ({
  name: `empty ${name}`,
  async open(page) {
    await view(page, name);
    await expect(page.getByText(says)).toBeVisible();
  },
}));

const refused = (page: Page) => page.getByRole('row').filter({ hasText: '422' }).first();

/** What opens over the queue. Escape, at most twice, closes it. */
export const DIALOGS: readonly Screen[] = [
  {
    name: 'help',
    async open(page) {
      await toQueue(page);
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keyboard help' })).toBeVisible();
    },
  },
  {
    name: 'search',
    async open(page) {
      await toQueue(page);
      await page.keyboard.press('/');
      await page.keyboard.type('pri');
      await page.keyboard.press('ArrowDown');
      await expect(page.getByRole('option', { name: /^priority:/ })).toBeVisible();
    },
  },
  {
    name: 'what is wrong with a search',
    async open(page) {
      await toQueue(page);
      await page.keyboard.press('/');
      await page.keyboard.type('status:many');
      await expect(page.getByText(/cannot be searched for/)).toBeVisible();
    },
  },
  {
    name: 'selection and menu',
    async open(page) {
      await toQueue(page);
      await refused(page).click({ button: 'right' });
      await expect(page.getByRole('menuitem', { name: 'Hold' })).toBeVisible();
    },
  },
  ...(
    [
      ['p', /^Priority of/],
      ['e', 'Edit and resend'],
    ] as const
  ).map(([key, name]) => ({
    name: String(name),
    async open(page: Page) {
      await toQueue(page);
      await refused(page).focus();
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog', { name })).toBeVisible();
    },
  })),
  {
    name: 'change for all',
    async open(page) {
      await view(page, 'Failures');
      await page
        .getByRole('button', { name: /^Change/ })
        .first()
        .click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'did it arrive',
    async open(page) {
      await toQueue(page);
      await page.getByRole('row').filter({ hasText: 'Unconfirmed' }).first().focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Say what became of it' }).click();
      await expect(page.getByRole('dialog', { name: 'Did it arrive?' })).toBeVisible();
    },
  },
  {
    name: 'new account',
    async open(page) {
      await view(page, 'Accounts');
      await page.getByRole('button', { name: 'Add an account' }).click();
      await page
        .getByRole('dialog')
        .getByText(/^More:/)
        .click();
      await page.getByRole('button', { name: 'Add rules for some addresses' }).click();
      await page.getByRole('button', { name: 'Add a place to ask' }).click();
      await expect(page.getByLabel('Ask here (GET)')).toBeVisible();
    },
  },
];

async function toQueue(page: Page): Promise<void> {
  await view(page, 'Queue');
  await page.getByRole('tab', { name: /^Needs you/ }).click();
  await expect(refused(page)).toBeVisible();
}
