import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const SERIOUS: readonly unknown[] = ['serious', 'critical'];

/** The page has no frames, for whose sake axe would open another page; and nobody reads what it finds in order. */
const axeOf = (page: Page) => new AxeBuilder({ page }).setLegacyMode();

type Found = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];

const told = (found: Found, screen: string): readonly string[] =>
  found.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${screen}: ${id} at ${target.join(' ')}`),
  );

/** What axe finds serious, as `screen: rule at element`. */
export async function seriousIn(page: Page, screen: string): Promise<readonly string[]> {
  const { violations } = await axeOf(page)
    .options({ resultTypes: ['violations'] })
    .analyze();
  return told(
    violations.filter(({ impact }) => SERIOUS.includes(impact)),
    screen,
  );
}

/** Text with less than the contrast of WCAG 1.4.6, which is 7 to 1. */
export async function paleIn(page: Page, screen: string): Promise<readonly string[]> {
  const { violations } = await axeOf(page)
    .options({ runOnly: ['color-contrast-enhanced'], resultTypes: ['violations'] })
    .analyze();
  return told(violations, screen);
}
