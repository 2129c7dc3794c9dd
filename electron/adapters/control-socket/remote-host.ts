import type { CallAside, CallProgress } from '../../../shared/contracts/call.ts';
import {
  FRAME_BYTES,
  fromHostMessage,
  type RemoteHost,
  type SendingNews,
  type ToHostMessage,
} from '../../../shared/contracts/control-protocol.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import type { CallName, CallOutput } from '../../../shared/contracts/outbox-api.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import { packBytes, unpackBytes } from './bytes-beside.ts';
import type { Channel } from './channel.ts';

type Settle = (result: Result<unknown, OutboxError>) => void;

/** The host behind a channel whose handshake is done. */
export function createRemoteHost(channel: Channel, pid: number): RemoteHost {
  const open = new Map<number, Settle>();
  const progressListeners = new Map<number, (progress: CallProgress) => void>();
  const changeListeners = new Set<() => void>();
  const sendingListeners = new Set<(news: SendingNews) => void>();
  let lastId = 0;
  let gone = false;

  const send = (message: ToHostMessage): boolean => channel.send(message);
  const settle = (id: number, result: Result<unknown, OutboxError>): void => {
    open.get(id)?.(result);
    open.delete(id);
  };

  channel.receive((message) => {
    const parsed = fromHostMessage.safeParse(message);
    if (!parsed.success) {
      channel.destroy();
      return;
    }
    const { data } = parsed;
    switch (data.type) {
      case 'answer':
        settle(data.id, ok(unpackBytes(data.value, data.bytes)));
        return;
      case 'failure':
        settle(data.id, err(data.error));
        return;
      case 'progress':
        progressListeners.get(data.id)?.(data.progress);
        return;
      case 'changed':
        for (const listener of changeListeners) listener();
        return;
      case 'sending':
        for (const listener of sendingListeners) listener(data.news);
        return;
      default:
        assertNever(data);
    }
  });
  const settleAll = async (): Promise<void> => {
    await channel.closed;
    gone = true;
    for (const id of Array.from(open.keys())) {
      settle(id, err(outboxError('HOST_STOPPED', { begun: 'perhaps' })));
    }
  };
  const ended = settleAll();

  return {
    pid,
    ended,
    async call<Name extends CallName>(
      name: Name,
      input: unknown,
      _source: Source,
      { signal, onProgress }: CallAside = {},
    ) {
      if (signal?.aborted === true) return err(outboxError('ABORTED'));
      if (gone) return err(outboxError('HOST_STOPPED', { begun: 'no' }));
      lastId += 1;
      const id = lastId;
      const { value, bytes } = packBytes(input);
      const answered = new Promise<Result<unknown, OutboxError>>((resolve) =>
        open.set(id, resolve),
      );
      if (onProgress !== undefined) progressListeners.set(id, onProgress);
      const wanted = onProgress === undefined ? {} : { progress: true as const };
      if (!send({ type: 'call', id, name, input: value, bytes, ...wanted })) {
        settle(id, err(outboxError('CALL_TOO_LARGE', { limit: FRAME_BYTES })));
      }
      const abort = (): void => void send({ type: 'abort', id });
      signal?.addEventListener('abort', abort, { once: true });
      const answer = await answered;
      signal?.removeEventListener('abort', abort);
      progressListeners.delete(id);
      // The host speaks the same protocol, so its answer is what the contract says.
      return answer as Result<CallOutput<Name>, OutboxError>;
    },
    onChange(listener) {
      if (changeListeners.size === 0) send({ type: 'watch', what: 'queue' });
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    watchSending(listener) {
      sendingListeners.add(listener);
      send({ type: 'watch', what: 'sending' });
      return () => sendingListeners.delete(listener);
    },
    close: () => channel.destroy(),
  };
}
