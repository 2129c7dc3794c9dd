import type { CallerFiles } from '../../electron/core/apps/file-capabilities.ts';
import type { BatchDeps } from '../../electron/core/batch.ts';
import { type Batches, createBatches } from '../../electron/core/batches.ts';
import type { CommandDeps } from '../../electron/core/commands.ts';
import { createDiskGuard, type DiskGuard } from '../../electron/core/disk-guard.ts';
import { createDispatcher, type Dispatcher } from '../../electron/core/dispatcher.ts';
import type { EditDeps } from '../../electron/core/edit.ts';
import { createOutbox, type Outbox } from '../../electron/core/outbox.ts';
import { DEFAULT_POLICY, type Policy } from '../../electron/core/policy.ts';
import type { Credentials } from '../../electron/core/ports/credentials.ts';
import type { Disk } from '../../electron/core/ports/disk.ts';
import type { Log } from '../../electron/core/ports/log.ts';
import type { OutboxStore } from '../../electron/core/ports/outbox-store.ts';
import type { Vault } from '../../electron/core/ports/vault.ts';
import type { EmbeddedApp } from '../../shared/contracts/app-grant.ts';
import type { RequestInput } from '../../shared/contracts/request-input.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { createManualTime, type ManualTime } from './manual-time.ts';
import { createMemoryStore } from './memory-store.ts';
import { createScriptedRunner, type ScriptedRunner } from './scripted-runner.ts';

export interface OutboxBench {
  readonly store: OutboxStore;
  readonly outbox: Outbox;
  readonly dispatcher: Dispatcher;
  readonly runner: ScriptedRunner;
  readonly time: ManualTime;
  readonly policy: Policy;
  readonly commandDeps: CommandDeps & EditDeps;
  readonly batches: Batches;
  readonly batchDeps: BatchDeps;
  /** Apps that may do something; a test changes them as it likes. */
  readonly apps: Map<string, EmbeddedApp>;
  add(input?: Partial<RequestInput>): Promise<Item>;
  item(id: string): Item;
  /** Resolves when everything that was set in motion has come to rest. */
  settle(): Promise<void>;
}

/** The core on a workbench: a store without a disk, a runner without a network, time by hand. */
export function createOutboxBench(
  options: {
    readonly policy?: Policy;
    readonly store?: OutboxStore;
    readonly random?: () => number;
    readonly credentials?: Credentials;
    readonly disk?: DiskGuard;
  } = {},
): OutboxBench {
  const time = createManualTime();
  const store = options.store ?? createMemoryStore();
  const runner = createScriptedRunner();
  const policy = options.policy ?? DEFAULT_POLICY;
  const random = options.random ?? (() => 0.5);
  let made = 0;
  const ids = {
    item: () => `item-${++made}`,
    idempotencyKey: () => `key-${++made}`,
    boundary: () => `boundary-${++made}`,
    actToken: () => `act-${++made}`,
  };
  const apps = new Map<string, EmbeddedApp>();
  const tools = {
    store,
    apps: { find: (id: string) => apps.get(id) ?? null },
    vault: NO_VAULT,
    filesOf: () => NO_FILES,
    ids,
    clock: time.clock,
    random,
    policy,
    mediaTypeOf: () => 'application/octet-stream',
    digest: (text: string) => `digest of ${text.length}`,
  };
  const outbox = createOutbox(tools);
  const dispatcher = createDispatcher({
    store,
    vault: NO_VAULT,
    runner,
    disk: options.disk ?? createDiskGuard(ROOMY_DISK),
    apps: tools.apps,
    digest: tools.digest,
    credentials: options.credentials ?? NO_CREDENTIALS,
    clock: time.clock,
    timers: time.timers,
    random,
    policy,
    log: SILENT,
  });
  const batchDeps = {
    store,
    vault: NO_VAULT,
    context: () => ({ policy, now: time.clock.now(), random }),
  };
  const item = (id: string): Item => {
    const found = store.read.item(id);
    if (found === null) throw new Error(`no item ${id}`);
    return found;
  };
  return {
    store,
    outbox,
    dispatcher,
    runner,
    time,
    policy,
    batches: createBatches({ ...tools, ...batchDeps, timers: time.timers }),
    batchDeps,
    apps,
    commandDeps: { ...tools, abort: (id) => dispatcher.abort(id, 'user') },
    item,
    async add(input = {}) {
      const added = await outbox.enqueue(
        {
          method: 'POST',
          url: 'http://127.0.0.1:9/inbox',
          body: { kind: 'json', value: 1 },
          ...input,
        },
        { kind: 'cli' },
      );
      if (!added.ok) throw new Error(added.error.code);
      return added.value;
    },
    async settle() {
      for (let turn = 0; turn < 12; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

export const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };

const NO_VAULT: Vault = {
  snapshot: () => Promise.reject(new Error('no files on this bench')),
  reference: () => Promise.reject(new Error('no files on this bench')),
  pathOf: (file) => `/vault/${file}`,
  spillName: (attemptId) => `spill-${attemptId}`,
  hasRoomForAnswers: () => true,
  tookAnswer: () => Promise.resolve(),
  readRange: () => Promise.reject(new Error('no files on this bench')),
  readNow: () => null,
  discard: () => Promise.resolve(),
};

/** There is always room, and none of it has to be kept. */
const ROOMY_DISK: Disk = {
  space: () => null,
  ballastBytes: () => Number.MAX_SAFE_INTEGER,
  layBallast: () => Promise.resolve('laid'),
  releaseBallast: () => false,
};

const NO_FILES: Pick<CallerFiles, 'filenameOf' | 'take'> = {
  filenameOf: () => null,
  take: () => Promise.reject(new Error('no files on this bench')),
};

/** Accounts that need no sign-in. */
const NO_CREDENTIALS: Credentials = {
  stateOf: () => ({ kind: 'ready', headers: [], generation: 0 }),
  ownerOf: () => null,
  prepare: () => {},
  refused: () => {},
  isFresh: () => true,
  onChange: () => () => {},
};
