import { bytes, count } from './format.ts';

/** What the app itself says outside of its window. */
export const DESKTOP_WORDS = {
  quitAnyway: 'Quit anyway',
  keepRunning: 'Keep running',
  notStarted: 'OutTray could not start',
  understood: 'OK',
  failed: 'OutTray has ended',
  failedAgain:
    'Something in OutTray itself failed twice within a minute. Nothing that it had accepted is lost: start it again, and see log/outtray.log in its folder if this goes on.',
} as const;

/** Of `npm start`, where the app cannot be opened: the same out-tray is served to a browser. */
export const NO_APP_WORDS = {
  'no-display': 'There is no display here, so the app cannot be opened.',
  root: 'Electron does not run as root, so the app cannot be opened.',
  'no-electron': 'Electron could not be fetched, so the app cannot be opened.',
  failed: 'Electron ended before it could open the app.',
} as const;

export const START_WORDS = {
  building: 'Building …',
  notBuilt: 'The build failed, so there is nothing to start.',
  fetching: 'Fetching Electron (about 110 MB, once) …',
  serving: 'Starting "outtray serve" instead.',
} as const;

/** Asked before quitting in the middle of an upload that would start over. */
export function quitQuestion(
  uploads: readonly { readonly bytesUp: number; readonly totalUp: number }[],
): { readonly message: string; readonly detail: string } {
  const up = uploads.reduce((sum, { bytesUp }) => sum + bytesUp, 0);
  const total = uploads.reduce((sum, { totalUp }) => sum + totalUp, 0);
  return {
    message: `${count(uploads.length, 'upload')} would have to start over.`,
    detail: `${bytes(up)} of ${bytes(total)} have been sent. Nothing is lost if you quit now: what was not sent is sent from its beginning after the next start.`,
  };
}

/** There is a host without a window; with its page, if it serves one. */
export const otherHostWords = (pid: number, hasPage: boolean): string =>
  hasPage
    ? `OutTray already runs without a window (process ${pid}). Its page has been opened in your browser.`
    : `OutTray already runs without a window (process ${pid}), and serves no page. End it, and start OutTray again.`;
