import { expect, type Page } from '@playwright/test';
import { WINDOW_BRIDGE } from '../../shared/contracts/window-bridge.ts';
import { test } from './field.ts';

// The real preload and page in Chromium, with the host under the double: what a page that was taken over could do.

/** What the page's own script comes to. */
const inPage = (page: Page, script: string): Promise<unknown> => page.evaluate(script);

test('the page has the bridge and nothing else of the machine', async ({ field }) => {
  const page = await field.open();
  await expect(page.getByText('The out-tray is empty')).toBeVisible();
  expect(await inPage(page, `Object.keys(${WINDOW_BRIDGE}).sort().join()`)).toBe(
    'call,follow,nextPlace,onTold,position,taken,unfollow',
  );
  expect(await inPage(page, `Object.isFrozen(${WINDOW_BRIDGE})`)).toBe(true);
  for (const name of ['require', 'process', 'module', 'ipcRenderer', 'electron', 'Buffer'])
    expect(await inPage(page, `typeof globalThis[${JSON.stringify(name)}]`), name).toBe(
      'undefined',
    );
  await inPage(page, `try { ${WINDOW_BRIDGE} = null } catch {} void 0`);
  expect(await inPage(page, `typeof ${WINDOW_BRIDGE}.call`)).toBe('function');
});

test('it goes nowhere, and opens nothing', async ({ field }) => {
  const page = await field.open();
  await expect(page.getByText('The out-tray is empty')).toBeVisible();
  const at = page.url();
  const server = field.practice.url;
  for (const url of [`${server}/inbox`, 'https://example.com/'])
    await inPage(page, `location.href = ${JSON.stringify(url)}; void 0`);
  await inPage(
    page,
    `const a = document.createElement('a'); a.href = '${server}/'; a.target = '_blank'; document.body.append(a); a.click(); void 0`,
  );
  await inPage(page, `window.open('${server}/'); void 0`);
  await expect.poll(() => page.context().pages().length).toBe(1);
  await page.getByRole('button', { name: 'Sync now' }).click();
  expect(page.url()).toBe(at);
  await expect(page.getByText('The out-tray is empty')).toBeVisible();
});

test('its policy refuses scripts, other servers and frames, and a path leads to no file but its own', async ({
  field,
}) => {
  const page = await field.open();
  await expect(page.getByText('The out-tray is empty')).toBeVisible();
  const failed = (url: string) =>
    inPage(page, `fetch(${JSON.stringify(url)}).then(() => false, () => true)`);
  expect(await failed(`${field.practice.url}/ledger`)).toBe(true);
  await inPage(
    page,
    `const s = document.createElement('script'); s.append('window.planted = 1'); document.body.append(s); void 0`,
  ).catch(() => {}); // trusted types refuse even to make it
  expect(await inPage(page, 'typeof planted')).toBe('undefined');
  // Not at once: a debugger's own evaluation is let through.
  expect(
    await inPage(
      page,
      `new Promise((done) => setTimeout(() => { try { new Function('1')(); done(false) } catch { done(true) } }))`,
    ),
  ).toBe(true);
  for (const path of [
    '/../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/%252e%252e/package.json',
    '/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/assets/../../../package.json',
  ])
    expect(
      await inPage(page, `fetch(${JSON.stringify(path)}).then((r) => r.status, () => 'refused')`),
      path,
    ).not.toBe(200);
});
