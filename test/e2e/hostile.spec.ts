import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { test } from './field.ts';

const ATTACK = '<img src=x onerror="window.attacked=1"><script>window.attacked=1</script>';

test('M-05: what strangers send is shown and never run', async ({ page, field }) => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(422, { 'content-type': 'text/html', 'x-note': ATTACK });
      response.end(`<!doctype html><title>${ATTACK}</title>${ATTACK}\u001b[2J\u202egnp`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const body = JSON.stringify({ note: ATTACK });
    await field.cli(['add', 'POST', `${url}/x`, '--title', ATTACK, '--json', body]);
    await page.goto(await field.serve());
    await page.getByRole('row').filter({ hasText: 'onerror' }).getByText('onerror').first().click();
    const item = page.getByRole('region', { name: 'Item', exact: true });
    for (const tab of ['Request', 'Response', 'Timeline', 'Raw']) {
      await item.getByRole('tab', { name: tab }).click();
      await expect(item.getByRole('tabpanel', { name: tab })).toBeVisible();
    }
    await item.getByRole('tab', { name: 'Response' }).click();
    await expect(item.getByText('onerror').first()).toBeVisible();
    expect(await page.evaluate('window.attacked')).toBeUndefined();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("the page's policy stops scripts and connections that are not its own", async ({
  page,
  field,
}) => {
  await page.goto(await field.serve());
  await expect(page.getByText('The out-tray is empty')).toBeVisible();
  const stopped = await page.evaluate(async (elsewhere) => {
    const violations: string[] = [];
    const reported = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        violations.push(event.effectiveDirective);
        if (event.effectiveDirective === 'connect-src') resolve();
      });
    });
    const script = document.createElement('script');
    const added = (() => {
      try {
        script.textContent = 'window.attacked = 1';
        document.body.append(script);
        return 'added';
      } catch {
        return 'refused';
      }
    })();
    const fetched = await fetch(elsewhere).then(
      () => 'fetched',
      () => 'refused',
    );
    await reported;
    return { added, fetched, violations, attacked: 'attacked' in window };
  }, `${field.practice.url}/health`);
  expect(stopped).toMatchObject({ fetched: 'refused', attacked: false });
  expect(stopped.violations).toEqual(
    expect.arrayContaining([expect.stringMatching(/script|trusted-types/), 'connect-src']),
  );
});

test('an address opens the page once; a reload goes on with what the tab was given', async ({
  page,
  field,
  context,
}) => {
  const address = await field.serve();
  await page.goto(address);
  await expect(page.getByText('The out-tray is empty')).toBeVisible();
  expect(page.url()).not.toContain('code');
  await page.reload();
  await expect(page.getByText('The out-tray is empty')).toBeVisible();
  const other = await context.newPage();
  await other.goto(address);
  await expect(other.getByText('The out-tray is empty')).toHaveCount(0);
  const fresh = await context.newPage();
  await fresh.goto(await field.pageAddress());
  await expect(fresh.getByText('The out-tray is empty')).toBeVisible();
});
