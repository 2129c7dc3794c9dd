import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from '@playwright/test';
import type { AppOnScreen } from '../support/electron-double/screen/app-on-screen.ts';
import type { Shown } from '../support/electron-double/screen-protocol.ts';
import { startInDouble } from './app-window.ts';
import { test as base, type Field } from './field.ts';
import { keepingServer } from './keeping-server.ts';

interface Desktop {
  /** Starts the app on the field's profile; it is ended after the test. */
  start(args?: readonly string[], env?: Readonly<Record<string, string>>): AppOnScreen;
}

const test = base.extend<{ readonly desktop: Desktop }>({
  desktop: async ({ browser, field }, use) => {
    const started: AppOnScreen[] = [];
    await use({
      start(args = [], env = {}) {
        const app = startInDouble(browser, { OUTTRAY_HOME: field.home, ...LOOPBACK, ...env }, args);
        started.push(app);
        return app;
      },
    });
    for (const { child, ended } of started) {
      child.kill('SIGKILL');
      await ended;
    }
  },
});

const LOOPBACK = { NO_PROXY: '127.0.0.1' };

/** Of its kind, what the system shows now. */
const now = <Kind extends Shown['kind']>({ shown }: AppOnScreen, kind: Kind) =>
  shown.findLast((one): one is Extract<Shown, { kind: Kind }> => one.kind === kind);

const icon = (app: AppOnScreen) => basename(now(app, 'tray')?.image ?? '');
const tooltip = (app: AppOnScreen) => now(app, 'tray')?.tooltip;
const menu = (app: AppOnScreen) => now(app, 'menu')?.labels;
const badge = (app: AppOnScreen) => now(app, 'badge')?.count;
const notices = ({ shown }: AppOnScreen) =>
  shown.flatMap((one) => (one.kind === 'notification' ? [one.title] : []));

const choose = (app: AppOnScreen, label: string) => app.ask('choose', { label });

const send = (field: Field, path: string) =>
  field.cli(['add', 'POST', `${field.inbox}/${path}`, '--json', '{}']);

/** The window of the app, once it is there again. */
const reopened = async (app: AppOnScreen) => {
  await expect.poll(() => app.pages().length).toBe(1);
  return app.window();
};

test('what needs somebody is in the icon, its count, tooltip and menu, and is announced; a click leads to it', async ({
  desktop,
  field,
}) => {
  const app = desktop.start();
  await expect
    .poll(() => menu(app))
    .toEqual([
      'Nothing is waiting.',
      '',
      'Sync now',
      'Pause sending',
      '',
      'Open OutTray',
      'Settings…',
      '',
      'Quit OutTray',
    ]);
  expect([icon(app), tooltip(app), badge(app)]).toEqual([
    'tray-idle.png',
    'OutTray: Nothing is waiting.',
    0,
  ]);
  expect(existsSync(now(app, 'tray')?.image ?? '')).toBe(true);
  // Not in the middle of its loading: Playwright takes that ill.
  const first = await app.window();
  await expect(first.getByText('The out-tray is empty')).toBeVisible();
  await first.waitForLoadState('networkidle');
  await app.ask('closed', { window: 1 });

  await send(field, 'orders?invalid');
  await expect.poll(() => badge(app)).toBe(1);
  expect([icon(app), tooltip(app)]).toEqual(['tray-needs-you.png', 'OutTray: 1 item needs you.']);
  const named = 'POST /inbox/orders?invalid: refused, 422';
  expect(menu(app)?.slice(0, 3)).toEqual(['1 item needs you.', '', named]);
  await expect.poll(() => notices(app)).toEqual(['1 item needs you: refused, 422']);
  await send(field, 'orders?invalid');
  await expect.poll(() => badge(app)).toBe(2);
  expect(notices(app)).toHaveLength(1);
  expect(app.pages()).toEqual([]);

  await app.ask('happen', { to: 'notification', event: 'click' });
  const page = await reopened(app);
  await expect(page.getByRole('tab', { name: 'Needs you 2', selected: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show all' })).toBeVisible();

  await choose(app, 'Settings…');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await choose(app, named);
  await expect(page.getByRole('heading', { name: '/inbox/orders' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: '/inbox/orders' })).toBeVisible();
  await choose(app, 'Settings…');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
});

test('pauses for a while, goes on and quits, all from the menu; the icon tells what goes on', async ({
  desktop,
  field,
}) => {
  const app = desktop.start(['--in-tray']);
  await expect.poll(() => icon(app)).toBe('tray-idle.png');

  await choose(app, 'For 15 minutes');
  await expect.poll(() => icon(app)).toBe('tray-paused.png');
  expect(tooltip(app)).toBe('OutTray: Sending is paused. It goes on by itself in 15 min.');
  const server = await keepingServer(() => ({ status: 201, type: 'application/json', body: '{}' }));
  server.hold();
  await field.cli(['add', 'POST', `${server.url}/reports`, '--json', '{}']);
  await expect.poll(() => tooltip(app)).toContain('1 item waits.');

  await choose(app, 'Resume sending');
  await expect.poll(() => icon(app)).toBe('tray-sending.png');
  expect(tooltip(app)).toBe('OutTray: Sending 1 item.');
  expect(now(app, 'awake')?.isAwake).toBe(true);
  server.letGo();
  await expect.poll(() => icon(app)).toBe('tray-idle.png');
  server.close();

  await field.practice.goOffline();
  await send(field, 'reports');
  await expect.poll(() => icon(app)).toBe('tray-offline.png');
  expect(tooltip(app)).toMatch(/ cannot be reached: nothing answers there/);
  await field.practice.goOnline();
  await choose(app, 'Sync now');
  await expect.poll(() => icon(app)).toBe('tray-idle.png');
  expect(notices(app)).toEqual([]);
  expect(app.pages()).toEqual([]);

  await choose(app, 'Quit OutTray');
  expect(await app.ended).toBe(0);
  expect(now(app, 'awake')?.isAwake).toBe(false);
});

test('what practice mode leaves lying is nobody’s worry', async ({ desktop, field }) => {
  const app = desktop.start();
  const page = await app.window();
  await page.getByRole('button', { name: 'Try it in practice mode' }).click();
  await page.getByRole('button', { name: 'Start practice mode' }).click();
  await page.getByRole('button', { name: 'Add practice items' }).click();
  await expect(page.getByText(/2 need you/)).toBeVisible();
  await send(field, 'orders?invalid');
  await expect.poll(() => badge(app)).toBe(1);
  expect(tooltip(app)).toMatch(/^OutTray: 1 item needs you[.]/);
  // Somebody looks at the window: there is nothing to announce.
  expect(notices(app)).toEqual([]);
});

test('starts at login once that is set, without a window, and not any more at once when it is not', async ({
  desktop,
  field,
}) => {
  const config = join(field.home, 'config');
  const entry = join(config, 'autostart', 'outtray.desktop');
  const app = desktop.start([], { ELECTRON_DOUBLE_PACKAGED: '1', XDG_CONFIG_HOME: config });
  const page = await app.window();
  await page.getByRole('button', { name: 'Settings' }).click();
  const box = page.getByLabel('Start when I sign in to this computer');
  await box.click();
  await expect.poll(() => existsSync(entry)).toBe(true);
  expect(readFileSync(entry, 'utf8')).toContain(`Exec="${process.execPath}" --in-tray`);
  await box.click();
  // At once, and not only with the next look at the outbox, which comes 15 seconds after the last one.
  await expect.poll(() => existsSync(entry), { timeout: 10_000 }).toBe(false);
});
