import type { StreamLine } from '../../../shared/contracts/web-protocol.ts';
import { type News, streamEvents } from '../../api/event-stream.ts';

/** Of the contents of a window: what telling it needs. */
export interface ToldContents {
  send(channel: string, message: { readonly stream: number; readonly line: unknown }): void;
  isDestroyed(): boolean;
  on(event: string, listener: (...args: never[]) => void): unknown;
}

/** Tells windows what happens, each from its own cursor on. */
export interface Telling<Contents> {
  follow(contents: Contents, stream: number, cursor: number): void;
  taken(contents: Contents, stream: number): void;
  unfollow(contents: Contents, stream: number): void;
  /** Aborts when the page in these contents is not there any more. */
  goneOf(contents: Contents): AbortSignal;
  end(): void;
}

/** Lines that a window has not taken in; beyond that, nothing more is sent until it has. */
const MOST_UNTAKEN = 16;

interface Page {
  readonly gone: AbortController;
  stream: { readonly id: number; readonly taken: () => void; readonly stop: () => void } | null;
}

/** `viewOf` is what of a line these contents are told; null leaves it out. */
export function createTelling<Contents extends ToldContents>(
  news: News,
  channel: string,
  viewOf: (line: StreamLine, contents: Contents) => unknown = (line) => line,
): Telling<Contents> {
  const pages = new Map<Contents, Page>();

  function pageIn(contents: Contents): Page {
    const known = pages.get(contents);
    if (known !== undefined) return known;
    if (!watched.has(contents)) watch(contents);
    const page: Page = { gone: new AbortController(), stream: null };
    pages.set(contents, page);
    return page;
  }

  const watched = new WeakSet<Contents>();

  function watch(contents: Contents): void {
    watched.add(contents);
    const leave = (): void => {
      const page = pages.get(contents);
      pages.delete(contents);
      page?.stream?.stop();
      page?.gone.abort();
    };
    contents.on('destroyed', leave);
    contents.on('render-process-gone', leave);
    contents.on(
      'did-start-navigation',
      (details: { isMainFrame: boolean; isSameDocument: boolean }) => {
        if (details.isMainFrame && !details.isSameDocument) leave();
      },
    );
  }

  function tell(contents: Contents, stream: number, line: unknown): void {
    if (!contents.isDestroyed()) contents.send(channel, { stream, line });
  }

  function start(contents: Contents, id: number, cursor: number): NonNullable<Page['stream']> {
    let untaken = 0;
    let drain = (): void => {};
    const stop = streamEvents(
      news,
      {
        write(line) {
          const view = viewOf(line, contents);
          if (view === null) return true;
          tell(contents, id, view);
          untaken += 1;
          return untaken < MOST_UNTAKEN;
        },
        onDrain: (callback) => {
          drain = callback;
        },
      },
      cursor,
    );
    return {
      id,
      stop,
      taken() {
        const wasFull = untaken >= MOST_UNTAKEN;
        untaken = Math.max(0, untaken - 1);
        if (wasFull && untaken < MOST_UNTAKEN) drain();
      },
    };
  }

  return {
    follow(contents, stream, cursor) {
      const page = pageIn(contents);
      page.stream?.stop();
      page.stream = start(contents, stream, cursor);
    },
    taken(contents, stream) {
      const current = pages.get(contents)?.stream;
      if (current?.id === stream) current.taken();
    },
    unfollow(contents, stream) {
      const page = pages.get(contents);
      if (page?.stream?.id !== stream) return;
      page.stream.stop();
      page.stream = null;
    },
    goneOf: (contents) => pageIn(contents).gone.signal,
    end() {
      for (const [contents, page] of pages) {
        page.stream?.stop();
        if (page.stream !== null) tell(contents, page.stream.id, null);
        page.stream = null;
      }
    },
  };
}
