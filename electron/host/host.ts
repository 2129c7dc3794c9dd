import type { HostEvents, RemoteHost } from '../../shared/contracts/control-protocol.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { TransferProgress } from '../../shared/contracts/worker-protocol.ts';
import type { Result } from '../../shared/lang/result.ts';
import type { Source } from '../../shared/outbox/item.ts';
import type { SpawnWorker } from '../adapters/worker-host/worker-process.ts';
import type { Api } from '../api/api.ts';
import type { News } from '../api/event-stream.ts';
import type { Apps } from '../core/apps/app-book.ts';
import type { FilesOf } from '../core/apps/file-capabilities.ts';
import type { Running } from '../core/eligibility.ts';
import type { Outlook } from '../core/outlook.ts';
import type { Log } from '../core/ports/log.ts';
import type { PracticeServer } from '../core/practice-mode/practice-mode.ts';

export interface HostOptions {
  /** The profile folder. */
  readonly home: string;
  /** Where an administrator may have put a policy; without any, nobody manages this outbox. */
  readonly policyPlaces?: readonly string[];
  /** Takes the log, a JSON object a line. */
  readonly log?: (line: string) => void;
  /** The process stays: without a keychain it keeps secrets for as long as it runs. */
  readonly lasting?: boolean;
  /** Of the app, as diagnoses name it. */
  readonly version?: string;
  /** Environment variables that say which proxies there are; those of this process where it is not given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What differs between the processes that can be a host. */
export interface HostProcess {
  /** How a worker is started whose code is at `entry`. */
  readonly workersAt: (entry: string) => SpawnWorker;
  readonly startPractice: () => Promise<PracticeServer>;
  /** Calls back when the network came back or the machine woke up, beside what every host notices by itself. */
  readonly onHint?: (wake: () => void) => () => void;
  /** Shows an address in the browser of whoever sits here; false where nothing came of it. */
  readonly openInBrowser?: (url: string) => Promise<boolean>;
  /** What the system says of the way to a URL, in the words of a PAC file (`PROXY host:port; DIRECT`). */
  readonly systemProxy?: (url: string) => Promise<string>;
  /** A new address of the page for browsers; null without one. */
  readonly pageAddress: () => string | null;
  /** Shows an embedded app in its window; APPS_NEED_WINDOWS where there are none. */
  readonly openApp: (id: string) => Result<null, OutboxError>;
}

/** The outbox of one profile folder, opened by this process, which owns it until `close`. */
export interface OutboxHost extends HostEvents {
  readonly api: Api;
  readonly log: Log;
  /** What a person should know about opening it, e.g. a damaged database that was set aside. */
  readonly notices: readonly string[];
  /** What is wrong with the settings, and what to change; said at every start of `serve` until it is put right. */
  readonly mistakes: readonly string[];
  readonly sending: Sending;
  /** Called after changes of what is set. */
  onSettings(listener: () => void): () => void;
  /** What there is to tell a page. */
  readonly news: News;
  readonly embedding: Embedding;
  /** From now on other processes reach this host by its socket; SOCKET_UNUSABLE when there can be none. */
  listen(): Promise<Result<null, OutboxError>>;
  /** Whatever else answers for this host is closed with it, once the last attempt has ended. */
  closesWith(service: Service): void;
  /** Ends what runs within `graceMs`, writes it down, and lets go of the folder. */
  close(graceMs: number): Promise<void>;
}

/** What whoever shows embedded apps needs beside the calls that they make. */
export interface Embedding {
  readonly apps: Apps;
  readonly filesOf: FilesOf;
  /** Who handed an item over; null when it is gone. */
  sourceOf(itemId: string): Source | null;
  /** Told when apps were added, changed or taken away by this host. */
  onChange(listener: () => void): () => void;
}

export interface Service {
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
export type Reached<Host> =
  | { readonly kind: 'own'; readonly host: Host }
  | { readonly kind: 'other'; readonly host: RemoteHost };

/** The queue for reading, also while another process owns it. */
export interface QueueReader {
  readonly api: Api;
  close(): void;
}
