import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { OutboxError } from '../../../shared/contracts/errors.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { type CallName, outboxContract } from '../../../shared/contracts/outbox-api.ts';
import { WEB_CALL_BYTES } from '../../../shared/contracts/web-protocol.ts';
import { WINDOW_CHANNELS, WINDOW_ORIGIN } from '../../../shared/contracts/window-bridge.ts';
import {
  callMessage,
  emptyMessage,
  followMessage,
  streamMessage,
} from '../../../shared/contracts/window-ipc.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import { type News, newestCursor } from '../../api/event-stream.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Channel } from './answering.ts';
import { createOpenCalls } from './open-calls.ts';
import type { Places } from './places.ts';
import { receive } from './receive.ts';
import { isFrom } from './sender.ts';
import { createTelling } from './telling.ts';

export interface OwnWindowDeps {
  readonly news: News;
  readonly log: Log;
  /** Whether the contents are those of one of our own windows. */
  readonly isOwn: (contents: WebContents) => boolean;
  readonly places: Pick<Places, 'next'>;
}

/** Everybody in the own window is the window, whatever they say. */
const SOURCE: Source = { kind: 'window' };

const SMALL = 4096;

/** Answers the own windows, until it is closed. */
export function answerOwnWindows({ news, log, isOwn, places }: OwnWindowDeps): {
  close(graceMs: number): Promise<void>;
} {
  const telling = createTelling<WebContents>(news, WINDOW_CHANNELS.told);
  const open = createOpenCalls(news.timers);

  const channel = <Input>(
    one: Omit<Channel<WebContents, Input, IpcMainInvokeEvent>, 'callerOf'>,
  ): (() => void) =>
    receive(
      { ...one, callerOf: (event) => (isFrom(event, isOwn, WINDOW_ORIGIN) ? event.sender : null) },
      log,
    );

  const stop = [
    channel({
      name: WINDOW_CHANNELS.call,
      input: callMessage,
      limit: WEB_CALL_BYTES,
      answer(
        { name, input },
        contents,
      ): Promise<Result<unknown, OutboxError>> | Result<never, OutboxError> {
        if (!isCallName(name)) return err(outboxError('NOT_ALLOWED', { call: name }));
        return open.carryOut(outboxContract[name].repeatable === 'always', () =>
          news.api.call(name, input as never, SOURCE, {
            pathless: true,
            gone: telling.goneOf(contents),
          }),
        );
      },
    }),
    channel({
      name: WINDOW_CHANNELS.position,
      input: emptyMessage,
      limit: SMALL,
      answer: async () => ok({ cursor: await newestCursor(news.api) }),
    }),
    channel({
      name: WINDOW_CHANNELS.follow,
      input: followMessage,
      limit: SMALL,
      answer({ stream, cursor }, contents) {
        telling.follow(contents, stream, cursor);
        return ok(null);
      },
    }),
    channel({
      name: WINDOW_CHANNELS.taken,
      input: streamMessage,
      limit: SMALL,
      answer({ stream }, contents) {
        telling.taken(contents, stream);
        return ok(null);
      },
    }),
    channel({
      name: WINDOW_CHANNELS.unfollow,
      input: streamMessage,
      limit: SMALL,
      answer({ stream }, contents) {
        telling.unfollow(contents, stream);
        return ok(null);
      },
    }),
    channel({
      name: WINDOW_CHANNELS.nextPlace,
      input: emptyMessage,
      limit: SMALL,
      answer: async (_input, contents) => ok(await places.next(telling.goneOf(contents))),
    }),
  ];

  return {
    async close(graceMs) {
      telling.end();
      await open.close(graceMs);
      for (const off of stop) off();
    },
  };
}

const isCallName = (name: string): name is CallName => Object.hasOwn(outboxContract, name);
