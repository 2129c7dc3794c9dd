/**
 * HTTP Archive 1.2 (the W3C's draft; its names are camel case), as far as we have something to say. `-1` stands for what
 * is not known; names that begin with `_` are our own.
 */
export interface Har {
  readonly log: {
    readonly version: '1.2';
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly HarEntry[];
  };
}

/** One attempt. */
export interface HarEntry {
  readonly startedDateTime: string;
  /** Milliseconds: the sum of all `timings` that are known. */
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Readonly<Record<string, never>>;
  readonly timings: HarTimings;
  /** The item's title. */
  readonly comment?: string;
  readonly _outtray: {
    readonly item: string;
    readonly attempt: number;
    readonly revision: number;
    /** Of `AttemptOutcome`; null while it runs. */
    readonly outcome: string | null;
    /** Why there is no answer. */
    readonly error: string | null;
    /** As it travelled: `request.url` may have to be written otherwise. */
    readonly url: string;
  };
}

export interface HarPair {
  readonly name: string;
  readonly value: string;
}

export interface HarRequest {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly cookies: readonly never[];
  readonly headers: readonly HarPair[];
  readonly queryString: readonly HarPair[];
  readonly postData?: HarPostData;
  readonly headersSize: -1;
  readonly bodySize: number;
}

/** Either a text or parameters; both empty where the body was left out. */
export interface HarPostData {
  readonly mimeType: string;
  readonly text?: string;
  readonly params?: readonly HarParam[];
  readonly comment?: string;
}

export interface HarParam {
  readonly name: string;
  readonly value?: string;
  readonly fileName?: string;
  readonly contentType?: string;
  readonly comment?: string;
}

export interface HarResponse {
  /** 0: no answer came. */
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly cookies: readonly never[];
  readonly headers: readonly HarPair[];
  readonly content: HarContent;
  readonly redirectURL: string;
  readonly headersSize: -1;
  readonly bodySize: number;
}

export interface HarContent {
  readonly size: number;
  readonly mimeType: string;
  readonly text?: string;
  readonly encoding?: 'base64';
  readonly comment?: string;
}

export interface HarTimings {
  readonly blocked: -1;
  readonly dns: number;
  /** With what `ssl` says. */
  readonly connect: number;
  readonly ssl: number;
  readonly send: number;
  readonly wait: number;
  readonly receive: number;
}

export const harOf = (entries: readonly HarEntry[], version: string): Har => ({
  log: { version: '1.2', creator: { name: 'OutTray', version }, entries },
});
