import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { NO_APP_WORDS } from '../../shared/messages/desktop-words.ts';
import { spawnSource } from '../support/spawned.ts';
import { test } from './field.ts';

const START = 'electron/start/start.ts';
const ROOT = join(import.meta.dirname, '../..');
/** A display and, as far as the script itself sees, somebody who is not root. */
const AT_A_DESK = {
  DISPLAY: ':99',
  NODE_OPTIONS:
    "--import=data:text/javascript,if(process.argv[1].endsWith('start.ts'))process.getuid=undefined",
};

/** In the place of Electron: a program that says how it was started. */
function standIn(script: string): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'outtray-electron-'));
  const file = join(folder, 'electron');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

test.skip(process.platform === 'win32', 'the stand-in is a shell script');

test('npm start without a display says so, and serves the same page', async ({ page, field }) => {
  const started = spawnSource(START, [], {
    OUTTRAY_HOME: field.home,
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
  });
  try {
    await started.printed('#code=');
    expect(started.output()).toContain(NO_APP_WORDS['no-display']);
    const address = /http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]+/.exec(started.output())?.[0] ?? '';
    await page.goto(address);
    await expect(page.getByText('The out-tray is empty')).toBeVisible();
  } finally {
    started.child.kill('SIGTERM');
  }
  expect(await started.ended).toBe(0);
});

test('npm start opens the app where it can, and ends as it ends', async () => {
  const { folder, remove } = standIn('echo "opened $*"; exit 0');
  const started = spawnSource(START, ['--in-tray'], {
    ...AT_A_DESK,
    ELECTRON_OVERRIDE_DIST_PATH: folder,
  });
  expect(await started.ended).toBe(0);
  expect(started.output()).toContain(`opened ${ROOT} --in-tray`);
  expect(started.output()).not.toContain('Sending from');
  remove();
});

for (const [what, script, because] of [
  ['ends before it has shown anything', 'exit 133', 'failed'],
  ['cannot be had', null, 'no-electron'],
] as const)
  test(`npm start serves the page where Electron ${what}`, async ({ field }) => {
    const { folder, remove } = standIn(script ?? '');
    const started = spawnSource(START, [], {
      ...AT_A_DESK,
      OUTTRAY_HOME: field.home,
      ELECTRON_OVERRIDE_DIST_PATH: script === null ? join(folder, 'nothing') : folder,
      ELECTRON_SKIP_BINARY_DOWNLOAD: '1',
    });
    try {
      await started.printed('#code=');
      expect(started.output()).toContain(NO_APP_WORDS[because]);
    } finally {
      started.child.kill('SIGTERM');
    }
    expect(await started.ended).toBe(0);
    remove();
  });
