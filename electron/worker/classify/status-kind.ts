/** What a final status says by itself, before the success contract and the answer's body are looked at. */
export type StatusKind =
  | 'success'
  | 'redirect'
  | 'unauthorized'
  | 'rejected'
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
    // An idempotency key "in progress" is a 409; a 413 may be temporary (RFC 9110 §15.5.14).
    case 409:
    case 413:
      return 'rejectedUnlessRetryAfter';
    case 501:
    case 505:
      return 'rejected';
    // Network Authentication Required: a captive portal, not the origin (RFC 6585 §6).
    case 511:
      return 'suspect';
    default:
      if (status >= 200 && status <= 299) return 'success';
      if (status >= 300 && status <= 399) return 'redirect';
      if (status >= 400 && status <= 499) return 'rejected';
      return 'busy';
  }
}
