// What stands for the module `electron` in main: see README.md.

export { app } from './app.ts';
export {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  type WebPreferences,
} from './browser-window.ts';
export {
  dialog,
  Menu,
  type NativeImage,
  Notification,
  nativeImage,
  net,
  powerMonitor,
  powerSaveBlocker,
  shell,
  Tray,
} from './desktop.ts';
export { type IpcMainInvokeEvent, ipcMain } from './ipc-main.ts';
export { type Protocol, protocol, type Session, session } from './session.ts';
export { utilityProcess } from './utility-process.ts';
export type { WebContents } from './web-contents.ts';

import type { app } from './app.ts';

export type App = typeof app;
export type MenuItemConstructorOptions = Electron.MenuItemConstructorOptions;
