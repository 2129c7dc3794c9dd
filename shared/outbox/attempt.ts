import type { AttemptOutcome, Doubt } from './attempt-outcome.ts';
import type { Header } from './request.ts';

/** How far the request got: `complete` means that its last byte went to the socket. */
export type SendProgress = 'none' | 'partial' | 'complete';

/** Milliseconds each phase took; null where the attempt did not get there. */
export interface Timings {
  readonly dns: number | null;
  readonly connect: number | null;
  readonly tls: number | null;
  readonly send: number | null;
  readonly firstByte: number | null;
  readonly receive: number | null;
  readonly total: number;
}

/** A response body: the first 256 KiB inline or up to 10 MiB in a file, then cut, with the length noted. */
export interface ResponseBody {
  /** Bytes received, also those that were not kept. */
  readonly bytes: number;
  readonly inline: Uint8Array | null;
  /** Relative to the vault. */
  readonly file: string | null;
  /** `cap`: longer than we keep. `cut`: the connection ended early. */
  readonly truncated: 'cap' | 'cut' | null;
}

export interface ResponseHead {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly headers: readonly Header[];
}

export type ErrorClass =
  | 'dns'
  | 'connect'
  | 'proxy'
  | 'tls'
  | 'certificate'
  | 'network'
  | 'protocol'
  | 'timeout'
  | 'file'
  | 'internal';

export interface AttemptError {
  readonly class: ErrorClass;
  readonly code: string;
  readonly message: string;
}

/** Why an answer was or was not taken for success. */
export interface Verdict {
  readonly accepted: boolean;
  readonly rule: Doubt | 'REDIRECT';
  /** What the server calls what it accepted, where the contract says where that stands; null: nowhere. */
  readonly receipt: string | null;
}

/** What the worker tells about one attempt, beside its outcome. */
export interface AttemptReport {
  readonly outcome: AttemptOutcome;
  /** As sent, secrets redacted. */
  readonly requestHeaders: readonly Header[];
  readonly response: ResponseHead | null;
  readonly body: ResponseBody | null;
  readonly timings: Timings | null;
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly progress: SendProgress;
  readonly error: AttemptError | null;
  readonly verdict: Verdict | null;
  /** Until the server's quota begins anew, of which it said that nothing is left; for the origin's gate only. */
  readonly quotaResetMs: number | null;
}

/** The facts of an attempt that never came to a request, or of which nothing is known. */
export const NO_EXCHANGE: Omit<AttemptReport, 'outcome'> = {
  requestHeaders: [],
  response: null,
  body: null,
  timings: null,
  bytesUp: 0,
  bytesDown: 0,
  progress: 'none',
  error: null,
  verdict: null,
  quotaResetMs: null,
};

/** One request on the wire, recorded before its first byte. */
export interface Attempt {
  readonly itemId: string;
  readonly number: number;
  readonly revision: number;
  readonly method: string;
  readonly url: string;
  readonly idempotencyKey: string;
  /** Generation of the access token it used; null without an account. */
  readonly tokenGeneration: number | null;
  /** It asked on behalf of a closed gate. */
  readonly probe: boolean;
  readonly isolated: boolean;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly outcome: AttemptOutcome | null;
  readonly counted: boolean;
  readonly report: Omit<AttemptReport, 'outcome' | 'body' | 'quotaResetMs'> | null;
  readonly body: Omit<ResponseBody, 'inline'> | null;
}
