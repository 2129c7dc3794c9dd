import { z } from 'zod';

/**
 * What the practice server tells about the requests it got: over HTTP (`GET /ledger`), over the channel to
 * its parent process, and in the ledger file. All times are milliseconds since 1970 UTC.
 */
export interface PracticeLedger {
  /** Requests as they arrived, oldest first. */
  readonly entries: readonly LedgerEntry[];
  /** The effects that these entries applied. At most one per idempotency key. */
  readonly effects: readonly LedgerEffect[];
  /** Requests that repeated an applied effect and got its stored answer. */
  readonly duplicates: number;
  /** Requests that arrived while another one of the same key was still on the wire. */
  readonly overlaps: number;
  /** Requests that came with a used key and other bytes. */
  readonly conflicts: number;
  /** Of the sign-in endpoints, since this process began. */
  readonly signIns: SignInCounts;
  /** Where the next page begins; null on the last one. */
  readonly next: number | null;
}

export interface SignInCounts {
  readonly logins: number;
  /** Refreshes that brought new tokens. */
  readonly refreshes: number;
  /** Times that a used-up refresh token came again, and its sign-in was revoked. */
  readonly reuseAlarms: number;
}

export interface LedgerEntry {
  /** Strictly growing in order of arrival, from 1. */
  readonly request: number;
  readonly key: string | null;
  /** X-Outbox-Attempt. */
  readonly attempt: number | null;
  /** Whose access token came with it; null when none that is good did. */
  readonly user: string | null;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** The how manieth request of this key to this path, from 1; without a key, of all without one. */
  readonly turn: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Of the body, as far as it came. */
  readonly bytes: number;
  readonly sha256: string | null;
  /** The whole body arrived. */
  readonly complete: boolean;
  readonly overlapped: boolean;
  /** Null as long as it was not judged; for a cut request for ever. */
  readonly verdict: PracticeVerdict | null;
  /** The effect that this request applied or repeated. */
  readonly effect: string | null;
  /** Null: no answer went out. */
  readonly status: number | null;
}

export type PracticeVerdict =
  | 'applied'
  /** The effect was there already; the stored answer was sent again. */
  | 'replayed'
  /** Used key, other bytes: 422. */
  | 'conflict'
  /** The same request is still being worked on: 409. */
  | 'inProgress'
  /** `?auth`, and no access token that is good: 401. */
  | 'unauthorized'
  /** Answered as the URL asked for. */
  | 'misbehaved'
  /** Not a request that can be taken: 400, 413. */
  | 'refused';

export interface LedgerEffect {
  readonly id: string;
  readonly key: string | null;
  readonly request: number;
  readonly at: number;
  /** Of the stored answer. */
  readonly status: number;
  readonly received: ReceivedBody;
}

export interface ReceivedBody {
  readonly kind: 'none' | 'json' | 'text' | 'form' | 'multipart' | 'raw';
  /** Of a form or a multipart body, in order. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly files: readonly ReceivedFile[];
  readonly bytes: number;
  /** Of the whole body as it came over the wire, boundaries included. */
  readonly sha256: string;
}

export interface ReceivedFile {
  readonly field: string;
  /** As sent, not cleaned up; null if the part had none. */
  readonly filename: string | null;
  readonly contentType: string;
  readonly size: number;
  readonly sha256: string;
}

/** Ways for `/token` and `/refresh` to misbehave. `slow`: a page that takes minutes. */
export const tokenNonsense = z.enum(['html', 'empty', '500', 'redirect', 'slow']);

export type TokenNonsense = z.infer<typeof tokenNonsense>;

/** What the parent process may tell the practice server. */
export const toPractice = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('offline') }),
  z.strictObject({ type: z.literal('online') }),
  z.strictObject({ type: z.literal('ledger') }),
  /** All access tokens end now. */
  z.strictObject({ type: z.literal('expireTokens') }),
  /** So many refreshes are met with it (default: all until told otherwise); null: none. */
  z.strictObject({
    type: z.literal('tokenNonsense'),
    nonsense: tokenNonsense.nullable(),
    times: z.int().min(1).optional(),
  }),
  z.strictObject({ type: z.literal('stop') }),
]);

export type ToPractice = z.infer<typeof toPractice>;

/** `listening` comes after the start and after `online`. */
export type FromPractice =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'offline' }
  | { readonly type: 'tokensExpired'; readonly tokens: number }
  | { readonly type: 'tokenNonsense' }
  | { readonly type: 'ledger'; readonly ledger: PracticeLedger };
