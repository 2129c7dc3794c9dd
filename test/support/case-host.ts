import { onTestFinished } from 'vitest';
import type {
  SpawnWorker,
  WorkerExit,
} from '../../electron/adapters/worker-host/worker-process.ts';
import type { OutboxHost } from '../../electron/host/host.ts';
import { openHost } from '../../electron/host/open-host.ts';
import { startPractice } from '../../electron/host/practice-process.ts';
import { serve } from '../../electron/worker/serve.ts';
import { createAgents } from '../../electron/worker/transport/agents.ts';
import { outboxError } from '../../shared/contracts/errors.ts';
import type { CallInput, ItemDetails } from '../../shared/contracts/outbox-api.ts';
import {
  DEFAULT_LIMITS,
  type FromWorker,
  type ToWorker,
  type TransferLimits,
} from '../../shared/contracts/worker-protocol.ts';
import { err } from '../../shared/lang/result.ts';
import type { Explanation } from '../../shared/outbox/explanation.ts';
import type { Item, Source } from '../../shared/outbox/item.ts';
import { tempFolder } from './temp-folder.ts';

const OWNER: Source = { kind: 'cli' };

export interface CaseHostOptions {
  readonly home?: string;
  /** In place of those of the product, so that minutes become moments. */
  readonly limits?: Partial<TransferLimits>;
  /** Where proxies are; by default there is none, whatever the environment says. */
  readonly env?: NodeJS.ProcessEnv;
  /** Before the first TLS connection: the place to trust certificates of the test's own. */
  readonly beforeTls?: () => void;
}

export interface CaseHost extends OutboxHost {
  readonly home: string;
  add(request: CallInput<'enqueue'>): Promise<string>;
  details(id: string): Promise<ItemDetails>;
  explanations(id: string): Promise<readonly Explanation[]>;
  /** Looks, and again after every change, until there is something to see. Only for what does not go away by itself. */
  seen<T>(look: () => Promise<T | null>): Promise<T>;
  /** Resolves once the item is over or needs a person; no back-off on the way is waited for. */
  seenThrough(id: string): Promise<ItemDetails>;
}

/** A host as by `openCaseHost`, closed after the test. */
export async function caseHost(options?: CaseHostOptions): Promise<CaseHost> {
  const host = await openCaseHost(options);
  onTestFinished(() => host.close(0));
  return host;
}

/**
 * A host with everything real, the queue, the vault, the sockets, but with its worker in the test's own process, where
 * limits, proxies and look-ups can be the test's. It sends from the beginning.
 */
export async function openCaseHost(options: CaseHostOptions = {}): Promise<CaseHost> {
  const { home = tempFolder(), limits = {}, env = {}, beforeTls = () => {} } = options;
  const opened = await openHost(
    { home, env },
    {
      workersAt: () => ownWorker(limits, beforeTls),
      startPractice: () => startPractice({ port: 0 }),
      pageAddress: () => null,
      openApp: () => err(outboxError('APPS_NEED_WINDOWS')),
    },
  );
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const host = opened.value;
  const started = await host.sending.start();
  if (!started.ok) throw new Error(JSON.stringify(started.error));

  const details = async (id: string): Promise<ItemDetails> => {
    const found = await host.api.call('get', { id }, OWNER);
    if (!found.ok) throw new Error(JSON.stringify(found.error));
    return found.value;
  };
  const seen = <T>(look: () => Promise<T | null>): Promise<T> =>
    new Promise((resolve, reject) => {
      const lookAgain = async (): Promise<void> => {
        const found = await look();
        if (found === null) return;
        off();
        resolve(found);
      };
      const off = host.onChange(() => void lookAgain().catch(reject));
      void lookAgain().catch(reject);
    });

  return {
    ...host,
    home,
    async add(request) {
      const accepted = await host.api.call('enqueue', request, OWNER);
      if (!accepted.ok) throw new Error(JSON.stringify(accepted.error));
      return accepted.value.id;
    },
    details,
    async explanations(id) {
      const explained = await host.api.call('explain', { id }, OWNER);
      if (!explained.ok) throw new Error(JSON.stringify(explained.error));
      return explained.value;
    },
    seen,
    async seenThrough(id) {
      const off = host.onChange(() => void hurry(host, id));
      void hurry(host, id);
      const over = await seen(async () => {
        const found = await details(id);
        return OVER.has(found.item.state) ? found : null;
      });
      off();
      return over;
    },
  };
}

const OVER: ReadonlySet<Item['state']> = new Set<Item['state']>([
  'delivered',
  'attention',
  'unconfirmed',
  'cancelled',
]);

/** "Sync now", as a person would press it who sees the item wait, or stand before a closed gate. */
async function hurry(host: OutboxHost, id: string): Promise<void> {
  const found = await host.api.call('get', { id }, OWNER);
  const state = found.ok ? found.value.item.state : null;
  const stands = state === 'queued' && host.sending.running().length === 0;
  if (state === 'waiting' || stands) await host.api.call('sync', {}, OWNER);
}

/** Workers that are no processes. */
function ownWorker(limits: Partial<TransferLimits>, beforeTls: () => void): SpawnWorker {
  return () => {
    const agents = createAgents(beforeTls);
    const fromWorker: ((message: FromWorker) => void)[] = [];
    const toWorker: ((message: ToWorker) => void)[] = [];
    const onExit: ((exit: WorkerExit) => void)[] = [];
    let isGone = false;
    const later = (deliver: () => void): void => void setImmediate(() => !isGone && deliver());
    later(() =>
      serve(
        {
          send: (message) => later(() => fromWorker.forEach((hear) => hear(message))),
          onMessage: (listener) => void toWorker.push(listener),
          onClose: () => {},
        },
        { agents, now: () => Date.now(), monotonic: () => performance.now() },
        { pid: process.pid, exit: () => {} },
      ),
    );
    return {
      pid: process.pid,
      send: (message) => later(() => toWorker.forEach((hear) => hear(within(message, limits)))),
      onMessage: (listener) => void fromWorker.push(listener),
      onExit: (listener) => void onExit.push(listener),
      kill() {
        if (isGone) return;
        isGone = true;
        agents.destroy();
        setImmediate(() => onExit.forEach((hear) => hear({ code: null, signal: 'SIGKILL' })));
      },
    };
  };
}

const within = (message: ToWorker, limits: Partial<TransferLimits>): ToWorker =>
  message.type === 'run'
    ? { type: 'run', job: { ...message.job, limits: { ...DEFAULT_LIMITS, ...limits } } }
    : message;
