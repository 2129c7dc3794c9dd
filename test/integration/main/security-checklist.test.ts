import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FUSES } from '../../../build/fuses.cjs';
import { isOfThisMachine } from '../../../electron/main/shell/open-outside.ts';
import { APP_CHANNELS } from '../../../shared/contracts/app-bridge.ts';
import { WINDOW_CHANNELS, WINDOW_ORIGIN } from '../../../shared/contracts/window-bridge.ts';
import { anApp } from '../../support/an-app.ts';
import { type Attached, attach } from '../../support/attached.ts';
import { sandboxed } from '../../support/electron-double/app.ts';
import { BrowserWindow, optionsOf } from '../../support/electron-double/browser-window.ts';
import { handlers, invokeFrom } from '../../support/electron-double/ipc-main.ts';
import { sessions } from '../../support/electron-double/session.ts';
import {
  mayAttachWebview,
  mayGo,
  mayOpen,
  mayRedirect,
  type WebContents,
} from '../../support/electron-double/web-contents.ts';

// Electron's own checklist (docs/tutorial/security, "Checklist: Security recommendations"), by its numbers.

const root = join(import.meta.dirname, '../../..');
const sourceOf = (path: string) => readFileSync(join(root, path), 'utf8');

const home = mkdtempSync(join(tmpdir(), 'outtray-checklist-'));
let app: Attached;
beforeAll(async () => {
  app = await attach(home);
  // A window of its own and one of an embedded app: what is said below is true of every window.
  app.contents();
  const { api } = app.here.host;
  await api.call('apps.save', anApp('forms'), { kind: 'window' });
  await api.call('apps.open', { id: 'forms' }, { kind: 'window' });
});
afterAll(async () => {
  await app.here.close(0);
  rmSync(home, { recursive: true, force: true });
});

/** Of every window that there is, with its own one open. */
function preferences() {
  app.contents();
  return BrowserWindow.getAllWindows().map((window) => optionsOf.get(window)?.webPreferences ?? {});
}

function appContents(): WebContents {
  const found = BrowserWindow.getAllWindows().find(
    ({ webContents }) => webContents !== app.contents(),
  );
  if (found === undefined) throw new Error('the app has no window');
  return found.webContents;
}

function expectEach(expected: object): void {
  expect(preferences().length).toBe(2);
  for (const one of preferences()) expect(one).toMatchObject(expected);
}

test('1: only secure content is loaded: what the app brings, by its own scheme', async () => {
  const page = app.contents();
  expect(page.getURL()).toBe(`${WINDOW_ORIGIN}/`);
  const [own] = [...sessions.values()].filter(({ partition }) => partition === 'persist:outtray');
  expect([...(own?.schemes.keys() ?? [])]).toEqual(['app']);
});

test('2: no Node integration, in no kind of page', () =>
  expectEach({
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
  }));

test('3: context isolation', () => expectEach({ contextIsolation: true }));

test('4: the sandbox, for every process of a page', async () => {
  expectEach({ sandbox: true });
  // As main does before it attaches; seen in the boot of main itself (app.test.ts).
  expect(sourceOf('electron/main/index.ts')).toContain('app.enableSandbox()');
  expect(sandboxed.everywhere).toBe(false);
});

test('5: every permission is refused but that to copy, and that too for anybody else', async () => {
  const page = app.contents();
  for (const { ask, check, device, partition } of sessions.values()) {
    if (partition === '') continue;
    const details = { isMainFrame: true, requestingUrl: page.getURL() };
    const asked = (permission: string) =>
      new Promise<boolean>((resolve) => ask?.(page, permission, resolve, details));
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'midi',
      'midiSysex',
      'pointerLock',
      'fullscreen',
      'openExternal',
      'clipboard-read',
      'display-capture',
      'hid',
      'serial',
      'usb',
      'fileSystem',
      'idle-detection',
      'window-management',
      'unknown',
      'a permission of tomorrow',
    ]) {
      expect(await asked(permission), permission).toBe(false);
      expect(check?.(page, permission, WINDOW_ORIGIN, details), permission).toBe(false);
    }
    expect(await asked('clipboard-sanitized-write')).toBe(partition === 'persist:outtray');
    expect(check?.(null, 'clipboard-sanitized-write', WINDOW_ORIGIN, details)).toBe(false);
    expect(device?.()).toBe(false);
  }
});

test('6: web security stays on', () => expectEach({ webSecurity: true }));

test('7: a content security policy that allows nothing but the app’s own files', async () => {
  const answer = sessions.get('persist:outtray')?.schemes.get('app');
  for (const path of ['/', '/nothing', '/nothing.js']) {
    const response = await answer?.(new Request(`${WINDOW_ORIGIN}${path}`));
    const policy = response?.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  }
});

test('8: no insecure content', () => expectEach({ allowRunningInsecureContent: false }));

test('9: no experimental features', () => expectEach({ experimentalFeatures: false }));

test('10: no features of Blink are turned on', async () => {
  for (const one of preferences()) expect(one).not.toHaveProperty('enableBlinkFeatures');
});

test('11 and 12: no <webview>, so none with allowpopups or options of a page’s own', async () => {
  expectEach({ webviewTag: false });
  const page = app.contents();
  expect(mayAttachWebview(page)).toBe(false);
});

const ELSEWHERE = [
  'https://example.com/',
  'http://127.0.0.1:1/',
  'file:///etc/passwd',
  'app://other/',
  'app://outtray.evil/',
  'data:text/html,hi',
  'javascript:alert(1)',
  'about:blank',
  'blob:app://outtray/1',
];

test('13: no navigation to anywhere else, by a link, a script or a redirect', async () => {
  const page = app.contents();
  for (const url of ELSEWHERE) {
    expect(mayGo(page, url), url).toBe(false);
    expect(mayRedirect(page, url), url).toBe(false);
  }
  expect(mayGo(page, `${WINDOW_ORIGIN}/#queue`)).toBe(true);
});

test('14: no window of a page’s own', async () => {
  const page = app.contents();
  for (const url of [...ELSEWHERE, `${WINDOW_ORIGIN}/`])
    expect(mayOpen(page, url), url).toBe(false);
});

test('15: nothing is opened outside but what this machine serves, from one place', () => {
  const callers = globSync('electron/{main,preload}/**/*.ts', { cwd: root }).filter((file) =>
    /[.]openExternal[(]/.test(sourceOf(file)),
  );
  expect(callers.map((file) => basename(file))).toEqual(['open-outside.ts']);
  for (const url of ELSEWHERE.filter((one) => !one.startsWith('http://127')))
    expect(isOfThisMachine(url), url).toBe(false);
});

test('16: Electron is of an exact version, so that a newer one is a decision', () => {
  const { devDependencies } = JSON.parse(sourceOf('package.json')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
  expect(Number.parseInt(devDependencies['electron'] ?? '0', 10)).toBeGreaterThanOrEqual(45);
});

test('17: every channel knows who sends', async () => {
  const page = app.contents();
  const strangers = [
    null,
    { url: `${WINDOW_ORIGIN}/`, origin: WINDOW_ORIGIN, parent: page.mainFrame },
    { url: 'https://example.com/', origin: 'https://example.com', parent: null },
  ];
  expect([...handlers.keys()].toSorted()).toEqual(
    [...Object.values(WINDOW_CHANNELS), ...Object.values(APP_CHANNELS)]
      .filter((channel) => channel !== WINDOW_CHANNELS.told && channel !== APP_CHANNELS.told)
      .toSorted(),
  );
  for (const channel of handlers.keys())
    for (const frame of strangers)
      expect(await app.ask(channel, {}, frame)).toMatchObject({ error: { code: 'NOT_ALLOWED' } });
  // Neither kind of window is heard on the channels of the other.
  const forms = appContents();
  for (const channel of Object.values(WINDOW_CHANNELS).filter((one) => handlers.has(one)))
    expect(await invokeFrom(forms, forms.mainFrame, channel, [{}])).toMatchObject({
      error: { code: 'NOT_ALLOWED' },
    });
  for (const channel of Object.values(APP_CHANNELS).filter((one) => handlers.has(one)))
    expect(await app.ask(channel, {})).toMatchObject({ error: { code: 'NOT_ALLOWED' } });
});

test('an embedded app is heard from its own page, leaves it for no other one, and is closed with its grant', async () => {
  const forms = appContents();
  const status = () =>
    invokeFrom(forms, forms.mainFrame, APP_CHANNELS.call, [{ name: 'apps.status', input: {} }]);
  expect(await status()).toMatchObject({ value: { app: { id: 'forms' } } });
  for (const url of [...ELSEWHERE, `${WINDOW_ORIGIN}/`, 'app://app-other/']) {
    expect(mayGo(forms, url), url).toBe(false);
    expect(mayRedirect(forms, url), url).toBe(false);
    expect(mayOpen(forms, url), url).toBe(false);
  }
  expect(mayAttachWebview(forms)).toBe(false);
  expect(mayOpen(forms, 'app://app-forms/')).toBe(false);
  expect(mayGo(forms, 'app://app-forms/page.html')).toBe(true);
  // By hand, so that nobody is told: the next call is the first to learn of it.
  writeFileSync(join(home, 'settings.json'), '{"apps":[]}');
  expect(await status()).toMatchObject({ error: { code: 'NOT_ALLOWED' } });
  await expect.poll(() => forms.isDestroyed()).toBe(true);
  expect(await status()).toMatchObject({ error: { code: 'NOT_ALLOWED' } });
});

test('18: no page by file:', async () => {
  const page = app.contents();
  expect(page.getURL()).not.toMatch(/^file:/);
  expect(FUSES.GrantFileProtocolExtraPrivileges).toBe(false);
});

test('19: the fuses are decided, all of them, and set in the package (packed-app.test.ts)', () => {
  expect(FUSES).toMatchObject({
    RunAsNode: false,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    OnlyLoadAppFromAsar: true,
    EnableEmbeddedAsarIntegrityValidation: true,
  });
});

test('20: pages get no part of Electron: the bridge hands on messages, and no event', () => {
  const preload = sourceOf('electron/preload/own-window.ts');
  expect(preload.match(/exposeInMainWorld\(/g)).toHaveLength(1);
  expect(preload).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer/);
  expect(preload).toContain('(_event, told: StreamTold) => listener(told)');
});
