import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFirstInstance, onSecondInstance } from './instance-lock.ts';
import { appCalls, show } from './screen-port.ts';

const codeLoaded = Promise.withResolvers<void>();
let ready = false;
let quitting = false;
const paths = new Map<string, string>();

/** Of `app`, which ends with all of them: set by the windows. */
export const atQuit: { closeWindows: () => void } = { closeWindows: () => {} };

/** Everything at the top of main's modules has run: only then is an app ready, so who waits for it there waits forever. */
export const appCodeLoaded = (): void => codeLoaded.resolve();

/** In a process where nothing but the test loads main's modules. */
export function assertReady(what: string): void {
  if (!ready) throw new Error(`${what} cannot be used before the app is ready`);
}

export const assertNotReady = (what: string): void => {
  if (ready) throw new Error(`${what} has to be called before the app is ready`);
};

class FakeApp extends EventEmitter {
  readonly isPackaged = process.env['ELECTRON_DOUBLE_PACKAGED'] !== undefined;
  readonly #ready = this.#becomeReady();

  async #becomeReady(): Promise<void> {
    await codeLoaded.promise;
    ready = true;
    this.emit('ready', {}, {});
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  isReady(): boolean {
    return ready;
  }

  enableSandbox(): void {
    assertNotReady('app.enableSandbox');
    sandboxed.everywhere = true;
  }

  getVersion(): string {
    return '0.1.0';
  }

  getPath(name: string): string {
    const config = process.env['XDG_CONFIG_HOME'];
    if (name === 'appData' && config !== undefined) return config;
    const path = paths.get(name) ?? mkdtempSync(join(tmpdir(), 'electron-double-'));
    paths.set(name, path);
    return path;
  }

  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
    paths.set(name, path);
  }

  requestSingleInstanceLock(): boolean {
    const first = isFirstInstance(this.getPath('userData'));
    if (first)
      onSecondInstance(this.getPath('userData'), ({ argv, cwd }) =>
        this.emit('second-instance', {}, argv, cwd, null),
      );
    return first;
  }

  setBadgeCount(count?: number): boolean {
    show({ kind: 'badge', count: count ?? 0 });
    return true;
  }

  getLoginItemSettings(
    _options?: Electron.LoginItemSettingsOptions,
  ): Pick<Electron.LoginItemSettings, 'openAtLogin' | 'status' | 'wasOpenedAtLogin'> {
    return { openAtLogin: false, status: 'not-registered', wasOpenedAtLogin: false };
  }

  setLoginItemSettings(_settings: Electron.Settings): void {
    // Nobody logs in here.
  }

  setAppUserModelId(_id: string): void {
    // Windows groups windows by it.
  }

  relaunch(options: Electron.RelaunchOptions = {}): void {
    show({ kind: 'startedAgain', args: options.args ?? process.argv.slice(1) });
  }

  quit(): void {
    let prevented = false;
    const event = {
      preventDefault() {
        prevented = true;
      },
    };
    if (quitting) return;
    this.emit('before-quit', event);
    if (prevented) return;
    quitting = true;
    atQuit.closeWindows();
    this.emit('will-quit', { preventDefault() {} });
    this.exit(0);
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    process.exit(code);
  }
}

export const sandboxed = { everywhere: false };

export const app = new FakeApp();

appCalls.fail = ({ how }) => {
  const error = new Error('planted');
  if (how === 'rejected') void Promise.reject(error);
  else
    setImmediate(() => {
      throw error;
    });
};

appCalls.happen = ({ to, event }) => {
  const target = happenings[to];
  if (target === undefined) throw new Error(`there is no ${to}`);
  if (to === 'app' && event === 'quit') app.quit();
  else target.emit(event, { preventDefault() {} });
};

/** What tests make happen, by name; every part adds its own. */
export const happenings: Partial<Record<'app' | 'power' | 'tray' | 'notification', EventEmitter>> =
  { app };
