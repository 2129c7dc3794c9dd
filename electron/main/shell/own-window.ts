import { BrowserWindow, type NativeImage, type Session, type WebContents } from 'electron';
import { type Place, WINDOW_ORIGIN } from '../../../shared/contracts/window-bridge.ts';
import { PAGE_WORDS } from '../../../shared/messages/page-words.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Places } from '../ipc/places.ts';
import { allowOnly, HARDENED, keepInPlace } from './hardening.ts';
import { reviver } from './reviver.ts';

/** The window of the app: one at a time. */
export interface OwnWindow {
  /** Opens it, or brings it to the front; at a place, or where it was. */
  show(place?: Place): void;
  /** Somebody has it before them. */
  isFocused(): boolean;
  /** A mark on its button in Windows' taskbar, with what it says in words. */
  mark(mark: { readonly image: NativeImage; readonly text: string } | null): void;
  isOwn(contents: WebContents): boolean;
  /** Also when somebody's handler would keep it open. */
  destroy(): void;
}

export interface OwnWindowOptions {
  readonly session: Session;
  readonly preload: string;
  readonly log: Log;
  readonly now: () => number;
  readonly places: Pick<Places, 'go'>;
}

/** Copying is what the page offers; nothing else of the machine is its business. */
const PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

const isOwnAddress = (url: string): boolean => url.startsWith(`${WINDOW_ORIGIN}/`);

export function createOwnWindow({
  session,
  preload,
  log,
  now,
  places,
}: OwnWindowOptions): OwnWindow {
  let window: BrowserWindow | null = null;
  let overlay: Parameters<OwnWindow['mark']>[0] = null;
  const isOwn = (contents: WebContents): boolean => window?.webContents === contents;
  allowOnly(
    session,
    (permission, contents) => PERMISSIONS.has(permission) && contents !== null && isOwn(contents),
  );
  const mayRevive = reviver(now);

  function open(): BrowserWindow {
    const opened = new BrowserWindow({
      width: 1200,
      height: 800,
      minWidth: 360,
      minHeight: 400,
      show: false,
      title: PAGE_WORDS.product,
      autoHideMenuBar: true,
      webPreferences: { ...HARDENED, session, preload },
    });
    const { webContents } = opened;
    keepInPlace(webContents, isOwnAddress);
    opened.once('ready-to-show', () => {
      opened.show();
      if (overlay !== null) opened.setOverlayIcon(overlay.image, overlay.text);
    });
    opened.on('closed', () => {
      if (window === opened) window = null;
    });
    webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason === 'clean-exit') return;
      log.error('window.gone', { reason, exitCode });
      const revive = mayRevive();
      // Not inside Electron's own event, while it still takes the old process away.
      setImmediate(() => {
        if (opened.isDestroyed()) return;
        if (revive) webContents.reload();
        else opened.destroy();
      });
    });
    webContents.on('unresponsive', () => log.warn('window.unresponsive'));
    webContents.on('preload-error', (_event, _path, { message }) =>
      log.error('window.preload', { message }),
    );
    void opened.loadURL(`${WINDOW_ORIGIN}/`).catch((error: unknown) => {
      if (opened.isDestroyed()) return;
      log.error('window.notLoaded', { detail: String(error) });
      // It may never be ready to show, and somebody waits for a window.
      opened.show();
    });
    return opened;
  }

  return {
    show(place) {
      if (place !== undefined) places.go(place);
      if (window === null) {
        window = open();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    isOwn,
    isFocused: () => window?.isFocused() ?? false,
    mark(mark) {
      overlay = mark;
      window?.setOverlayIcon(mark?.image ?? null, mark?.text ?? '');
    },
    destroy: () => window?.destroy(),
  };
}
