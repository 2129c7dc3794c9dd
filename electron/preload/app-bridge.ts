import {
  type Answer,
  APP_BRIDGE_VERSION,
  APP_CHANNELS,
  type AppCall,
  type AppNews,
  type AppResponse,
  type AppTold,
  type OutTray,
  type PickedFile,
} from '../../shared/contracts/app-bridge.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { CallInput, CallOutput } from '../../shared/contracts/outbox-api.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { errorSentence } from '../../shared/messages/error-sentences.ts';
import { brought } from './brought-files.ts';
import { createUploader } from './upload.ts';

export interface AppPipe {
  /** Asks the host; what crosses can be cloned. */
  invoke(channel: string, message: unknown): Promise<Result<unknown, OutboxError>>;
  /** Called once. */
  onTold(listener: (told: AppTold) => void): void;
}

/** A piece of a stored answer. */
const PIECE_BYTES = 1024 * 1024;

const DEFAULT_WAIT_MS = 24 * 3_600_000;

/** `window.outtray` over the pipe to the host, which decides everything: here files become uploads, and that is all. */
export function createAppBridge(pipe: AppPipe): OutTray {
  const call = async <Name extends AppCall>(
    name: Name,
    input: CallInput<Name>,
  ): Promise<Answer<CallOutput<Name>>> =>
    told((await pipe.invoke(APP_CHANNELS.call, { name, input })) as Result<never, OutboxError>);

  const uploader = createUploader({
    begin: (filename) => call('uploads.begin', { filename }),
    append: (upload, offset, bytes) => call('uploads.append', { upload, offset, bytes }),
    drop: (upload) => call('uploads.drop', { upload }),
  });

  /** Hands over what has files in it: they are uploaded first, and gone if it is refused. */
  async function handOver<T>(
    given: unknown,
    act: (input: never) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    const { value, uploads, failed } = await brought(given, uploader.blob);
    const answer = failed === null ? await act(value as never) : err(withMessage(failed));
    if (!answer.ok) await Promise.all(uploads.map((upload) => call('uploads.drop', { upload })));
    return answer;
  }

  const listeners = new Set<(news: AppNews) => void>();
  let stream = 0;
  pipe.onTold(({ stream: of, line }) => {
    if (of !== stream || line === null) return;
    for (const listener of listeners) listener(line);
    void pipe.invoke(APP_CHANNELS.taken, { stream });
  });

  return {
    version: APP_BRIDGE_VERSION,
    enqueue: (request) => handOver(request, (input) => call('enqueue', input)),
    enqueueMany: (requests) =>
      handOver([...requests], (given) => call('enqueueMany', { requests: given })),
    addToOutbox: (given) => handOver(given, (input) => call('addToOutbox', input)),
    get: (id) => call('get', { id }),
    list: (query = {}) => call('list', query),
    async waitFor(id, timeoutMs = DEFAULT_WAIT_MS) {
      const settled = await call('waitFor', { id, timeoutMs });
      return settled.ok ? ok(settled.value.item) : settled;
    },
    async response(id) {
      const details = await call('get', { id });
      if (!details.ok) return details;
      const newest = details.value.attempts.at(-1);
      const head = newest?.report?.response ?? null;
      if (newest === undefined || head === null) return ok(null);
      const { status, headers } = head;
      const pieces: Uint8Array[] = [];
      for (let offset = 0, size = 1; newest.body !== null && offset < size; ) {
        const range = { id, attempt: newest.number, offset, length: PIECE_BYTES };
        const piece = await call('responseRange', range);
        if (!piece.ok) return piece;
        pieces.push(piece.value.bytes);
        offset += piece.value.bytes.length;
        size = piece.value.bytes.length === 0 ? 0 : piece.value.size;
      }
      return ok({ status, headers, body: joined(pieces) } satisfies AppResponse);
    },
    cancel: (ids) => call('cancel', { items: { ids: [...ids] } }),
    retry: (ids) => call('retry', { items: { ids: [...ids] } }),
    upload: (filename, pull) => uploader.stream(filename, pull).then(told),
    pickFiles: async (options = {}) =>
      told(
        (await pipe.invoke(APP_CHANNELS.pick, options)) as Result<
          readonly PickedFile[],
          OutboxError
        >,
      ),
    status: () => call('apps.status', {}),
    async setTokens(account, tokens) {
      const set = await call('accounts.setTokens', { name: account, tokens });
      return set.ok ? ok(null) : set;
    },
    subscribe(listener) {
      // A function of its own, so that one that subscribes twice is told twice, and leaves once.
      const own = (news: AppNews): void => listener(news);
      listeners.add(own);
      if (listeners.size === 1) {
        stream += 1;
        void pipe.invoke(APP_CHANNELS.follow, { stream });
      }
      return () => {
        if (!listeners.delete(own) || listeners.size > 0) return;
        void pipe.invoke(APP_CHANNELS.unfollow, { stream });
      };
    },
  };
}

const withMessage = (error: OutboxError) => ({ ...error, message: errorSentence(error) });

const told = <T>(result: Result<T, OutboxError>): Answer<T> =>
  result.ok ? result : err(withMessage(result.error));

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
