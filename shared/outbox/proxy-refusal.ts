/** The proxy asks who we are (RFC 9110 §15.5.8), or does not take what it was told. */
const ASKS = 407;

/** tinyproxy says so of a wrong password. */
const REFUSES = 401;

/** To a CONNECT only a proxy answers. */
export const isTunnelRefusal = (status: unknown): boolean => status === ASKS || status === REFUSES;

/** Whether the answer to a plain request is the proxy's own. The server's name stands in `Server` of all that it answers. */
export const isProxyRefusal = (status: unknown, server: string | null): boolean =>
  status === ASKS || (status === REFUSES && isTinyproxy(server));

export const isTinyproxy = (server: string | null): boolean => /^tinyproxy\b/i.test(server ?? '');
