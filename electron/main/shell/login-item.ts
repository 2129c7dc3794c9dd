import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../core/ports/log.ts';

/** The app is started with it at login: into the tray, without a window. */
export const IN_TRAY = '--in-tray';

interface SystemLoginItem {
  getLoginItemSettings(options: { readonly args: string[] }): {
    readonly openAtLogin: boolean;
    readonly status: string;
  };
  setLoginItemSettings(settings: { readonly openAtLogin: boolean; readonly args: string[] }): void;
}

export interface LoginItemDeps {
  readonly platform: NodeJS.Platform;
  /** A checkout is not put into anybody's login. */
  readonly isPackaged: boolean;
  /** Of Electron's app; Linux has no such calls. */
  readonly system: SystemLoginItem;
  /** What is started: of an AppImage the image itself, not what it is unpacked to. */
  readonly executable: string;
  /** `$XDG_CONFIG_HOME/autostart`, or what stands for it. */
  readonly autostartFolder: string;
  readonly log: Log;
}

const ENTRY = 'outtray.desktop';

/** Makes the app start at login, or not. What a person has switched off in the system's own settings stays so. */
export interface LoginItem {
  /** As the settings are now. */
  see(startAtLogin: boolean): void;
}

export function createLoginItem(deps: LoginItemDeps): LoginItem {
  let seen: boolean | null = null;
  return {
    see(on) {
      if (on === seen || !deps.isPackaged) return;
      seen = on;
      try {
        if (deps.platform === 'linux') startByFile(on, deps);
        else startBySystem(on, deps.system);
      } catch (error) {
        // A home that is managed and cannot be written to: everything else works.
        deps.log.warn('startAtLogin.failed', { detail: String(error) });
      }
    },
  };
}

function startBySystem(on: boolean, system: SystemLoginItem): void {
  const args = [IN_TRAY];
  const { openAtLogin, status } = system.getLoginItemSettings({ args });
  // On Windows the entry is there still when somebody has switched it off; macOS says so.
  const isAsked = openAtLogin || status === 'requires-approval';
  if (isAsked !== on) system.setLoginItemSettings({ openAtLogin: on, args });
}

function startByFile(on: boolean, { executable, autostartFolder }: LoginItemDeps): void {
  const file = join(autostartFolder, ENTRY);
  if (!on) return rmSync(file, { force: true });
  const entry = autostartEntry(executable);
  if (execOf(textOf(file)) === execOf(entry)) return;
  mkdirSync(autostartFolder, { recursive: true });
  writeFileSync(file, entry);
}

const execOf = (entry: string): string | undefined => /^Exec=.*$/m.exec(entry)?.[0];

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
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
