/** The values that settings take, without zod: the page checks by them too. */
export const WHOLE_SETTINGS = {
  'slots.all': [1, 16],
  'slots.perOrigin': [1, 8],
  'retention.itemsDays': [1, 3650],
  'retention.itemsCount': [1, 10_000_000],
  'retention.bodiesDays': [1, 3650],
  'vault.maxGigabytes': [1, 100_000],
} as const;

export const THEMES = ['system', 'light', 'dark'] as const;

/** Hours and minutes of a day. */
export const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** A proxy for everything that is sent: `system`, `none`, or where it is; its password stands elsewhere. */
export function isProxySetting(text: string): boolean {
  if (text === 'system' || text === 'none') return true;
  const url = URL.parse(/^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  return url !== null && /^https?:$/.test(url.protocol) && isBare(url);
}

/** Nothing but scheme, host and port. */
const isBare = ({ username, password, pathname, search, hash }: URL): boolean =>
  username === '' && password === '' && pathname === '/' && search === '' && hash === '';

/** As in NO_PROXY. */
export const PROXY_EXCEPTIONS = /^[\w.\-*:/[\]<>,; ]{0,4000}$/;
