/**
 * What one attempt came to. A closed union: the worker's `classify` makes it, the core's `transition`
 * consumes it, and nothing in between interprets a status code or an error code again.
 */
export type AttemptOutcome =
  /** The right server accepted it. */
  | { readonly kind: 'delivered'; readonly status: number }
  /** A definite no; sending the same again would get the same answer. */
  | { readonly kind: 'rejected'; readonly status: number }
  /** A redirect that may not be followed: it is never taken for success. */
  | {
      readonly kind: 'misdirected';
      readonly status: number;
      readonly location: string | null;
      readonly otherOrigin: boolean;
    }
  /** The server asks for patience. `retryAfterMs` is what it asked for, relative and capped. */
  | { readonly kind: 'busy'; readonly status: number; readonly retryAfterMs: number | null }
  /** An answer that the right server would hardly give. */
  | ({ readonly kind: 'suspect' } & DoubtedAnswer)
  | { readonly kind: 'unauthorized'; readonly status: number }
  /** 307/308 within the origin: the next attempt goes to `location`. */
  | { readonly kind: 'redirected'; readonly status: number; readonly location: string }
  /** Provably not sent: nothing of the request reached a server. */
  | { readonly kind: 'notSent'; readonly cause: NotSentCause; readonly code: string }
  /** A proxy on the way wants to know who we are, or does not believe it; no server has seen anything. */
  | {
      readonly kind: 'proxySignIn';
      /** Host and port. */
      readonly proxy: string;
      /** It got a user name and a password. */
      readonly refused: boolean;
    }
  /** Less than the whole request went out, so no server can have acted on it. */
  | { readonly kind: 'incomplete'; readonly code: string }
  /** All of it went out and no answer came. */
  | { readonly kind: 'unknown'; readonly code: string }
  | { readonly kind: 'aborted'; readonly by: AbortedBy; readonly mayHaveArrived: boolean }
  /** The worker process ended while it had this attempt. */
  | { readonly kind: 'workerLost'; readonly wasAlone: boolean }
  /** The host itself ended while this attempt was open; found at the next start. */
  | { readonly kind: 'hostLost' }
  /** The item cannot be sent as it was accepted; nothing complete went out. */
  | { readonly kind: 'unsendable'; readonly problem: BodyProblem };

/** An answer that may be anybody's, and why. */
export type DoubtedAnswer =
  | { readonly status: number; readonly doubt: Doubt }
  /** To another origin, said over plain http, where anybody on the way can say it. */
  | { readonly status: number; readonly doubt: 'REDIRECT'; readonly location: string };

/** Why an answer that is no redirect is not taken for the right server's. */
export const DOUBTS = [
  'HTML_INSTEAD',
  /** The network between asks for its own sign-in (511, RFC 6585 section 6). */
  'NETWORK_SIGN_IN',
  /** A proxy between wants a sign-in of its own (407, RFC 9110 section 15.5.8). */
  'PROXY_SIGN_IN',
  /** A status that the contract does not name. */
  'STATUS',
  /** It came before the request had gone out whole. */
  'EARLY',
  /** The contract asks for another media type, for a header, or for a value in the JSON. */
  'CONTENT_TYPE',
  'HEADER',
  'JSON',
  /** It asks for a value in the JSON of an answer that is longer than what is read of one. */
  'TOO_LONG',
] as const;

export type Doubt = (typeof DOUBTS)[number];

export type OutcomeKind = AttemptOutcome['kind'];

export type NotSentCause = 'dns' | 'connect' | 'proxy' | 'tls' | 'certificate' | 'network';

export type AbortedBy = 'user' | 'shutdown';

export type BodyProblem =
  | { readonly code: 'FILE_MISSING'; readonly file: string }
  | { readonly code: 'FILE_CHANGED'; readonly file: string }
  | { readonly code: 'FILE_UNREADABLE'; readonly file: string; readonly detail: string }
  /** An app that may not reach this machine or the local network; the host is there. */
  | { readonly code: 'ADDRESS_NOT_GRANTED'; readonly host: string }
  | { readonly code: 'REQUEST_INVALID'; readonly detail: string };
