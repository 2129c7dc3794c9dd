import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { CallName, CallOutput } from '../../shared/contracts/outbox-api.ts';
import type { StreamLine } from '../../shared/contracts/web-protocol.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { err, type Result } from '../../shared/lang/result.ts';
import { backoff } from './backoff.ts';
import type { OutboxClient, OutboxEvent } from './outbox-client.ts';
import type { PageEnvironment } from './page-environment.ts';

/** How far this page has heard what happened; lives over reloads. */
export interface Position {
  cursor(): number;
  /** What comes after this is news. */
  keepCursor(cursor: number): void;
}

export type Opening<Session> =
  | { readonly kind: 'open'; readonly session: Session }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unanswered' };

export type StreamEnd =
  /** After at least one line. */
  'cut' | 'unreachable' | 'refused';

export interface Following {
  readonly ended: Promise<StreamEnd>;
  /** Ends it. */
  stop(): void;
  /** Ends it if the host has been silent: a page that slept does not wait to find out. */
  doubt(): void;
}

export interface Heard {
  /** The stream stands. */
  open(): void;
  line(line: StreamLine): void;
}

/** The way to the host: what differs between transports. */
export interface Way<Session extends Position> {
  openSession(): Promise<Opening<Session>>;
  /** Follows what happens once, from where the session is. */
  follow(session: Session, heard: Heard): Following;
  /** `refused`: nobody takes the session any more. HOST_STOPPED when nobody answers. */
  ask(
    session: Session,
    name: CallName,
    input: unknown,
  ): Promise<Result<unknown, OutboxError> | 'refused'>;
  forgetSession(): void;
}

type Listener = (event: OutboxEvent) => void;
type ConnectionState = Extract<OutboxEvent, { readonly kind: 'connection' }>['state'];

/** The outbox over any way to it: keeps the connection, and tells what happens without leaving anything out. */
export function createFollowedClient<Session extends Position>(
  page: Pick<PageEnvironment, 'after' | 'random' | 'onHint'>,
  way: Way<Session>,
): OutboxClient {
  const listeners = new Set<Listener>();
  let state: ConnectionState | null = null;
  let following: Following | null = null;
  let skipWait = (): void => {};
  let running = false;

  const session: Promise<Session | null> = reachSession();

  async function reachSession(): Promise<Session | null> {
    for (let failures = 1; ; failures += 1) {
      const opening = await way.openSession();
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

  function take(line: StreamLine, { keepCursor }: Position): void {
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
      following = way.follow(open, {
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
    way.forgetSession();
    say('refused');
  }

  page.onHint(() => {
    skipWait();
    following?.doubt();
  });

  async function ask(name: CallName, input: unknown): Promise<Result<unknown, OutboxError>> {
    const open = await session;
    const answer =
      open === null || state === 'refused' ? 'refused' : await way.ask(open, name, input);
    if (answer !== 'refused') return answer;
    if (open !== null && state !== 'refused') lose();
    return err(outboxError('NOT_ALLOWED', { call: name }));
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
