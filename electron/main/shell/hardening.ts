import type { Session, WebContents, WebPreferences } from 'electron';

/** Of every window that this app opens: each is asserted by a test, so a default that changes changes nothing. */
export const HARDENED = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
} as const satisfies WebPreferences;

/** Permissions that pages of a session get without asking; every other one is denied. */
export function allowOnly(
  session: Session,
  allowed: (permission: string, contents: WebContents | null) => boolean,
): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(allowed(permission, contents)),
  );
  session.setPermissionCheckHandler((contents, permission) => allowed(permission, contents));
  session.setDevicePermissionHandler(() => false);
}

/** Keeps contents where they are: no other page, no second window, no page inside. */
export function keepInPlace(contents: WebContents, mayGo: (url: string) => boolean): void {
  const stay = (event: { preventDefault(): void; readonly url: string }): void => {
    if (!mayGo(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event: { preventDefault(): void }) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
