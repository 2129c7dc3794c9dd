import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  autostartEntry,
  createLoginItem,
  IN_TRAY,
  type LoginItemDeps,
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
  const warned: string[] = [];
  let openAtLogin: boolean;
  let status: string;
  const depsOf = (changes: Partial<LoginItemDeps>): LoginItemDeps => ({
    platform: 'linux',
    isPackaged: true,
    system: {
      getLoginItemSettings: () => ({ openAtLogin, status }),
      setLoginItemSettings(settings) {
        set.push(settings);
        ({ openAtLogin } = settings);
      },
    },
    executable: '/opt/OutTray/outtray',
    autostartFolder: join(tempFolder(), 'config', 'autostart'),
    log: { info() {}, warn: (event) => warned.push(event), error() {} },
    ...changes,
  });
  /** Of an app that has just been started. */
  const see = (on: boolean, deps: LoginItemDeps): void => createLoginItem(deps).see(on);

  beforeEach(() => {
    set.length = 0;
    warned.length = 0;
    openAtLogin = false;
    status = 'not-registered';
  });

  it.for(['darwin', 'win32'] as const)('is for the system to do on %s', (platform) => {
    const deps = depsOf({ platform });
    see(false, deps);
    see(true, deps);
    see(true, deps);
    see(false, deps);
    expect(set).toEqual([
      { openAtLogin: true, args: [IN_TRAY] },
      { openAtLogin: false, args: [IN_TRAY] },
    ]);
    expect(existsSync(deps.autostartFolder)).toBe(false);
  });

  it('is not asked for again where a person has refused it in the settings of macOS', () => {
    status = 'requires-approval';
    see(true, depsOf({ platform: 'darwin' }));
    expect(set).toEqual([]);
    see(false, depsOf({ platform: 'darwin' }));
    expect(set).toHaveLength(1);
  });

  it('is a file on Linux, which goes again', () => {
    const deps = depsOf({});
    const file = join(deps.autostartFolder, 'outtray.desktop');
    see(false, deps);
    see(true, deps);
    expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/OutTray/outtray" --in-tray\n');
    see(false, deps);
    expect(existsSync(file)).toBe(false);
    expect(set).toEqual([]);
  });

  it('keeps what a person has done to that file, until the app stands elsewhere', () => {
    const deps = depsOf({});
    const file = join(deps.autostartFolder, 'outtray.desktop');
    see(true, deps);
    appendFileSync(file, 'Hidden=true\n');
    see(true, deps);
    expect(readFileSync(file, 'utf8')).toContain('Hidden=true');
    see(true, { ...deps, executable: '/home/me/OutTray-2.AppImage' });
    expect(readFileSync(file, 'utf8')).toBe(autostartEntry('/home/me/OutTray-2.AppImage'));
  });

  it('is done once for each change of the setting', () => {
    const deps = depsOf({});
    const login = createLoginItem(deps);
    login.see(true);
    rmSync(deps.autostartFolder, { recursive: true });
    login.see(true);
    expect(existsSync(deps.autostartFolder)).toBe(false);
    login.see(false);
    login.see(true);
    expect(existsSync(deps.autostartFolder)).toBe(true);
  });

  it('that cannot be had stops nothing', () => {
    const folder = join(tempFolder(), 'file');
    writeFileSync(folder, '');
    see(true, depsOf({ autostartFolder: folder }));
    expect(warned).toEqual(['startAtLogin.failed']);
  });

  it('is not for a checkout', () => {
    const deps = depsOf({ isPackaged: false });
    see(true, deps);
    see(true, { ...deps, platform: 'win32' });
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
