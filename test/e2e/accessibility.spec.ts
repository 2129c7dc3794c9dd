import { expect } from '@playwright/test';
import { paleIn, seriousIn } from '../support/axe.ts';
import { test } from './field.ts';
import { fieldDay } from './field-day.ts';
import { DIALOGS, EMPTY_VIEWS, SCREENS } from './screens.ts';

test('nothing serious on any screen, light or dark, wide or narrow', async ({ page, field }) => {
  test.setTimeout(300_000);
  const found: string[] = [];
  const look = async (name: string, schemes: readonly ('light' | 'dark')[] = ['light', 'dark']) => {
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      found.push(...(await seriousIn(page, `${name} (${colorScheme})`)));
    }
  };
  await page.goto(await field.serve());
  for (const { name, open } of EMPTY_VIEWS) {
    await open(page);
    await look(name);
  }
  await fieldDay(field);
  for (const { name, open } of [...SCREENS, ...DIALOGS]) {
    await open(page);
    await look(name);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  }
  await page.setViewportSize({ width: 420, height: 640 });
  for (const { name, open } of SCREENS) {
    await open(page);
    await look(`${name}, narrow`, ['light']);
    await page.keyboard.press('Escape');
  }
  expect(found).toEqual([]);
});

test('who wants more contrast gets it: 7 to 1 for every text, and strong edges', async ({
  page,
  field,
}) => {
  test.setTimeout(200_000);
  await page.goto(await field.serve());
  await fieldDay(field);
  const edge = () =>
    page.evaluate(() => getComputedStyle(document.body).getPropertyValue('--border'));
  await page.emulateMedia({ contrast: 'no-preference' });
  const usual = await edge();
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ contrast: 'more', colorScheme, reducedMotion: 'reduce' });
    expect(await edge()).not.toBe(usual);
    for (const { name, open } of SCREENS) {
      await open(page);
      found.push(...(await paleIn(page, `${name} (${colorScheme})`)));
    }
  }
  expect(found).toEqual([]);
});
