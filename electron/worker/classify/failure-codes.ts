import type { ErrorClass } from '../../../shared/outbox/attempt.ts';
import type { NotSentCause } from '../../../shared/outbox/attempt-outcome.ts';
import { CERTIFICATE_CODES } from '../../../shared/outbox/certificate-codes.ts';

/** Our own time-outs, one code for each wait. */
export const TIMEOUT_CODES = [
  'TIMEOUT_DNS',
  'TIMEOUT_CONNECT',
  'TIMEOUT_TLS',
  'TIMEOUT_SENDING',
  'TIMEOUT_FIRST_BYTE',
  'TIMEOUT_RECEIVING',
  'TIMEOUT_CEILING',
] as const;

export type TimeoutCode = (typeof TIMEOUT_CODES)[number];

/** getaddrinfo (`EAI_*`, and what libuv makes of it) and c-ares, from Node's dns documentation. */
const DNS = [
  'ENOTFOUND',
  'EAI_ADDRFAMILY',
  'EAI_AGAIN',
  'EAI_BADFLAGS',
  'EAI_BADHINTS',
  'EAI_CANCELED',
  'EAI_FAIL',
  'EAI_FAMILY',
  'EAI_MEMORY',
  'EAI_NODATA',
  'EAI_NONAME',
  'EAI_OVERFLOW',
  'EAI_PROTOCOL',
  'EAI_SERVICE',
  'EAI_SOCKTYPE',
  'ENODATA',
  'EFORMERR',
  'ESERVFAIL',
  'ENOTIMP',
  'EREFUSED',
  'EBADQUERY',
  'EBADNAME',
  'EBADFAMILY',
  'EBADRESP',
  'ETIMEOUT',
  'EDESTRUCTION',
  'EBADSTR',
  'EBADFLAGS',
  'ENONAME',
  'EBADHINTS',
  'ENOTINITIALIZED',
  'ELOADIPHLPAPI',
  'EADDRGETNETWORKPARAMS',
  'ECANCELLED',
  'ERR_INVALID_IP_ADDRESS',
  'ERR_DNS_SET_SERVERS_FAILED',
] as const;

const CONNECT = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EADDRINUSE',
  'EAFNOSUPPORT',
  'EACCES',
  'EPERM',
  'ENONET',
  'ETIMEDOUT',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
] as const;

const PROXY = ['ERR_PROXY_TUNNEL', 'ERR_PROXY_INVALID_CONFIG'] as const;

const NETWORK = [
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENETRESET',
  'ENOTCONN',
  'ESHUTDOWN',
  'ECANCELED',
  'EMSGSIZE',
  'EINVAL',
  'EIO',
  'EAGAIN',
  'ENOBUFS',
  'ENOMEM',
  'EMFILE',
  'ENFILE',
  'EOF',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_WRITE_AFTER_END',
  'ERR_SOCKET_CLOSED',
  'ERR_SOCKET_CLOSED_BEFORE_CONNECTION',
] as const;

/** Node refuses such a request before it opens a connection. */
export const REQUEST_INVALID_CODES = [
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_ARG_VALUE',
  'ERR_INVALID_CHAR',
  'ERR_INVALID_HTTP_TOKEN',
  'ERR_HTTP_INVALID_HEADER_VALUE',
  'ERR_INVALID_PROTOCOL',
  'ERR_INVALID_URL',
  'ERR_SOCKET_BAD_PORT',
  'ERR_UNESCAPED_CHARACTERS',
  'ERR_UNSUPPORTED_PROTOCOL',
] as const;

const CLASS_OF: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ...DNS.map((code) => [code, 'dns'] as const),
  ...CONNECT.map((code) => [code, 'connect'] as const),
  ...PROXY.map((code) => [code, 'proxy'] as const),
  ...CERTIFICATE_CODES.map((code) => [code, 'certificate'] as const),
  ...NETWORK.map((code) => [code, 'network'] as const),
  ...TIMEOUT_CODES.map((code) => [code, 'timeout'] as const),
  ['EPROTO', 'tls'],
]);

/** Families of codes that Node makes from names inside OpenSSL, llhttp and the decoders. */
const CLASS_OF_PREFIX: readonly (readonly [prefix: string, kind: ErrorClass])[] = [
  ['PROXY_', 'proxy'],
  ['ERR_SSL_', 'tls'],
  ['ERR_OSSL_', 'tls'],
  ['ERR_TLS_', 'tls'],
  ['HPE_', 'protocol'],
  ['ERR_HTTP_', 'protocol'],
  ['Z_', 'protocol'],
  ['ERR__ERROR_', 'protocol'],
  ['ZSTD_', 'protocol'],
];

/** Every code that is listed by name, for the tests. */
export const LISTED_CODES: readonly string[] = [...CLASS_OF.keys()];

/** The class of an error code of Node, OpenSSL or our own; `internal` is what nobody has thought of. */
export function errorClass(code: string): ErrorClass {
  return (
    CLASS_OF.get(code) ??
    CLASS_OF_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1] ??
    'internal'
  );
}

/** Whether it went wrong before there was a connection to anybody. */
export const isOfConnecting = (code: string): boolean => {
  const kind = notSentCause(code);
  return kind === 'dns' || kind === 'connect';
};

/** Why nothing was sent; only the class decides, except for time-outs, which tell it themselves. */
export function notSentCause(code: string): NotSentCause {
  const kind = errorClass(code);
  switch (kind) {
    case 'dns':
    case 'connect':
    case 'proxy':
    case 'tls':
    case 'certificate':
    case 'network':
      return kind;
    case 'timeout':
      if (code === 'TIMEOUT_DNS') return 'dns';
      if (code === 'TIMEOUT_TLS') return 'tls';
      return code === 'TIMEOUT_CONNECT' ? 'connect' : 'network';
    case 'protocol':
    case 'file':
    case 'internal':
      return 'network';
  }
}
