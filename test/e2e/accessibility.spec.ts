import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './field.ts';
import { fieldDay } from './field-day.ts';
import { DIALOGS, EMPTY_VIEWS, SCREENS } from './screens.ts';

const SERIOUS: readonly unknown[] = ['serious', 'critical'];

/** What axe finds serious, as `screen: rule at element`. */
async function seriousIn(page: Page, screen: string): Promise<readonly string[]> {
  // The page has no frames, for whose sake axe would open another page; and nobody reads what it finds in order.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  return violations
    .filter(({ impact }) => SERIOUS.includes(impact))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${screen}: ${id} at ${target.join(' ')}`),
    );
}

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
