import { existsSync } from 'node:fs';

/** A Chromium of the machine: what CHROME names, else where Linux distributions put theirs; null without one. */
export function findChromium(): string | null {
  const named = process.env['CHROME'];
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return (
    [...(named === undefined || named === '' ? [] : [named]), ...places].find(existsSync) ?? null
  );
}
