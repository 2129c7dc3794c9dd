import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  autostartEntry,
  IN_TRAY,
  type LoginItemDeps,
  startAtLogin,
} from '../../../electron/main/shell/login-item.ts';
import { createPower, type Power } from '../../../electron/main/shell/power.ts';
import { createManualTime, type ManualTime } from '../../support/manual-time.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('the machine', () => {
  let time: ManualTime;
  let started: number;
  let blocking: Set<number>;
  let power: Power;

  beforeEach(() => {
    time = createManualTime();
    started = 0;
    blocking = new Set();
    power = createPower({
      blocker: {
        start() {
          blocking.add(started);
          return started++;
        },
        stop: (id) => blocking.delete(id),
      },
      timers: time.timers,
      now: time.clock.now,
    });
  });

  it('is kept awake once, however often it is said that something is sent', () => {
    power.see(1);
    time.advance(15_000);
    power.see(3);
    power.see(0);
    expect([started, blocking.size]).toEqual([1, 1]);
  });

  it('may sleep some time after the last upload, also when nobody says so', () => {
    power.see(2);
    time.advance(29_999);
    expect(blocking.size).toBe(1);
    time.advance(1);
    expect(blocking.size).toBe(0);
    expect(time.nextIn()).toBeNull();
    power.see(1);
    expect([...blocking]).toEqual([1]);
  });

  it('may sleep at once when the app ends', () => {
    power.see(1);
    power.release();
    expect(blocking.size).toBe(0);
    expect(time.nextIn()).toBeNull();
  });

  it('is left alone while nothing is sent', () => {
    power.see(0);
    expect(started).toBe(0);
  });
});

describe('start at login', () => {
  const set: unknown[] = [];
  const depsOf = (changes: Partial<LoginItemDeps>): LoginItemDeps => ({
    platform: 'linux',
    isPackaged: true,
    setLoginItemSettings: (settings) => set.push(settings),
    executable: '/opt/OutTray/outtray',
    autostartFolder: join(tempFolder(), 'config', 'autostart'),
    ...changes,
  });

  beforeEach(() => {
    set.length = 0;
  });

  it.for(['darwin', 'win32'] as const)('is for the system to do on %s', (platform) => {
    const deps = depsOf({ platform });
    startAtLogin(true, deps);
    startAtLogin(false, deps);
    expect(set).toEqual([
      { openAtLogin: true, args: [IN_TRAY] },
      { openAtLogin: false, args: [IN_TRAY] },
    ]);
    expect(existsSync(deps.autostartFolder)).toBe(false);
  });

  it('is a file on Linux, which goes again', () => {
    const deps = depsOf({});
    startAtLogin(false, deps);
    startAtLogin(true, deps);
    startAtLogin(true, deps);
    const file = join(deps.autostartFolder, 'outtray.desktop');
    expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/OutTray/outtray" --in-tray\n');
    expect(statSync(file).isFile()).toBe(true);
    startAtLogin(false, deps);
    expect(existsSync(file)).toBe(false);
    expect(set).toEqual([]);
  });

  it('is not for a checkout', () => {
    const deps = depsOf({ isPackaged: false });
    startAtLogin(true, deps);
    startAtLogin(true, { ...deps, platform: 'win32' });
    expect(existsSync(deps.autostartFolder)).toBe(false);
    expect(set).toEqual([]);
  });

  it('quotes what stands in the path of the app', () => {
    const exec = (path: string) => /^Exec=(.*)$/m.exec(autostartEntry(path))?.[1];
    expect(exec('/home/a b/Out Tray')).toBe('"/home/a b/Out Tray" --in-tray');
    expect(exec('/x/100%')).toBe('"/x/100%%" --in-tray');
    expect(exec('/x/$a`b"c')).toBe('"/x/\\\\$a\\\\`b\\\\"c" --in-tray');
    expect(exec('/x/\\y')).toBe('"/x/\\\\\\\\y" --in-tray');
  });
});
