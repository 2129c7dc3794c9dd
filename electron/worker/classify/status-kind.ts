/** What a final status says by itself, before the success contract and the answer's body are looked at. */
export type StatusKind =
  | 'success'
  | 'redirect'
  | 'unauthorized'
  | 'rejected'
  | 'conflict'
  | 'rejectedUnlessRetryAfter'
  | 'busy'
  | 'suspect';

/**
 * Total over all numbers. A status outside 200 to 599 is no final status; RFC 9110 §15 asks to process such
 * a response as if it were a 5xx.
 */
export function statusKind(status: number): StatusKind {
  switch (status) {
    case 401:
      return 'unauthorized';
    // Request Timeout, Misdirected Request, Locked, Too Early (RFC 8470), Too Many Requests (RFC 6585)
    case 408:
    case 421:
    case 423:
    case 425:
    case 429:
      return 'busy';
    case 409:
      return 'conflict';
    // It may be temporary (RFC 9110 §15.5.14).
    case 413:
      return 'rejectedUnlessRetryAfter';
    case 501:
    case 505:
      return 'rejected';
    // Not the origin, but what stands before it: a proxy (RFC 9110 §15.5.8), a captive portal (RFC 6585 §6).
    case 407:
    case 511:
      return 'suspect';
    default:
      if (status >= 200 && status <= 299) return 'success';
      if (status >= 300 && status <= 399) return 'redirect';
      if (status >= 400 && status <= 499) return 'rejected';
      return 'busy';
  }
}
