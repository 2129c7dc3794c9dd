/** Where a 3xx points, seen from the request's URL. */
export interface RedirectTarget {
  /** Absolute where it can be understood, else as received; null without a Location. */
  readonly location: string | null;
  readonly otherOrigin: boolean;
  /** An http(s) URL of the same scheme, host and port, without credentials. */
  readonly usable: boolean;
}

/** RFC 9110 §10.2.2. A change from https to http is another origin. */
export function redirectTarget(url: string, location: string | null): RedirectTarget {
  if (location === null || location.trim() === '')
    return { location: null, otherOrigin: false, usable: false };
  const from = URL.parse(url);
  const to = URL.parse(location, url);
  if (from === null || to === null) return { location, otherOrigin: false, usable: false };
  const otherOrigin = to.protocol !== from.protocol || to.host !== from.host;
  const plain = to.username === '' && to.password === '';
  to.hash = '';
  to.username = '';
  to.password = '';
  return { location: to.href, otherOrigin, usable: !otherOrigin && plain };
}
