import { outboxError } from '../../shared/contracts/errors.ts';
import { BEAT_MS } from '../../shared/contracts/web-protocol.ts';
import type { StreamTold, WindowBridge } from '../../shared/contracts/window-bridge.ts';
import { err } from '../../shared/lang/result.ts';
import {
  createFollowedClient,
  type Following,
  type Heard,
  type Position,
  type StreamEnd,
} from './followed-client.ts';
import { forgetPosition, hasPosition, keptPosition } from './kept-position.ts';
import type { OutboxClient } from './outbox-client.ts';
import type { PageEnvironment } from './page-environment.ts';

/** A host that says nothing for so long is not there. */
const SILENCE_MS = 3 * BEAT_MS;

const NOBODY = err(outboxError('HOST_STOPPED', { begun: 'perhaps' }));

type WindowEnvironment = Pick<PageEnvironment, 'after' | 'now' | 'random' | 'onHint' | 'storage'>;

/** The outbox over IPC, for the page in the app's own window. */
export function createIpcTransport(page: WindowEnvironment, bridge: WindowBridge): OutboxClient {
  let streams = 0;
  let hear = (_told: StreamTold): void => {};
  bridge.onTold((told) => hear(told));

  function follow(position: Position, heard: Heard): Following {
    streams += 1;
    const stream = streams;
    const ended = Promise.withResolvers<StreamEnd>();
    let lastHeard = page.now();
    let hasEnded = false;
    let cancelWatch = (): void => {};
    const watch = (): void => {
      lastHeard = page.now();
      cancelWatch();
      cancelWatch = page.after(SILENCE_MS, () => end('unreachable'));
    };
    function end(how: StreamEnd): void {
      if (hasEnded) return;
      hasEnded = true;
      cancelWatch();
      void bridge.unfollow({ stream }).catch(() => {});
      ended.resolve(how);
    }
    hear = (told) => {
      if (told.stream !== stream || hasEnded) return;
      if (told.line === null) return end('cut');
      watch();
      void bridge.taken({ stream }).catch(() => {});
      heard.line(told.line);
    };
    async function begin(): Promise<void> {
      const answer = await bridge.follow({ stream, cursor: position.cursor() }).catch(() => NOBODY);
      if (!answer.ok) end(answer.error.code === 'NOT_ALLOWED' ? 'refused' : 'unreachable');
      else if (!hasEnded) heard.open();
    }
    watch();
    void begin();
    return {
      ended: ended.promise,
      stop: () => end('cut'),
      doubt() {
        if (page.now() - lastHeard > 2 * BEAT_MS) end('cut');
      },
    };
  }

  return createFollowedClient<Position>(page, {
    async openSession() {
      if (!hasPosition(page.storage)) {
        const newest = await bridge.position().catch(() => null);
        if (newest === null) return { kind: 'unanswered' };
        if (!newest.ok)
          return { kind: newest.error.code === 'NOT_ALLOWED' ? 'refused' : 'unanswered' };
        keptPosition(page.storage).keepCursor(newest.value.cursor);
      }
      return { kind: 'open', session: keptPosition(page.storage) };
    },
    follow,
    async ask(_position, name, input) {
      try {
        return await bridge.call({ name, input });
      } catch {
        // The host is gone, or the input cannot be cloned out of this page.
        return NOBODY;
      }
    },
    forgetSession: () => forgetPosition(page.storage),
  });
}
