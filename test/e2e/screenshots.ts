import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './field.ts';
import { fieldDay } from './field-day.ts';
import { SCREENS } from './screens.ts';

const FOLDER = join(import.meta.dirname, '../../out/screenshots');
const NARROW = { width: 420, height: 640 };

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
