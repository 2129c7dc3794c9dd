/** Where a 3xx points, seen from the request's URL. */
export interface RedirectTarget {
  /** Absolute where it can be understood, else as received; null without a Location. */
  readonly location: string | null;
  readonly otherOrigin: boolean;
  /** An http(s) URL of the same scheme, host and port, without credentials. */
  readonly usable: boolean;
  /**
   * It was said over plain http, where anybody on the way can say it, and leads elsewhere. The same host's https is not
   * elsewhere: whoever is between cannot be there, and servers often say that of themselves.
   */
  readonly byAnybody: boolean;
}

/** RFC 9110 §10.2.2. A change from https to http is another origin. */
export function redirectTarget(url: string, location: string | null): RedirectTarget {
  if (location === null || location.trim() === '') return { ...NOWHERE, location: null };
  const from = URL.parse(url);
  const to = URL.parse(location, url);
  if (from === null || to === null) return { ...NOWHERE, location };
  const otherOrigin = to.protocol !== from.protocol || to.host !== from.host;
  const plain = to.username === '' && to.password === '';
  to.hash = '';
  to.username = '';
  to.password = '';
  const isItsHttps = to.protocol === 'https:' && to.hostname === from.hostname;
  return {
    location: to.href,
    otherOrigin,
    usable: !otherOrigin && plain,
    byAnybody: from.protocol === 'http:' && otherOrigin && !isItsHttps,
  };
}

const NOWHERE = { otherOrigin: false, usable: false, byAnybody: false } as const;
