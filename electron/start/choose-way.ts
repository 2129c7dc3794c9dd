/** Why the app cannot be opened here. */
export type NoApp = 'no-display' | 'root' | 'no-electron' | 'failed';

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
}

/** Null where a window can be shown. Asked before Electron is fetched, which is large. */
export function whyNoWindow({ platform, env, isRoot }: Surroundings): NoApp | null {
  if (platform === 'win32' || platform === 'darwin') return null;
  if (isEmpty(env['DISPLAY']) && isEmpty(env['WAYLAND_DISPLAY'])) return 'no-display';
  // Chromium refuses it without giving up its sandbox, which is not given up here.
  return isRoot ? 'root' : null;
}

const isEmpty = (value: string | undefined): boolean => value === undefined || value === '';

/** An app that fails so soon has never shown anything. */
const AT_ONCE_MS = 10_000;

/** The app has ended: whether it could not be opened at all. */
export const couldNotOpen = (code: number | null, afterMs: number): boolean =>
  code !== 0 && afterMs < AT_ONCE_MS;
