import type { MenuItemConstructorOptions } from 'electron';

/**
 * The menu of the app: what editing a text needs, and on macOS what every app has. Electron's own one would lead to
 * Electron's pages.
 */
export const appMenu = (
  platform: NodeJS.Platform,
  isPackaged: boolean,
): MenuItemConstructorOptions[] => [
  ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
  { role: 'editMenu' },
  {
    role: 'viewMenu',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    ],
  },
  { role: 'windowMenu' },
];
