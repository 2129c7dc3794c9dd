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

/** What the URL of a PAC file begins with, as a proxy. */
export const PAC = 'pac+';

/**
 * A proxy for everything that is sent: `system`, `none`, where it is, or the URL of a PAC file after `pac+`; passwords
 * stand elsewhere.
 */
export function isProxySetting(text: string): boolean {
  if (text === 'system' || text === 'none') return true;
  if (text.startsWith(PAC)) return isPacUrl(text.slice(PAC.length));
  const url = URL.parse(/^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  return url !== null && /^https?:$/.test(url.protocol) && isBare(url);
}

/** Nothing but scheme, host and port. */
const isBare = ({ username, password, pathname, search, hash }: URL): boolean =>
  username === '' && password === '' && pathname === '/' && search === '' && hash === '';

function isPacUrl(text: string): boolean {
  const url = /^(?:https?|file):\/\//i.test(text) ? URL.parse(text) : null;
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return false;
  return url.protocol !== 'file:' || (url.host === '' && url.pathname !== '/' && url.search === '');
}

/** As in NO_PROXY. */
export const PROXY_EXCEPTIONS = /^[\w.\-*:/[\]<>,; ]{0,4000}$/;
