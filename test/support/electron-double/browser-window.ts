import { EventEmitter } from 'node:events';
import { app, assertReady, atQuit } from './app.ts';
import { NativeImage } from './desktop.ts';
import { appCalls, screen, show } from './screen-port.ts';
import { type Session, session as sessionModule, setupOf } from './session.ts';
import {
  createWebContents,
  destroyContents,
  frameOf,
  navigates,
  type WebContents,
} from './web-contents.ts';

export type WebPreferences = Omit<Electron.WebPreferences, 'session'> & {
  readonly session?: Session;
};

export type BrowserWindowConstructorOptions = Omit<
  Electron.BrowserWindowConstructorOptions,
  'webPreferences'
> & { readonly webPreferences?: WebPreferences };

const windows = new Map<number, BrowserWindow>();
let ids = 0;

/** With what each window was made, for tests. */
export const optionsOf = new WeakMap<BrowserWindow, BrowserWindowConstructorOptions>();

/** What pages ask for most, by Chromium's names; the session's own handler decides, as it does in Electron. */
const PERMISSIONS: Readonly<
  Record<string, readonly [permission: string, mediaType?: 'video' | 'audio']>
> = {
  'clipboard-read': ['clipboard-read'],
  'clipboard-write': ['clipboard-sanitized-write'],
  geolocation: ['geolocation'],
  camera: ['media', 'video'],
  microphone: ['media', 'audio'],
  notifications: ['notifications'],
};

export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #session: Session;
  #destroyed = false;
  #shown: boolean;

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows.values()].find((window) => window.webContents === contents) ?? null;
  }

  constructor(options: BrowserWindowConstructorOptions = {}) {
    assertReady('BrowserWindow');
    super();
    ids += 1;
    this.id = ids;
    this.#shown = options.show !== false;
    const { session = sessionModule.defaultSession, preload } = options.webPreferences ?? {};
    this.webContents = createWebContents(this.id);
    windows.set(this.id, this);
    optionsOf.set(this, options);
    this.#session = session;
    const { partition, schemes } = setupOf(session);
    void screen?.('open', {
      window: this.id,
      partition,
      preload: preload ?? null,
      schemes: [...schemes.keys()],
      width: options.width ?? 800,
      height: options.height ?? 600,
    });
  }

  async loadURL(url: string): Promise<void> {
    navigates(this.webContents, url);
    await screen?.('load', { window: this.id, url, granted: this.#grantedAt(url) });
    if (!this.#destroyed) this.emit('ready-to-show');
  }

  #grantedAt(url: string): readonly string[] {
    const { check } = setupOf(this.#session);
    const { origin } = frameOf(this.webContents, null);
    return Object.entries(PERMISSIONS).flatMap(([name, [permission, mediaType]]) => {
      const details = {
        isMainFrame: true,
        requestingUrl: url,
        securityOrigin: origin,
        ...(mediaType === undefined ? {} : { mediaType }),
      };
      return check === null || check(this.webContents, permission, origin, details) ? [name] : [];
    });
  }

  show(): void {
    this.#shown = true;
    show({ kind: 'windowShown', window: this.id });
  }

  hide(): void {
    this.#shown = false;
  }

  focus(): void {
    show({ kind: 'windowFocused', window: this.id });
  }

  isVisible(): boolean {
    return this.#shown;
  }

  isFocused(): boolean {
    return this.#shown;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {
    this.#shown = true;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** Only Windows has it. */
  setOverlayIcon(image: NativeImage | null, text: string): void {
    show({ kind: 'overlay', image: image === null ? null : NativeImage.pathOf(image), text });
  }

  close(): void {
    let prevented = false;
    this.emit('close', {
      preventDefault() {
        prevented = true;
      },
    });
    if (!prevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.delete(this.id);
    destroyContents(this.webContents);
    void screen?.('close', { window: this.id });
    this.emit('closed');
    if (windows.size === 0 && app.listenerCount('window-all-closed') > 0)
      app.emit('window-all-closed');
    else if (windows.size === 0) app.quit();
  }
}

atQuit.closeWindows = () => {
  for (const window of windows.values()) window.destroy();
};

appCalls.closed = ({ window }) => windows.get(window)?.close();
