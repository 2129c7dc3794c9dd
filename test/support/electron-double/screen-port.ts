import { createLink } from './link.ts';
import type { AppCalls, ScreenCalls, Shown } from './screen-protocol.ts';

/** Answers the screen; the parts of the double put themselves in here. */
export const appCalls: Partial<AppCalls> = {};

/** The screen of this app; null where nobody looks, and windows are only remembered. */
export const screen =
  process.send === undefined || process.env['ELECTRON_DOUBLE_SCREEN'] === undefined
    ? null
    : createLink<ScreenCalls>(
        {
          send: (message) => void process.send?.(message, undefined, undefined, () => {}),
          onMessage: (listener) => void process.on('message', listener),
        },
        appCalls,
      );

// Whoever looked is gone: nobody else would end this app.
if (screen !== null) process.once('disconnect', () => process.exit(0));

/** What has been shown so far, for tests in the same process. */
export const shownSoFar: Shown[] = [];

export function show(shown: Shown): void {
  shownSoFar.push(shown);
  void screen?.('show', shown);
}
