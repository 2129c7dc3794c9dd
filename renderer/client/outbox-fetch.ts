import { isCovered } from '../../shared/apps/targets.ts';
import type { AppRequest, OutTray } from '../../shared/contracts/app-bridge.ts';
import { answerOf } from './answer-of.ts';
import { outtray as ofThisPage } from './bridge.ts';
import { OutTrayError } from './outtray-error.ts';
import { requestOf } from './request-of.ts';

/** What `fetch` has no words for; see the fields of the same names of a request. */
export type OutboxInit = RequestInit & {
  readonly outbox?: Omit<AppRequest, 'method' | 'url' | 'headers' | 'body'>;
};

/** The answer to a request that is in the queue: 202, with `{"id"}` as its body, at once. */
export interface QueuedResponse extends Response {
  readonly itemId: string;
  /**
   * The server's own answer, whenever it comes; it may be another day. An OutTrayError when a person has to decide first:
   * ask again then.
   */
  delivered(options?: { readonly signal?: AbortSignal }): Promise<Response>;
}

export type OutboxFetch = (input: RequestInfo | URL, init?: OutboxInit) => Promise<Response>;

export interface OutboxFetchOptions {
  /** `window.outtray` without it; null queues nothing. */
  readonly outtray?: OutTray | null;
  /** For what is not queued. */
  readonly fetch?: typeof fetch;
}

const QUEUED: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * A `fetch` for embedded apps. What writes (POST, PUT, PATCH, DELETE) to a server that the app may send to is safe on this
 * machine when it resolves, and is sent when that can be done. Everything else, and everything in an ordinary browser,
 * is `fetch` as it is.
 */
export function createOutboxFetch(options: OutboxFetchOptions = {}): OutboxFetch {
  const outtray = options.outtray === undefined ? ofThisPage() : options.outtray;
  const plainly = options.fetch ?? fetch.bind(globalThis);
  return async (input, { outbox, ...init } = {}) => {
    const given = input instanceof Request ? input : null;
    const method = (init.method ?? given?.method ?? 'GET').toUpperCase();
    const address = input instanceof Request ? input.url : input;
    const url = URL.parse(address, globalThis.document?.baseURI);
    if (outtray === null || url === null || !QUEUED.has(method)) return plainly(input, init);
    url.hash = '';
    const status = await outtray.status();
    if (!status.ok || !isCovered(status.value.grant.targets, method, url.href))
      return plainly(input, init);

    const signal = init.signal ?? given?.signal ?? null;
    signal?.throwIfAborted();
    const request = await requestOf(
      {
        method,
        url: url.href,
        headers: new Headers(init.headers ?? given?.headers),
        body: init.body ?? (await bodyIn(given)),
      },
      outtray,
    );
    signal?.throwIfAborted();
    // What somebody typed into a form is no placeholder.
    const added = await outtray.enqueue({ ...request, literal: true, ...outbox });
    if (!added.ok) throw new OutTrayError(added.error);
    const { id } = added.value;
    if (signal?.aborted === true) {
      // It was accepted in the same moment; nobody waits for it.
      await outtray.cancel([id]);
      signal.throwIfAborted();
    }
    return queued(id, outtray);
  };
}

/** Whether a response says that its request is in the queue. */
export const isQueued = (response: Response): response is QueuedResponse => 'itemId' in response;

const queued = (id: string, outtray: OutTray): QueuedResponse =>
  Object.assign(Response.json({ id }, { status: 202, headers: { 'x-outtray-item': id } }), {
    itemId: id,
    delivered: ({ signal }: { readonly signal?: AbortSignal } = {}) =>
      answerOf(id, outtray, signal ?? null),
  });

/** A form comes back with its files; everything else as the bytes that it is. */
async function bodyIn(request: Request | null): Promise<BodyInit | null> {
  if (request === null || request.body === null) return null;
  const type = request.headers.get('content-type') ?? '';
  if (/^multipart\/form-data/i.test(type)) return request.clone().formData();
  return /^(?:text\/|application\/json)/i.test(type)
    ? request.clone().text()
    : request.clone().blob();
}
