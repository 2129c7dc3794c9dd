import type { CallAside, CallProgress } from '../../../shared/contracts/call.ts';
import {
  FRAME_BYTES,
  type FromHostMessage,
  type HostEvents,
  type OutboxCalls,
  type ToHostMessage,
  toHostMessage,
} from '../../../shared/contracts/control-protocol.ts';
import type { OutboxError } from '../../../shared/contracts/errors.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { type CallName, outboxContract } from '../../../shared/contracts/outbox-api.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import { err, type Result } from '../../../shared/lang/result.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import type { Log } from '../../core/ports/log.ts';
import { packBytes, unpackBytes } from './bytes-beside.ts';
import type { Channel } from './channel.ts';

export interface ServedHost extends HostEvents {
  readonly api: OutboxCalls;
  readonly log: Log;
}

export interface Served {
  /**
   * Lets calls end that a client could not safely repeat, at most `graceMs`; answers HOST_STOPPED to the others
   * and to new ones, and closes.
   */
  stop(graceMs: number): Promise<void>;
}

/** Everybody on the socket is the command line, whatever they say. */
const SOURCE: Source = { kind: 'cli' };

/** Calls of one client under way at a time; its further ones are read when some have been answered. */
const MOST_OPEN = 64;
const FLUSH_MS = 1000;

type Call = Extract<ToHostMessage, { readonly type: 'call' }>;

interface OpenCall {
  readonly settled: Promise<void>;
  readonly repeatable: boolean;
  readonly givenUp: AbortController;
}

/** Answers a client that has been welcomed. What becomes of it harms nobody else. */
export function serveConnection(channel: Channel, host: ServedHost): Served {
  const open = new Map<number, OpenCall>();
  const gone = new AbortController();
  /** Read with others, but not begun. */
  const waiting: Call[] = [];
  const watches = new Map<'queue' | 'sending', () => void>();
  /** News that found the other side not reading; the newest of each kind is enough. */
  const late = new Map<string, FromHostMessage>();
  let stopping = false;

  const send = (message: FromHostMessage): boolean => channel.send(message);
  const fail = (id: number, error: OutboxError): void => void send({ type: 'failure', id, error });

  /** Begins what there is room for, and reads on when that is everything. */
  function begin(): void {
    while (open.size < MOST_OPEN && !channel.isClogged()) {
      const call = waiting.shift();
      if (call === undefined) {
        channel.resume();
        return;
      }
      // Not before it is among the open ones: an answer may be there at once.
      const givenUp = new AbortController();
      const settled = Promise.resolve().then(() => carryOut(call, givenUp.signal));
      open.set(call.id, { settled, repeatable: isRepeatable(call.name), givenUp });
    }
    channel.pause();
  }

  function giveUp(id: number): void {
    open.get(id)?.givenUp.abort();
    const place = waiting.findIndex((call) => call.id === id);
    if (place < 0) return;
    waiting.splice(place, 1);
    fail(id, outboxError('ABORTED'));
  }

  function answer(id: number, result: Result<unknown, OutboxError>): void {
    if (!result.ok) fail(id, result.error);
    else if (!send({ type: 'answer', id, ...packBytes(result.value) }))
      fail(id, outboxError('CALL_TOO_LARGE', { limit: FRAME_BYTES }));
  }

  async function carryOut(
    { id, name, input, bytes, progress }: Call,
    givenUp: AbortSignal,
  ): Promise<void> {
    const aside: CallAside = {
      gone: gone.signal,
      signal: AbortSignal.any([gone.signal, givenUp]),
      ...(progress === true ? { onProgress: (now) => tellProgress(id, now) } : {}),
    };
    try {
      const result = isCallName(name)
        ? await host.api.call(name, unpackBytes(input, bytes) as never, SOURCE, aside)
        : err(outboxError('NOT_ALLOWED', { call: name.slice(0, 100) }));
      if (open.delete(id)) answer(id, result);
    } catch (error) {
      // A mistake of ours in one call: its client learns that no answer comes, all others go on.
      host.log.error('callFailed', { call: name.slice(0, 100), detail: String(error) });
      open.delete(id);
      channel.destroy();
    }
    begin();
  }

  /** Of one who does not read, or of a call that was answered, the progress is nobody's. */
  function tellProgress(id: number, progress: CallProgress): void {
    if (open.has(id) && !channel.isClogged()) send({ type: 'progress', id, progress });
  }

  function tell(kind: string, message: FromHostMessage): void {
    if (channel.isClogged()) late.set(kind, message);
    else send(message);
  }

  function watch(what: 'queue' | 'sending'): void {
    watches.get(what)?.();
    switch (what) {
      case 'queue':
        watches.set(
          what,
          host.onChange(() => tell('changed', { type: 'changed' })),
        );
        return;
      case 'sending':
        watches.set(
          what,
          host.watchSending((news) => tell(news.kind, { type: 'sending', news })),
        );
        return;
      default:
        assertNever(what);
    }
  }

  channel.onDrain(() => {
    for (const message of late.values()) send(message);
    late.clear();
    begin();
  });
  const leave = (): void => {
    for (const off of watches.values()) off();
    watches.clear();
  };
  void channel.closed.then(leave);
  void channel.closed.then(() => gone.abort());
  channel.receive((message) => {
    const parsed = toHostMessage.safeParse(message);
    if (!parsed.success) {
      channel.destroy();
      return;
    }
    switch (parsed.data.type) {
      case 'call':
        if (stopping) fail(parsed.data.id, outboxError('HOST_STOPPED', { begun: 'no' }));
        else {
          waiting.push(parsed.data);
          begin();
        }
        return;
      case 'abort':
        giveUp(parsed.data.id);
        return;
      case 'watch':
        watch(parsed.data.what);
        return;
      default:
        assertNever(parsed.data);
    }
  });

  return {
    async stop(graceMs) {
      stopping = true;
      leave();
      for (const { id } of waiting.splice(0)) {
        fail(id, outboxError('HOST_STOPPED', { begun: 'no' }));
      }
      const unrepeatable = Array.from(open.values())
        .filter((call) => !call.repeatable)
        .map((call) => call.settled);
      await Promise.race([Promise.all(unrepeatable), channel.closed, after(graceMs)]);
      for (const id of open.keys()) fail(id, outboxError('HOST_STOPPED', { begun: 'perhaps' }));
      open.clear();
      await channel.end(FLUSH_MS);
    },
  };
}

const isCallName = (name: string): name is CallName => Object.hasOwn(outboxContract, name);

const isRepeatable = (name: string): boolean =>
  isCallName(name) && outboxContract[name].repeatable === 'always';

const after = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
