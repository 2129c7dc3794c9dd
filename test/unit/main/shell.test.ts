import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { watchSystem } from '../../../electron/main/shell/hints.ts';
import { isHostPage } from '../../../electron/main/shell/host-page.ts';
import { reviver } from '../../../electron/main/shell/reviver.ts';
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

test('only the page of a host of this machine is opened outside', () => {
  expect(isHostPage('http://127.0.0.1:4711/#code=abc')).toBe(true);
  for (const address of [
    'https://127.0.0.1:4711/',
    'http://127.0.0.1/',
    'http://127.0.0.1.evil.example:1/',
    'http://user@127.0.0.1:4711/',
    'http://localhost:4711/',
    'http://127.0.0.1:4711/other',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '',
  ])
    expect(isHostPage(address)).toBe(false);
});
