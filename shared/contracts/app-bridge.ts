import type { Result } from '../lang/result.ts';
import type { ChangeKind } from '../outbox/change.ts';
import type { Item, ItemState } from '../outbox/item.ts';
import type { Header } from '../outbox/request.ts';
import type { TokensInput } from './account-input.ts';
import type { AppStatus } from './app-grant.ts';
import type { BulkResult } from './bulk-result.ts';
import type { OutboxError } from './errors.ts';
import type { Accepted } from './handover.ts';
import type { CallInput, ItemDetails, ItemPage } from './outbox-api.ts';
import type { AddToOutboxInput, RequestInput } from './request-input.ts';
import type { ItemProgress } from './web-protocol.ts';

// Without schemas and without zod: the preload and the typed client are built from this, and messages are checked where
// they arrive.

/** What an embedded app finds in its window: `window.outtray`. */
export const APP_BRIDGE = 'outtray';

/** It grows with what is added; what is there keeps its meaning within one version. */
export const APP_BRIDGE_VERSION = 1;

export const APP_CHANNELS = {
  /** A call of the contract, of those that `APP_CALLS` has. */
  call: 'outtray-app:call',
  /** Asks a person for files. */
  pick: 'outtray-app:pick',
  /** From now on this window is told what happens to its own items. */
  follow: 'outtray-app:follow',
  taken: 'outtray-app:taken',
  unfollow: 'outtray-app:unfollow',
  /** From the host: an `AppTold`. */
  told: 'outtray-app:told',
} as const;

/** The calls behind `window.outtray`; the host takes no other one from there. */
export const APP_CALLS = [
  'enqueue',
  'enqueueMany',
  'addToOutbox',
  'get',
  'list',
  'waitFor',
  'responseRange',
  'cancel',
  'retry',
  'apps.status',
  'accounts.setTokens',
  'uploads.begin',
  'uploads.append',
  'uploads.drop',
] as const;

export type AppCall = (typeof APP_CALLS)[number];

export interface AppTold {
  readonly stream: number;
  /** Null: the stream has ended. */
  readonly line: AppNews | null;
}

export interface OwnChange {
  readonly itemId: string;
  readonly kind: ChangeKind;
  readonly state: ItemState | null;
  readonly at: number;
}

/** What an app is told, of its own items only. */
export type AppNews =
  | { readonly kind: 'changes'; readonly changes: readonly OwnChange[] }
  | { readonly kind: 'progress'; readonly items: readonly ItemProgress[] }
  /** More happened than is told one by one: read the list anew. */
  | { readonly kind: 'resync' };

/** A `Blob` or `File` of whichever runtime. */
export interface BlobLike {
  readonly size: number;
  readonly type: string;
  slice(from: number, to: number): BlobLike;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A file that was chosen or uploaded: good once, and only for this app. */
export interface FileToken {
  readonly upload: string;
}

/** A file is what the page has in its hands: bytes, or a token. Never a path: FILE_NEEDS_CAPABILITY. */
export type AppFile = BlobLike | Uint8Array | ArrayBuffer | FileToken;

export type AppPart =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly file: AppFile;
      readonly filename?: string;
      readonly contentType?: string;
    };

export type AppBody =
  | Exclude<NonNullable<RequestInput['body']>, { readonly kind: 'multipart' | 'file' }>
  | { readonly kind: 'multipart'; readonly parts: readonly AppPart[] }
  | { readonly kind: 'file'; readonly file: AppFile; readonly contentType?: string };

/** A request as it is handed over; what it does not say has the outbox's defaults. */
export type AppRequest = Omit<RequestInput, 'body'> & { readonly body?: AppBody };

/** The call of the Flutter package `ma_ng_outbox`; files in place of their paths, `['']` for none. */
export type AppAddToOutbox = Omit<AddToOutboxInput, 'filePathsJson'> & {
  readonly filePathsJson?: string | readonly (string | AppFile)[];
};

/** An expected failure: its code, and a sentence for people. */
export interface AppError extends OutboxError {
  readonly message: string;
}

export type Answer<T> = Result<T, AppError>;

export interface PickedFile extends FileToken {
  readonly filename: string;
  readonly size: number;
}

export interface PickOptions {
  readonly multiple?: boolean;
  /** Endings without a dot, like `jpg`; all files without it. */
  readonly endings?: readonly string[];
}

/** What a server answered to an item's newest attempt. */
export interface AppResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  /** As far as it is kept. */
  readonly body: Uint8Array;
}

/** `window.outtray`. Everything expected is an answer; nothing of it throws. */
export interface OutTray {
  readonly version: typeof APP_BRIDGE_VERSION;
  /** Resolves when the request and its files are safe on this machine. */
  enqueue(request: AppRequest): Promise<Answer<Accepted>>;
  /** All of them or none. */
  enqueueMany(requests: readonly AppRequest[]): Promise<Answer<readonly Accepted[]>>;
  addToOutbox(call: AppAddToOutbox): Promise<Answer<Accepted>>;
  get(id: string): Promise<Answer<ItemDetails>>;
  /** Own items only, as everywhere here. */
  list(query?: CallInput<'list'>): Promise<Answer<ItemPage>>;
  /** Resolves when the item is final or needs a person; TIMED_OUT when it is neither by then. */
  waitFor(id: string, timeoutMs?: number): Promise<Answer<Item>>;
  /** What the server said; null before it has said anything. */
  response(id: string): Promise<Answer<AppResponse | null>>;
  cancel(ids: readonly string[]): Promise<Answer<BulkResult>>;
  retry(ids: readonly string[]): Promise<Answer<BulkResult>>;
  /** A file whose bytes come one after the other, as fast as they are written: `pull` is asked again after that; null ends it. */
  upload(filename: string, pull: () => Promise<Uint8Array | null>): Promise<Answer<PickedFile>>;
  /** Lets a person choose; an empty list when they chose nothing. */
  pickFiles(options?: PickOptions): Promise<Answer<readonly PickedFile[]>>;
  /** What this app may do, and how its items stand. */
  status(): Promise<Answer<AppStatus>>;
  /** Signs an account in, where that is granted. */
  setTokens(account: string, tokens: TokensInput): Promise<Answer<null>>;
  /** Calls back from now on, until the returned function is called. */
  subscribe(listener: (news: AppNews) => void): () => void;
}
