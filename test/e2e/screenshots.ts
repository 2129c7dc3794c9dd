import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './field.ts';
import { fieldDay } from './field-day.ts';
import { SCREENS } from './screens.ts';
import { SHOWN_DAY, shownDay } from './shown-day.ts';
import { itemPanel, openRow, tab } from './window.ts';

const FOLDER = join(import.meta.dirname, '../../out/screenshots');
const NARROW = { width: 420, height: 640 };

test('the pictures of the README', async ({ page, field }) => {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  await page.goto(await field.serve());
  const day = await shownDay(field);
  await expect(tab(page, `All ${SHOWN_DAY.items}`)).toBeVisible();
  await expect(tab(page, 'Delivered 8')).toBeVisible();
  await expect(tab(page, 'Needs you 2')).toBeVisible();
  await page.waitForFunction(() => (document.querySelector('progress')?.position ?? 0) > 0);
  await page.screenshot({ path: join(FOLDER, 'window-queue.png') });
  await page.emulateMedia({ colorScheme: 'light' });
  await openRow(page, SHOWN_DAY.refused);
  await expect(itemPanel(page).getByText('The server said:')).toBeVisible();
  await page.screenshot({ path: join(FOLDER, 'window-item.png') });
  day.close();
});

test('six screens, light and dark, and a narrow one', async ({ page, field }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(await field.serve());
  await fieldDay(field);
  await expect(page.getByRole('tab', { name: /^Delivered 1\d\d/ })).toBeVisible({
    timeout: 60_000,
  });
  for (const { name, open } of SCREENS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await open(page);
      await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`) });
    }
    await page.keyboard.press('Escape');
  }
  await page.setViewportSize(NARROW);
  await page.emulateMedia({ colorScheme: 'light' });
  await SCREENS[0]?.open(page);
  await page.screenshot({ path: join(FOLDER, 'queue-narrow.png') });
});
