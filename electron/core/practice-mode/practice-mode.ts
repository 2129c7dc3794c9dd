import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import type { PracticeStatus } from '../../../shared/contracts/window-calls.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { PRACTICE_ACCOUNT } from '../../../shared/outbox/account.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import { type CommandDeps, carryOut } from '../commands.ts';
import type { Outbox } from '../outbox.ts';
import type { Log } from '../ports/log.ts';
import type { OutboxStore } from '../ports/outbox-store.ts';
import { practiceCounts } from './practice-counts.ts';
import { sampleRequests } from './sample-requests.ts';

/** The practice server, as a process of its own. */
export interface PracticeServer {
  readonly url: string;
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** Resolves when it has ended, whatever ended it. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

export interface PracticeDeps extends CommandDeps {
  readonly outbox: Outbox;
  readonly log: Log;
  /** Rejects when it cannot be started. */
  readonly startServer: () => Promise<PracticeServer>;
  /** Called when it has begun and when it has ended. */
  readonly switched: () => void;
  /** Two photos for as long as `use` runs; accepted items have copies of their own. */
  readonly withPhotos: <T>(
    use: (photos: { readonly front: string; readonly back: string }) => Promise<T>,
  ) => Promise<T>;
}

export interface PracticeMode {
  /** Where its server is; null while it does not run. */
  url(): string | null;
  status(): PracticeStatus;
  /** PRACTICE_UNAVAILABLE when the server cannot be started. Nothing happens when it runs. */
  start(): Promise<Result<PracticeStatus, OutboxError>>;
  addItems(source: Source): Promise<Result<{ readonly added: number }, OutboxError>>;
  setNetwork(online: boolean): Promise<Result<null, OutboxError>>;
  /** Ends the server; every practice item leaves with it, also one that is being sent. */
  stop(): Promise<Result<null, OutboxError>>;
  /** Ends the server only, when the host stops; the next start clears away what it left. */
  end(): Promise<void>;
}

const SELECTION = { filter: { account: PRACTICE_ACCOUNT } };
const SENDING = { filter: { account: PRACTICE_ACCOUNT, states: ['sending'] as const } };
const BY: Source = { kind: 'window' };

export function createPracticeMode(deps: PracticeDeps): PracticeMode {
  const { store, outbox } = deps;
  let server: PracticeServer | null = null;
  /** One switch at a time: whoever comes second waits for the first. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const done = turn.then(act);
    turn = done.catch(() => null);
    return done;
  };

  const status = (): PracticeStatus => ({
    running: server !== null,
    url: server?.url ?? null,
    counts: practiceCounts(store.read),
  });

  const running = (): Result<PracticeServer, OutboxError> =>
    server === null
      ? err(outboxError('PRACTICE_UNAVAILABLE', { detail: 'it is switched off' }))
      : ok(server);

  async function start(): Promise<Result<PracticeStatus, OutboxError>> {
    if (server !== null) return ok(status());
    // What an earlier one left behind belongs to a server that is gone.
    const cleared = await clearPractice(deps);
    if (!cleared.ok) return cleared;
    const started = await deps.startServer().then(ok, (error: unknown) => err(error));
    if (!started.ok)
      return err(outboxError('PRACTICE_UNAVAILABLE', { detail: String(started.error) }));
    const saved = await saveAccount(store, started.value.url);
    if (!saved.ok) {
      await started.value.stop();
      return saved;
    }
    server = started.value;
    deps.switched();
    void followEnd(started.value);
    return ok(status());
  }

  async function followEnd(started: PracticeServer): Promise<void> {
    await started.ended;
    if (server !== started) return;
    deps.log.warn('practiceEnded');
    await inTurn(stop);
  }

  async function stop(): Promise<Result<null, OutboxError>> {
    const ending = server;
    server = null;
    deps.switched();
    await ending?.stop();
    return clearPractice(deps);
  }

  return {
    url: () => server?.url ?? null,
    status,
    start: () => inTurn(start),
    stop: () => inTurn(stop),
    async addItems(source) {
      const up = running();
      if (!up.ok) return up;
      return deps.withPhotos(async (photos) => {
        const added = await outbox.enqueueMany(sampleRequests(up.value.url, photos), source);
        return added.ok ? ok({ added: added.value.length }) : added;
      });
    },
    async setNetwork(online) {
      const up = running();
      if (!up.ok) return up;
      await (online ? up.value.goOnline() : up.value.goOffline());
      return ok(null);
    },
    async end() {
      const ending = server;
      server = null;
      await ending?.stop();
    },
  };
}

/** Its origin is the server's and no other: a practice item can never reach anybody else. */
const saveAccount = (store: OutboxStore, url: string): Promise<Result<null, OutboxError>> =>
  store.write((tx) => {
    tx.saveAccount({
      name: PRACTICE_ACCOUNT,
      origins: [new URL(url).origin],
      auth: { kind: 'none' },
      contract: null,
      verify: [],
      idempotency: null,
      ca: null,
      unknownOutcome: null,
      identity: null,
      session: { state: 'signInNeeded', keptBy: null, since: 0, person: null },
      people: [],
      managed: false,
    });
    return ok(null);
  });

/** Nothing is sent for an account that is gone: whatever an earlier host left of practice mode stays where it is. */
export const closePractice = (store: OutboxStore): Promise<Result<null, OutboxError>> =>
  store.write((tx) => {
    tx.removeAccount(PRACTICE_ACCOUNT);
    return ok(null);
  });

/**
 * Takes away everything of practice mode, also what a host left that was killed meanwhile. What is being sent is
 * ended first: the server it goes to is gone, so that its end comes at once.
 */
export async function clearPractice(deps: CommandDeps): Promise<Result<null, OutboxError>> {
  const { store } = deps;
  const closed = await closePractice(store);
  if (!closed.ok) return closed;
  for (;;) {
    const changed = nextCommit(store);
    const cancelled = await carryOut(deps, SENDING, { kind: 'cancel' }, BY);
    if (!cancelled.ok) return cancelled;
    const removed = await carryOut(deps, SELECTION, { kind: 'remove' }, BY);
    if (!removed.ok) return removed;
    if (removed.value.refused === 0) return ok(null);
    await changed;
  }
}

const nextCommit = (store: OutboxStore): Promise<void> =>
  new Promise((resolve) => {
    const off = store.onCommit(() => {
      off();
      resolve();
    });
  });
