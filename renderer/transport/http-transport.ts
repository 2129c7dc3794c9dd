import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { CallName, CallOutput } from '../../shared/contracts/outbox-api.ts';
import {
  decodeMessage,
  encodeMessage,
  type StreamLine,
  WEB_CALL_BYTES,
  WEB_PATHS,
} from '../../shared/contracts/web-protocol.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { err, type Result } from '../../shared/lang/result.ts';
import { backoff } from './backoff.ts';
import { type Following, followOnce } from './event-follower.ts';
import type { OutboxClient, OutboxEvent } from './outbox-client.ts';
import type { PageEnvironment } from './page-environment.ts';
import { forgetSession, type PageSession, REQUEST, sessionOpener } from './page-session.ts';

type Listener = (event: OutboxEvent) => void;
type ConnectionState = Extract<OutboxEvent, { readonly kind: 'connection' }>['state'];

/** The outbox over HTTP, for the page in a browser. */
export function createHttpTransport(page: PageEnvironment): OutboxClient {
  const openSession = sessionOpener(page);
  const listeners = new Set<Listener>();
  let state: ConnectionState | null = null;
  let following: Following | null = null;
  let skipWait = (): void => {};
  let running = false;

  const session: Promise<PageSession | null> = reachSession();

  async function reachSession(): Promise<PageSession | null> {
    for (let failures = 1; ; failures += 1) {
      const opening = await openSession();
      switch (opening.kind) {
        case 'open':
          return opening.session;
        case 'refused':
          say('refused');
          return null;
        case 'unanswered':
          say('lost');
          await wait(failures);
          break;
        default:
          assertNever(opening);
      }
    }
  }

  function tell(event: OutboxEvent): void {
    for (const listener of listeners) tellOne(listener, event);
  }

  function say(next: ConnectionState): void {
    if (state === next) return;
    state = next;
    tell({ kind: 'connection', state });
  }

  /** Until it is time to try again, or something says that it could work now. */
  const wait = (failures: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = page.after(backoff(failures, page.random()), resolve);
      skipWait = () => {
        cancel();
        resolve();
      };
    });

  function take(line: StreamLine, { keepCursor }: PageSession): void {
    switch (line.kind) {
      case 'changes':
        tell({ kind: 'changes', changes: line.changes });
        keepCursor(line.cursor);
        return;
      case 'resync':
        tell({ kind: 'resync' });
        keepCursor(line.cursor);
        return;
      case 'progress':
        tell(line);
        return;
      case 'beat':
        return;
      default:
        assertNever(line);
    }
  }

  async function follow(): Promise<void> {
    const open = await session;
    if (open === null) return;
    let failures = 0;
    while (listeners.size > 0) {
      following = followOnce(page, open, {
        open: () => say('open'),
        line: (line) => take(line, open),
      });
      const end = await following.ended;
      following = null;
      if (end === 'refused') return lose();
      failures = end === 'cut' ? 0 : failures + 1;
      // A stream that was only cut is had again at once: nobody needs to know.
      if (failures > 0) say('lost');
      await wait(failures);
    }
    running = false;
  }

  function lose(): void {
    forgetSession(page);
    say('refused');
  }

  page.onHint(() => {
    skipWait();
    following?.doubt();
  });

  async function ask(name: CallName, input: unknown): Promise<Result<unknown, OutboxError>> {
    const open = await session;
    if (open === null || state === 'refused')
      return err(outboxError('NOT_ALLOWED', { call: name }));
    const { contentType, body } = encodeMessage(input);
    if (body.length > WEB_CALL_BYTES)
      return err(outboxError('CALL_TOO_LARGE', { limit: WEB_CALL_BYTES }));
    try {
      const answer = await page.fetch(WEB_PATHS.call + name, {
        ...REQUEST,
        method: 'POST',
        headers: { authorization: `Bearer ${open.token}`, 'content-type': contentType },
        body,
      });
      if (answer.status === 401) {
        lose();
        return err(outboxError('NOT_ALLOWED', { call: name }));
      }
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const type = answer.headers.get('content-type') ?? '';
      if (answer.ok) return decodeMessage(type, bytes) as Result<unknown, OutboxError>;
    } catch {
      // Nobody answered, or not to the end.
    }
    return err(outboxError('HOST_STOPPED', { begun: 'perhaps' }));
  }

  return {
    async call<Name extends CallName>(name: Name, input: unknown) {
      // The host speaks the same contract, so its answer is what the contract says.
      return (await ask(name, input)) as Result<CallOutput<Name>, OutboxError>;
    },
    subscribe(listener) {
      listeners.add(listener);
      if (state !== null) tellOne(listener, { kind: 'connection', state });
      if (!running) {
        running = true;
        void follow();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          following?.stop();
          skipWait();
        }
      };
    },
  };
}

/** A listener that fails is its own trouble, and not that of the others or of the connection. */
function tellOne(listener: Listener, event: OutboxEvent): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
