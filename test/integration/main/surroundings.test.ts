import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  systemClock as clock,
  systemTimers as timers,
} from '../../../electron/adapters/system/system.ts';
import { iconFolder } from '../../../electron/host/entry-path.ts';
import { type PracticeProcess, startPractice } from '../../../electron/host/practice-process.ts';
import { surround } from '../../../electron/main/surroundings.ts';
import type { CallInput, CallName, CallOutput } from '../../../shared/contracts/outbox-api.ts';
import { type Attached, attach } from '../../support/attached.ts';
import { happenings } from '../../support/electron-double/app.ts';
import { BrowserWindow } from '../../support/electron-double/browser-window.ts';
import { shownSoFar } from '../../support/electron-double/screen-port.ts';
import type { Shown } from '../../support/electron-double/screen-protocol.ts';

// What Linux shows is seen with a screen, in test/e2e/tray.spec.ts. These are the habits of the others.

const home = mkdtempSync(join(tmpdir(), 'outtray-surroundings-'));
let app: Attached;
let server: PracticeProcess;
let stop = (): void => {};

beforeAll(async () => {
  app = await attach(home);
  server = await startPractice({ port: 0 });
  const url = `${server.url}/inbox/orders?invalid`;
  const { id } = await call('enqueue', { method: 'POST', url, body: { kind: 'none' } });
  await call('waitFor', { id, timeoutMs: 30_000 });
});

async function call<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name>> {
  const result = await app.here.host.api.call(name, input, { kind: 'window' });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

beforeEach(() => {
  shownSoFar.length = 0;
});
afterEach(() => {
  stop();
  app.here.window.destroy();
});
afterAll(async () => {
  await app.here.close(0);
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

const surroundOn = (system: NodeJS.Platform): void => {
  const { host, window } = app.here;
  stop = surround({ host, window, clock, timers, icons: iconFolder(), system });
};

const last = <Kind extends Shown['kind']>(kind: Kind) =>
  shownSoFar.findLast((one): one is Extract<Shown, { kind: Kind }> => one.kind === kind);

const trayIcon = () => basename(last('tray')?.image ?? '');

test('on Windows a click opens the window, whose button in the taskbar has a mark', async () => {
  surroundOn('win32');
  await expect.poll(() => last('menu')).toBeDefined();
  expect(trayIcon()).toBe('tray-needs-you.ico');
  expect(BrowserWindow.getAllWindows()).toEqual([]);
  happenings.tray?.emit('click');
  await expect.poll(() => last('overlay')).toBeDefined();
  expect(last('overlay')?.text).toBe('1 needs you');
  expect(basename(last('overlay')?.image ?? '')).toBe('overlay-needs-you.ico');

  await call('cancel', { items: { all: true } });
  await expect.poll(() => last('overlay')?.image).toBeNull();
  expect(trayIcon()).toBe('tray-idle.ico');
  expect(last('badge')).toBeUndefined();
  await call('undo', {});
});

test('on macOS the count stands beside an icon that the system colours, and a click opens the menu', async () => {
  surroundOn('darwin');
  await expect.poll(() => last('badge')?.count).toBe(1);
  expect(trayIcon()).toBe('tray-needs-youTemplate.png');
  expect(last('tray')?.title).toBe('1');
  happenings.tray?.emit('click');
  expect(BrowserWindow.getAllWindows()).toEqual([]);
});

test('what surrounds the window leaves when it is told to', async () => {
  surroundOn('linux');
  await expect.poll(() => last('menu')).toBeDefined();
  expect(happenings.tray).toBeDefined();
  stop();
  expect(happenings.tray).toBeUndefined();
});
