import type { EmbeddedApp } from '../../../shared/contracts/app-grant.ts';
import { WINDOW_SCHEME } from '../../../shared/contracts/window-bridge.ts';

/** Where an embedded app is, and where what it keeps lies. */
export interface AppPlace {
  /** Its pages have exactly this one; compared as it is written here. */
  readonly origin: string;
  readonly start: string;
  /** Of its session: cookies, storage and cache are no other app's. */
  readonly partition: string;
  /** Below the profile folder, for an app that opens offline. */
  readonly folder: string | null;
}

export function placeOf({ id, url }: Pick<EmbeddedApp, 'id' | 'url'>): AppPlace {
  const partition = `persist:app-${id}`;
  const web = URL.parse(url);
  if (web !== null && /^https?:$/.test(web.protocol))
    return { origin: web.origin, start: web.href, partition, folder: null };
  // Never the own window's: no id has an "outtray" of its own behind "app-".
  const origin = `${WINDOW_SCHEME}://app-${id}`;
  return { origin, start: `${origin}/`, partition, folder: url };
}

/** Where the window of an app may go: within its own origin, and where it was granted. */
export const mayNavigate = (app: EmbeddedApp, url: string): boolean => {
  const { origin } = placeOf(app);
  return (
    url.startsWith(`${origin}/`) ||
    app.grant.navigation.some((granted) => url.startsWith(`${granted}/`))
  );
};
