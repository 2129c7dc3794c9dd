/** What the app is called to the system; the installer gives its shortcut the same. */
export const APP_ID = 'app.outtray.desktop';
