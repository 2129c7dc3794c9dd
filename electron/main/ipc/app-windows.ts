import { APP_CHANNELS } from '../../../shared/contracts/app-bridge.ts';
import type { EmbeddedApp } from '../../../shared/contracts/app-grant.ts';
import {
  appCallMessage,
  appStreamMessage,
  pickMessage,
} from '../../../shared/contracts/app-ipc.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { outboxContract } from '../../../shared/contracts/outbox-api.ts';
import { WEB_CALL_BYTES } from '../../../shared/contracts/web-protocol.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import { type News, newestCursor } from '../../api/event-stream.ts';
import { ownNews } from '../../api/own-news.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Embedding } from '../../host/host.ts';
import { placeOf } from '../embedded/app-place.ts';
import type { Choose } from '../embedded/choose-files.ts';
import type { Channel } from './answering.ts';
import { createOpenCalls } from './open-calls.ts';
import { isFrom, type SentBy } from './sender.ts';
import { createTelling, type ToldContents } from './telling.ts';

export interface AppWindowsDeps<Contents> {
  /** Listens on a channel until the returned function is called. */
  readonly receive: <Caller, Input>(
    channel: Channel<Caller, Input, SentBy<Contents>>,
    log: Log,
  ) => () => void;
  readonly news: News;
  readonly log: Log;
  readonly embedding: Pick<Embedding, 'filesOf' | 'sourceOf'>;
  /** The app in whose window these contents are, as it stands now; null for contents of nobody's. */
  readonly appOf: (contents: Contents) => EmbeddedApp | null;
  readonly choose: Choose<Contents>;
}

/** Who asks: the app is known by the window that was opened for it, never by what a message says. */
interface Asking<Contents> {
  readonly contents: Contents;
  readonly source: Extract<Source, { kind: 'app' }>;
}

const SMALL = 4096;

/** Of one app, under way at a time; those that wait for an item are among them. */
const MOST_CALLS = 256;

/** Answers the windows of embedded apps, until it is closed. */
export function answerAppWindows<Contents extends ToldContents>(
  deps: AppWindowsDeps<Contents>,
): {
  close(graceMs: number): Promise<void>;
} {
  const { news, log, embedding, appOf, choose } = deps;
  const open = createOpenCalls(news.timers);
  const telling = createTelling<Contents>(news, APP_CHANNELS.told, (line, contents) => {
    const app = appOf(contents);
    return app === null ? null : ownNews(line, (itemId) => isItemOf(app, itemId));
  });

  const isItemOf = ({ id }: EmbeddedApp, itemId: string): boolean => {
    const source = embedding.sourceOf(itemId);
    return source?.kind === 'app' && source.app === id;
  };

  const callerOf = (event: SentBy<Contents>): Asking<Contents> | null => {
    const app = appOf(event.sender);
    if (app === null || !isFrom(event, () => true, placeOf(app).origin)) return null;
    return { contents: event.sender, source: { kind: 'app', app: app.id } };
  };

  /** What a page was given is nobody's once that page is gone. */
  const known = new WeakSet<AbortSignal>();
  const goneOf = ({ contents, source }: Asking<Contents>): AbortSignal => {
    const gone = telling.goneOf(contents);
    if (!known.has(gone)) {
      known.add(gone);
      gone.addEventListener('abort', () => void embedding.filesOf(source).dropAll());
    }
    return gone;
  };

  const underWay = new Map<string, number>();
  /** No app keeps this process busy for all others. */
  async function amongFew(
    app: string,
    call: () => Promise<Result<unknown, OutboxError>>,
  ): Promise<Result<unknown, OutboxError>> {
    const calls = underWay.get(app) ?? 0;
    if (calls >= MOST_CALLS) return err(outboxError('APP_BUSY', { limit: MOST_CALLS }));
    underWay.set(app, calls + 1);
    try {
      return await call();
    } finally {
      underWay.set(app, (underWay.get(app) ?? 1) - 1);
    }
  }

  const channel = <Input>(
    one: Omit<Channel<Asking<Contents>, Input, SentBy<Contents>>, 'callerOf'>,
  ): (() => void) => deps.receive({ ...one, callerOf }, log);

  const stop = [
    channel({
      name: APP_CHANNELS.call,
      input: appCallMessage,
      limit: WEB_CALL_BYTES,
      answer: ({ name, input }, asking): Promise<Result<unknown, OutboxError>> =>
        amongFew(asking.source.app, () =>
          open.carryOut(outboxContract[name].repeatable === 'always', () =>
            news.api.call(name, input as never, asking.source, {
              pathless: true,
              gone: goneOf(asking),
            }),
          ),
        ),
    }),
    channel({
      name: APP_CHANNELS.pick,
      input: pickMessage,
      limit: SMALL,
      answer: (options, asking) =>
        choose(asking.contents, embedding.filesOf(asking.source), options, goneOf(asking)),
    }),
    channel({
      name: APP_CHANNELS.follow,
      input: appStreamMessage,
      limit: SMALL,
      async answer({ stream }, { contents }) {
        const gone = telling.goneOf(contents);
        const cursor = await newestCursor(news.api);
        if (!gone.aborted) telling.follow(contents, stream, cursor);
        return ok(null);
      },
    }),
    channel({
      name: APP_CHANNELS.taken,
      input: appStreamMessage,
      limit: SMALL,
      answer({ stream }, { contents }) {
        telling.taken(contents, stream);
        return ok(null);
      },
    }),
    channel({
      name: APP_CHANNELS.unfollow,
      input: appStreamMessage,
      limit: SMALL,
      answer({ stream }, { contents }) {
        telling.unfollow(contents, stream);
        return ok(null);
      },
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
