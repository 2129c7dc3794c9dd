import { expect, type Page } from '@playwright/test';
import { VIEWS } from '../../renderer/shell/route.ts';
import { test } from './field.ts';
import { openRow, openView, rowOf, withChosen } from './window.ts';

const style = (page: Page, selector: string, name: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((one, property) => getComputedStyle(one).getPropertyValue(property), name);

test('in forced colours one tab looks open, and one row chosen', async ({ page, field }) => {
  await field.cli(['add', 'POST', `${field.inbox}/orders`, '--title', 'Order', '--json', '{}']);
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(await field.serve());
  await openRow(page, 'Order');
  await expect(page.getByRole('tab', { name: 'Summary' })).toBeVisible();
  for (const list of ['.queue-tab', '.item .tab']) {
    const line = 'border-block-end-color';
    const background = await style(page, 'body', 'background-color');
    expect(await style(page, `${list}:not([data-selected])`, line)).toBe(background);
    expect(await style(page, `${list}[data-selected]`, line)).not.toBe(background);
  }
  expect(await style(page, '.row[data-open="true"]', 'outline-style')).toBe('solid');
  for (const mark of ['.item .pill', '.tab-count'])
    expect(await style(page, mark, 'border-block-end-color')).not.toBe('rgba(0, 0, 0, 0)');
  await page.getByRole('tab', { name: 'Response' }).click();
  await expect(page.locator('.json-line[data-chosen]')).toHaveCSS('outline-style', 'solid');
  await page.getByRole('tab', { name: 'Tries (1)' }).click();
  await expect(page.locator('.timing-span').first()).toBeVisible();
  const line = await style(page, '.timing-bar', 'background-color');
  expect(await style(page, '.timing-span', 'background-color')).not.toBe(line);
});

test('nothing has to be scrolled sideways at 200 %, also from right to left', async ({
  page,
  field,
}) => {
  await field.cli(['add', 'POST', `${field.inbox}/orders?invalid`, '--title', 'Order']);
  await page.goto(await field.serve());
  await expect(rowOf(page, 'Order')).toContainText('422');
  // To the page, a window of 1280 × 800 that is enlarged to 200 % has half the size.
  await page.setViewportSize({ width: 640, height: 400 });
  for (const direction of ['ltr', 'rtl']) {
    await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
    for (const view of VIEWS) {
      await openView(page, view);
      await expect(page.getByRole('heading').first()).toBeAttached();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(`${view} ${direction}: ${width}`).toBe(`${view} ${direction}: 640`);
    }
    await openView(page, 'queue');
    await openRow(page, 'Order');
    await expect(page.getByRole('region', { name: 'Why' })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(640);
    await page.getByRole('button', { name: 'Close item' }).click();
  }
});

test('messages stand clear of the buttons below the list, and move only where that is wanted', async ({
  page,
  field,
}) => {
  await field.cli(['add', 'POST', `${field.inbox}/orders?invalid`, '--title', 'Order']);
  await page.goto(await field.serve());
  await expect(rowOf(page, 'Order')).toContainText('422');
  for (const reducedMotion of ['no-preference', 'reduce'] as const) {
    await page.emulateMedia({ reducedMotion });
    const wide = reducedMotion === 'reduce';
    await page.setViewportSize(wide ? { width: 1280, height: 800 } : { width: 420, height: 640 });
    await rowOf(page, 'Order').getByRole('checkbox').click();
    await page.getByRole('button', { name: wide ? 'Release' : 'Hold', exact: true }).click();
    const toast = page.locator('.toast').last();
    await expect(toast).toBeVisible();
    expect(await toast.evaluate((one) => getComputedStyle(one).animationName)).toBe(
      wide ? 'none' : 'toast-in',
    );
    await toast.evaluate((one) =>
      Promise.all(one.getAnimations().map((animation) => animation.finished)),
    );
    const bar = await page.getByRole('toolbar', { name: 'With the chosen items' }).boundingBox();
    const box = await toast.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
    await page.getByRole('button', { name: 'Clear selection' }).click();
  }
});

test('a dialog lies over the messages, which cannot be pressed meanwhile', async ({
  page,
  field,
}) => {
  await field.cli(['add', 'POST', `${field.inbox}/orders`, '--title', 'Order', '--json', '{}']);
  await page.goto(await field.serve());
  await rowOf(page, 'Order').getByRole('checkbox').click();
  await withChosen(page, 'Delete');
  await expect(page.locator('.toast')).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  const layer = (selector: string) => style(page, selector, 'z-index').then(Number);
  expect(await layer('.toasts')).toBeLessThan(await layer('.react-aria-ModalOverlay'));
});

test('what counts down is not read out every second', async ({ page, field }) => {
  await field.cli(['pause', '--for', '1h']);
  await page.goto(await field.serve());
  const banners = page.locator('.banners');
  await expect(banners).toContainText('Sending is paused. It goes on by itself in 1 h.');
  await expect(banners).toHaveAttribute('aria-live', 'polite');
  await expect(banners.getByText('goes on by itself')).toHaveAttribute('aria-live', 'off');
});
