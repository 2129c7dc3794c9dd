import type { HostEvents, RemoteHost } from '../../shared/contracts/control-protocol.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { TransferProgress } from '../../shared/contracts/worker-protocol.ts';
import type { Result } from '../../shared/lang/result.ts';
import type { Api } from '../api/api.ts';
import type { Running } from '../core/eligibility.ts';
import type { Outlook } from '../core/outlook.ts';

/** The outbox of one profile folder, opened by this process, which owns it until `close`. */
export interface Host extends HostEvents {
  readonly api: Api;
  /** What a person should know about opening it, e.g. a damaged database that was set aside. */
  readonly notices: readonly string[];
  /** What is wrong with the settings, and what to change; said at every start of `serve` until it is put right. */
  readonly mistakes: readonly string[];
  readonly sending: Sending;
  /** From now on other processes reach this host by its socket; SOCKET_UNUSABLE when there can be none. */
  listen(): Promise<Result<null, OutboxError>>;
  /**
   * Serves the page for browsers of this machine from now on; answers its address, which opens it once within a
   * minute. PAGE_UNAVAILABLE when there can be none.
   */
  servePage(): Promise<Result<string, OutboxError>>;
  /** Ends what runs within `graceMs`, writes it down, and lets go of the folder. */
  close(graceMs: number): Promise<void>;
}

export interface Sending {
  /** Ends surviving workers of an earlier host, puts right what it left open, and begins to send. */
  start(): Promise<Result<null, OutboxError>>;
  outlook(): Outlook;
  running(): readonly Running[];
  progressOf(itemId: string): TransferProgress | null;
  /** Called whenever nothing runs and nothing can be started at this moment. */
  onIdle(listener: () => void): () => void;
}

/** Whoever owns a profile folder: this process, or another one that answers. */
export type Reached =
  | { readonly kind: 'own'; readonly host: Host }
  | { readonly kind: 'other'; readonly host: RemoteHost };

/** The queue for reading, also while another process owns it. */
export interface QueueReader {
  readonly api: Api;
  close(): void;
}

/** The practice server, in a process of its own. */
export interface PracticeProcess {
  readonly url: string;
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}
