import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The app is started with it at login: into the tray, without a window. */
export const IN_TRAY = '--in-tray';

export interface LoginItemDeps {
  readonly platform: NodeJS.Platform;
  /** A checkout is not put into anybody's login. */
  readonly isPackaged: boolean;
  /** Of Electron's app; Linux has no such call. */
  readonly setLoginItemSettings: (settings: {
    readonly openAtLogin: boolean;
    readonly args: string[];
  }) => void;
  /** What is started: of an AppImage the image itself, not what it is unpacked to. */
  readonly executable: string;
  /** `$XDG_CONFIG_HOME/autostart`, or what stands for it. */
  readonly autostartFolder: string;
}

const ENTRY = 'outtray.desktop';

/** Makes the app start at login, or not. Does the same again at any time. */
export function startAtLogin(on: boolean, deps: LoginItemDeps): void {
  const { platform, isPackaged, setLoginItemSettings, executable, autostartFolder } = deps;
  if (!isPackaged) return;
  if (platform !== 'linux') {
    setLoginItemSettings({ openAtLogin: on, args: [IN_TRAY] });
    return;
  }
  const file = join(autostartFolder, ENTRY);
  if (!on) return rmSync(file, { force: true });
  mkdirSync(autostartFolder, { recursive: true });
  writeFileSync(file, autostartEntry(executable));
}

/** An entry as freedesktop.org's Desktop Entry Specification 1.5 has it. */
export const autostartEntry = (executable: string): string => `[Desktop Entry]
Type=Application
Name=OutTray
Comment=Sends what waits in the out-tray
Exec=${quoted(executable)} ${IN_TRAY}
Icon=outtray
Terminal=false
X-GNOME-Autostart-enabled=true
`;

/** In quotes, `"`, backtick, `$` and backslash have a backslash before them; a value doubles each; `%` begins a code. */
const quoted = (path: string): string =>
  `"${path
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
