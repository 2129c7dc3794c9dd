/** Credentials belong to accounts: they are never stored with an item (G11). */
export const CREDENTIAL_HEADERS: readonly string[] = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'cookie2',
];

/** The connection sets these (RFC 9110 §7.6.1), or what is sent decides them. */
export const CONNECTION_HEADERS: readonly string[] = [
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'proxy-connection',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'host',
];

/** Says to the server which try it is. */
export const ATTEMPT_HEADER = 'x-outbox-attempt';

/** Carries the key of a request, unless its account names another header for it. */
export const KEY_HEADER = 'idempotency-key';
