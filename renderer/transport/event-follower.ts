import { BEAT_MS, type StreamLine, WEB_PATHS } from '../../shared/contracts/web-protocol.ts';
import type { Following, Heard, StreamEnd } from './followed-client.ts';
import { createLineSplitter } from './line-splitter.ts';
import type { PageEnvironment } from './page-environment.ts';
import { type PageSession, REQUEST } from './page-session.ts';

/** A host that says nothing for so long is not there, whatever the connection looks like. */
const SILENCE_MS = 3 * BEAT_MS;

/** Follows the event stream once, from where the session is; `open` when it stands, and each of its lines. */
export function followOnce(page: PageEnvironment, session: PageSession, heard: Heard): Following {
  const abort = new AbortController();
  let lastHeard = page.now();
  let silent = false;
  let cancelWatch = (): void => {};
  const hear = (): void => {
    lastHeard = page.now();
    cancelWatch();
    cancelWatch = page.after(SILENCE_MS, () => {
      silent = true;
      abort.abort();
    });
  };

  async function follow(): Promise<StreamEnd> {
    let end: StreamEnd = 'unreachable';
    hear();
    try {
      const answer = await page.fetch(`${WEB_PATHS.events}?cursor=${session.cursor()}`, {
        ...REQUEST,
        headers: { authorization: `Bearer ${session.token}` },
        signal: abort.signal,
      });
      if (answer.status === 401) return 'refused';
      if (!answer.ok || answer.body === null) return end;
      heard.open();
      const split = createLineSplitter();
      const reader = answer.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return end;
        hear();
        for (const line of split(value)) {
          end = 'cut';
          if (!abort.signal.aborted) heard.line(JSON.parse(line) as StreamLine);
        }
      }
    } catch {
      return silent ? 'unreachable' : end;
    } finally {
      cancelWatch();
      abort.abort();
    }
  }

  return {
    ended: follow(),
    stop: () => abort.abort(),
    doubt() {
      if (page.now() - lastHeard > 2 * BEAT_MS) abort.abort();
    },
  };
}
