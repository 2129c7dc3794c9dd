import type { AttemptReport } from '../outbox/attempt.ts';
import type { AbortedBy } from '../outbox/attempt-outcome.ts';
import type { Header } from '../outbox/request.ts';
import type { SuccessContract } from '../outbox/success-contract.ts';

/**
 * Messages between the host and its worker. The worker performs one attempt when told to and answers with
 * one report; it never retries and never follows a redirect by itself.
 */
export type ToWorker =
  | { readonly type: 'run'; readonly job: Job }
  | { readonly type: 'abort'; readonly attemptId: string; readonly by: AbortedBy }
  | { readonly type: 'ping'; readonly n: number };

export type FromWorker =
  | { readonly type: 'ready'; readonly pid: number }
  | { readonly type: 'progress'; readonly attemptId: string; readonly progress: TransferProgress }
  | { readonly type: 'done'; readonly attemptId: string; readonly report: AttemptReport }
  | { readonly type: 'pong'; readonly n: number };

export interface TransferProgress {
  readonly bytesUp: number;
  readonly totalUp: number;
  readonly bytesDown: number;
}

/** One attempt as it is handed to whoever knows the way out. */
export interface UnroutedJob extends Omit<Job, 'route'> {
  /** Whose certificates are trusted beside the system's: the account of this URL's origin. Null: nobody's. */
  readonly trust: Trust | null;
}

/** An account, and the file of certificates that it names. */
export interface Trust {
  readonly account: string;
  readonly file: string;
}

/** How a request leaves this machine. */
export interface Route {
  /** Null: straight to the server. */
  readonly proxy: ProxyHop | null;
  /** Certificates in PEM that are trusted beside the system's. */
  readonly ca: string | null;
}

export interface ProxyHop {
  /** `http://host:port` or `https://host:port`. */
  readonly url: string;
  /** Secret. */
  readonly credentials: ProxyCredentials | null;
  /** There are some, and they are left out, as the proxy refused them a short while ago. */
  readonly refused: boolean;
}

export interface ProxyCredentials {
  readonly user: string;
  readonly password: string;
}

/** One attempt to perform. Paths are absolute: the worker knows no vault and no database. */
export interface Job {
  /** `itemId/number`. */
  readonly attemptId: string;
  readonly method: string;
  readonly url: string;
  /** `public`: only addresses of the internet; through a proxy, only the proxy knows which one it is. */
  readonly reach: 'anywhere' | 'public';
  readonly route: Route;
  /** Everything that is sent except content-type, content-length and `secretHeaders`. */
  readonly headers: readonly Header[];
  /** Sent, but only their names are reported back. */
  readonly secretHeaders: readonly Header[];
  readonly body: JobBody;
  readonly contract: SuccessContract;
  readonly limits: TransferLimits;
  /** Where a response body goes that is larger than `limits.inlineBytes`; null: what is beyond is not kept. */
  readonly spill: { readonly path: string; readonly name: string } | null;
}

export type JobBody =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'inline';
      readonly text: string;
      readonly contentType: string;
      readonly sha256: string;
    }
  | { readonly kind: 'multipart'; readonly boundary: string; readonly parts: readonly JobPart[] }
  | { readonly kind: 'file'; readonly file: JobFile; readonly contentType: string };

export type JobPart =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly file: JobFile;
      readonly filename: string;
      readonly contentType: string;
    };

export interface JobFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** For files by reference: the file must still have this modification time and inode. */
  readonly unchangedSince: { readonly mtimeMs: number; readonly inode: number } | null;
}

/** Milliseconds and bytes. Every wait is measured by progress; the ceiling grows with the size of the body. */
export interface TransferLimits {
  readonly dnsMs: number;
  readonly connectMs: number;
  readonly tlsMs: number;
  readonly sendIdleMs: number;
  readonly firstByteMs: number;
  readonly receiveIdleMs: number;
  readonly ceilingMs: number;
  readonly floorBytesPerSecond: number;
  /** Response bytes kept in the database. */
  readonly inlineBytes: number;
  /** Response bytes kept at all. */
  readonly maxBytes: number;
}

export const DEFAULT_LIMITS: TransferLimits = {
  dnsMs: 5_000,
  connectMs: 10_000,
  tlsMs: 10_000,
  sendIdleMs: 60_000,
  firstByteMs: 60_000,
  receiveIdleMs: 30_000,
  ceilingMs: 5 * 60_000,
  floorBytesPerSecond: 8 * 1024,
  inlineBytes: 256 * 1024,
  maxBytes: 10 * 1024 * 1024,
};
