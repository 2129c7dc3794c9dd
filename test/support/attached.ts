import {
  type AttachedHere,
  attachOutTray,
  outtrayScheme,
} from '../../electron/main/attach-outtray.ts';
import { app, appCodeLoaded } from './electron-double/app.ts';
import { BrowserWindow } from './electron-double/browser-window.ts';
import { invokeFrom } from './electron-double/ipc-main.ts';
import { protocol } from './electron-double/session.ts';
import type { WebContents, WebFrameMain } from './electron-double/web-contents.ts';

/** OutTray attached to an app under the double, in the process of the test, which is page and system to it. */
export interface Attached {
  readonly here: AttachedHere;
  /** Its window's contents; opens it if it is closed. */
  contents(): WebContents;
  /** As the page in them asks; `frame` for another one than its main frame. */
  ask(channel: string, message: unknown, frame?: WebFrameMain | null): Promise<unknown>;
}

/** Attaches to the profile folder; whoever does closes `here`. */
export async function attach(profileFolder: string): Promise<Attached> {
  if (!app.isReady()) protocol.registerSchemesAsPrivileged([outtrayScheme]);
  appCodeLoaded();
  // As main says: without this an app ends with its last window.
  app.removeAllListeners('window-all-closed').on('window-all-closed', () => {});
  const result = await attachOutTray({ app, profileFolder });
  if (!result.ok || result.value.kind !== 'here')
    throw new Error(`not attached: ${JSON.stringify(result)}`);
  const here = result.value;

  function contents(): WebContents {
    if (BrowserWindow.getAllWindows().length === 0) here.window.show();
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) throw new Error('no window was opened');
    return window.webContents;
  }

  return {
    here,
    contents,
    ask(channel, message, frame) {
      const sender = contents();
      return invokeFrom(sender, frame === undefined ? sender.mainFrame : frame, channel, [
        structuredClone(message),
      ]);
    },
  };
}
