import { BrowserWindow, type Session, type WebContents } from 'electron';
import type { EmbeddedApp } from '../../../shared/contracts/app-grant.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { WINDOW_SCHEME } from '../../../shared/contracts/window-bridge.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Apps } from '../../core/apps/app-book.ts';
import type { Log } from '../../core/ports/log.ts';
import { HARDENED, keepInPlace } from '../shell/hardening.ts';
import { answerApp } from './app-files.ts';
import { guardPermissions } from './app-permissions.ts';
import { mayNavigate, placeOf } from './app-place.ts';

/** The windows of embedded apps, one for each. */
export interface EmbeddedApps {
  /** Opens it, or brings it to the front. APP_UNKNOWN. */
  open(id: string): Result<null, OutboxError>;
  /** The app in whose window these contents are, as it stands now; null once its grant is gone. */
  appOf(contents: WebContents): EmbeddedApp | null;
  /** Closes windows whose app is gone, or is elsewhere now. */
  review(): void;
  destroy(): void;
}

export interface EmbeddedAppsOptions {
  readonly apps: Pick<Apps, 'find'>;
  readonly sessionOf: (partition: string) => Session;
  /** Where the files of an app that opens offline lie. */
  readonly folderOf: (app: EmbeddedApp) => string;
  readonly preload: string;
  readonly log: Log;
}

interface Opened {
  readonly window: BrowserWindow;
  readonly start: string;
}

export function createEmbeddedApps(options: EmbeddedAppsOptions): EmbeddedApps {
  const { apps, log } = options;
  const windows = new Map<string, Opened>();
  const ready = new Set<string>();

  /** Once for each: what is granted is looked up whenever it matters. */
  function prepared(app: EmbeddedApp): Session {
    const { partition } = placeOf(app);
    const session = options.sessionOf(partition);
    if (ready.has(partition)) return session;
    ready.add(partition);
    guardPermissions(session, () => apps.find(app.id));
    session.protocol.handle(WINDOW_SCHEME, (request) => {
      const now = apps.find(app.id);
      return now === null || placeOf(now).folder === null
        ? new Response('no such app', { status: 404 })
        : answerApp(request, now, options.folderOf(now));
    });
    return session;
  }

  function opened(app: EmbeddedApp): Opened {
    const { id, name } = app;
    const { start } = placeOf(app);
    const window = new BrowserWindow({
      width: 1000,
      height: 760,
      minWidth: 360,
      minHeight: 400,
      show: false,
      title: name,
      autoHideMenuBar: true,
      webPreferences: { ...HARDENED, session: prepared(app), preload: options.preload },
    });
    const { webContents } = window;
    keepInPlace(webContents, (url) => {
      const now = apps.find(id);
      return now !== null && mayNavigate(now, url);
    });
    window.once('ready-to-show', () => window.show());
    window.on('closed', () => {
      if (windows.get(id)?.window === window) windows.delete(id);
    });
    webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      log.error('app.gone', { app: id, reason, exitCode });
      if (reason !== 'clean-exit') window.destroy();
    });
    webContents.on('preload-error', (_event, _path, { message }) =>
      log.error('app.preload', { app: id, message }),
    );
    void window.loadURL(start).catch((error: unknown) => {
      if (!window.isDestroyed()) log.error('app.notLoaded', { app: id, detail: String(error) });
    });
    return { window, start };
  }

  function review(): void {
    for (const [id, { window, start }] of windows) {
      const app = apps.find(id);
      if (app === null || placeOf(app).start !== start) window.destroy();
    }
  }

  return {
    open(id) {
      const app = apps.find(id);
      if (app === null) return err(outboxError('APP_UNKNOWN', { app: id }));
      const there = windows.get(id);
      if (there === undefined) {
        windows.set(id, opened(app));
        return ok(null);
      }
      if (there.window.isMinimized()) there.window.restore();
      there.window.show();
      there.window.focus();
      return ok(null);
    },
    appOf(contents) {
      for (const [id, { window }] of windows) {
        if (window.webContents !== contents) continue;
        const app = apps.find(id);
        // Somebody took it out of the file by hand: whoever asks first learns of it.
        if (app === null) setImmediate(review);
        return app;
      }
      return null;
    },
    review,
    destroy() {
      for (const { window } of windows.values()) window.destroy();
    },
  };
}
