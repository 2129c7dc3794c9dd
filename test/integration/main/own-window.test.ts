import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Attached, attach } from '../../support/attached.ts';
import { BrowserWindow } from '../../support/electron-double/browser-window.ts';

const home = mkdtempSync(join(tmpdir(), 'outtray-window-'));
let app: Attached;
beforeAll(async () => {
  app = await attach(home);
});
afterAll(async () => {
  await app.here.close(0);
  rmSync(home, { recursive: true, force: true });
});

const log = () => readFileSync(join(home, 'log/outtray.log'), 'utf8');
async function crash(reason = 'crashed'): Promise<void> {
  app.contents().emit('render-process-gone', {}, { reason, exitCode: 5 });
  await new Promise((resolve) => void setImmediate(resolve));
}

test('a page that crashes is loaded again, three times within a minute; then the window is closed until it is asked for', async () => {
  let loads = 0;
  const first = app.contents();
  first.on('did-start-navigation', () => {
    loads += 1;
  });
  for (let n = 1; n <= 3; n += 1) {
    await crash();
    expect(loads).toBe(n);
  }
  await crash();
  expect(first.isDestroyed()).toBe(true);
  expect(BrowserWindow.getAllWindows()).toEqual([]);
  expect(log().match(/"window.gone"/g)).toHaveLength(4);
  app.here.window.show();
  expect(BrowserWindow.getAllWindows()).toHaveLength(1);
});

test('what the closed window’s page had is not the next one’s: it is nobody', async () => {
  app.here.window.show();
  const [old] = BrowserWindow.getAllWindows();
  if (old === undefined) throw new Error('no window');
  old.close();
  app.here.window.show();
  expect(app.here.window.isOwn(old.webContents as unknown as Electron.WebContents)).toBe(false);
});

test('a page that ends by itself is no failure', async () => {
  const before = log().match(/"window.gone"/g)?.length ?? 0;
  const contents = app.contents();
  await crash('clean-exit');
  expect(contents.isDestroyed()).toBe(false);
  expect(log().match(/"window.gone"/g)?.length ?? 0).toBe(before);
});
