import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachOutTray } from '../../../electron/main/attach-outtray.ts';
import { WINDOW_CHANNELS } from '../../../shared/contracts/window-bridge.ts';
import { type Attached, attach } from '../../support/attached.ts';
import { app } from '../../support/electron-double/app.ts';
import { BrowserWindow } from '../../support/electron-double/browser-window.ts';
import { handlers, invokeFrom, ipcMain } from '../../support/electron-double/ipc-main.ts';
import { session, sessions } from '../../support/electron-double/session.ts';
import { practice } from '../../support/practice.ts';

// OutTray inside somebody else's Electron app.

const home = mkdtempSync(join(tmpdir(), 'outtray-embedded-'));
let theirs: BrowserWindow;
let attached: Attached;
beforeAll(async () => {
  attached = await attach(home);
  ipcMain.handle('their-channel', () => 'theirs');
  theirs = new BrowserWindow({ webPreferences: { session: session.defaultSession } });
  await theirs.loadURL('https://their.example/');
});
afterAll(async () => {
  await attached.here.close(0);
  rmSync(home, { recursive: true, force: true });
});

test('their session, window and channels are as they were', () => {
  expect(sessions.get('')).toMatchObject({ ask: null, check: null, device: null });
  expect([...(sessions.get('')?.schemes.keys() ?? [])]).toEqual([]);
  expect(theirs.webContents.listenerCount('will-navigate')).toBe(0);
  expect([...handlers.keys()].filter((name) => !name.startsWith('outtray'))).toEqual([
    'their-channel',
  ]);
});

test('their window is nobody to the outbox, whatever it shows', async () => {
  const { webContents } = theirs;
  await theirs.loadURL('app://outtray/');
  for (const channel of Object.values(WINDOW_CHANNELS).filter((name) => handlers.has(name)))
    expect(await invokeFrom(webContents, webContents.mainFrame, channel, [{}])).toMatchObject({
      error: { code: 'NOT_ALLOWED' },
    });
});

test('what they hand over in their own process is sent', async () => {
  const server = await practice();
  const { host } = attached.here;
  const url = `${server.url}/inbox/theirs`;
  const added = await host.api.call('enqueue', { method: 'POST', url }, { kind: 'window' });
  if (!added.ok) throw new Error(added.error.code);
  const { id } = added.value;
  const waited = await host.api.call('waitFor', { id, timeoutMs: 30_000 }, { kind: 'window' });
  expect(waited).toMatchObject({ ok: true, value: { item: { state: 'delivered' } } });
});

test('a folder that is attached already answers for itself', async () => {
  const again = await attachOutTray({ app, profileFolder: home });
  expect(again).toMatchObject({ ok: true, value: { kind: 'elsewhere', pid: process.pid } });
});

test('another folder in the same process is refused, and is free again', async () => {
  const other = mkdtempSync(join(tmpdir(), 'outtray-second-'));
  for (let n = 0; n < 2; n += 1)
    await expect(attachOutTray({ app, profileFolder: other })).rejects.toThrow(
      'an out-tray in this process already',
    );
  rmSync(other, { recursive: true, force: true });
  expect(await attached.here.host.api.call('stats', {}, { kind: 'window' })).toMatchObject({
    ok: true,
  });
});

test('once closed it has taken back what it put there, and may be attached again', async () => {
  await attached.here.close(0);
  expect([...handlers.keys()]).toEqual(['their-channel']);
  expect([...(sessions.get('persist:outtray')?.schemes.keys() ?? [])]).toEqual([]);
  expect(BrowserWindow.getAllWindows()).toEqual([theirs]);
  attached = await attach(home);
  expect(attached.here.kind).toBe('here');
});
