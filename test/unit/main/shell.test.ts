import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { appMenu } from '../../../electron/main/shell/app-menu.ts';
import { watchSystem } from '../../../electron/main/shell/hints.ts';
import { isOfThisMachine, openOutside } from '../../../electron/main/shell/open-outside.ts';
import { reviver } from '../../../electron/main/shell/reviver.ts';
import { onUncaught, watchForCrashes } from '../../../electron/main/shell/watch-for-crashes.ts';
import { createManualTime } from '../../support/manual-time.ts';

test('a page that fails is started again three times within a minute, and no more', () => {
  let now = 0;
  const mayRevive = reviver(() => now);
  expect([mayRevive(), mayRevive(), mayRevive(), mayRevive()]).toEqual([true, true, true, false]);
  now = 60_000;
  expect(mayRevive()).toBe(true);
});

test('the outbox is woken when the machine wakes up, is unlocked or comes online, until it is stopped', () => {
  const power = new EventEmitter();
  const time = createManualTime();
  let online = true;
  let woken = 0;
  const stop = watchSystem({ power, isOnline: () => online, timers: time.timers }, () => {
    woken += 1;
  });
  power.emit('resume');
  power.emit('unlock-screen');
  expect(woken).toBe(2);
  online = false;
  time.advance(10_000);
  expect(woken).toBe(2);
  online = true;
  time.advance(10_000);
  expect(woken).toBe(3);
  stop();
  power.emit('resume');
  online = false;
  time.advance(10_000);
  expect(woken).toBe(3);
  expect(time.nextIn()).toBeNull();
});

test('only pages that this machine serves are opened outside', async () => {
  const opened: string[] = [];
  const shell = { openExternal: async (url: string) => void opened.push(url) };
  expect(await openOutside(shell, 'http://127.0.0.1:4711/#code=abc')).toBe(true);
  expect(await openOutside(shell, 'https://example.com/')).toBe(false);
  expect(opened).toEqual(['http://127.0.0.1:4711/#code=abc']);
  const broken = { openExternal: () => Promise.reject(new Error('no browser')) };
  expect(await openOutside(broken, 'http://127.0.0.1:4711/')).toBe(false);
  for (const address of [
    'https://127.0.0.1:4711/',
    'http://127.0.0.1/',
    'http://127.0.0.1.evil.example:1/',
    'http://user@127.0.0.1:4711/',
    'http://localhost:4711/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '',
  ])
    expect(isOfThisMachine(address)).toBe(false);
});

test('the GPU’s process, and every other one that fails around us, is in the log', () => {
  const app = new EventEmitter();
  const logged: unknown[] = [];
  const note = (event: string, fields?: unknown): void => void logged.push([event, fields]);
  watchForCrashes(app as never, { info: note, warn: note, error: note });
  const gone = { type: 'GPU', reason: 'crashed', exitCode: 11, serviceName: 'GPU' };
  app.emit('child-process-gone', {}, { ...gone, name: 'more' });
  expect(logged).toEqual([['process.gone', gone]]);
});

test('the first error that nobody caught ends the app, and those that come of that do not', () => {
  const process = new EventEmitter();
  const ends: unknown[] = [];
  onUncaught(process as never, (error) => ends.push(error));
  process.emit('unhandledRejection', 'one');
  process.emit('uncaughtException', 'two');
  expect(ends).toEqual(['one']);
});

test('the menu has no way to Electron’s pages, and tools for developers in a checkout only', () => {
  const roles = (platform: NodeJS.Platform, isPackaged: boolean) =>
    JSON.stringify(appMenu(platform, isPackaged));
  expect(roles('darwin', true)).toContain('"appMenu"');
  expect(roles('win32', true)).not.toContain('"appMenu"');
  for (const platform of ['darwin', 'win32', 'linux'] as const) {
    expect(roles(platform, true)).not.toMatch(/help|[Dd]evTools|reload/);
    expect(roles(platform, true)).toContain('"editMenu"');
    expect(roles(platform, false)).toContain('toggleDevTools');
  }
});
