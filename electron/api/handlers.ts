import type { OutboxError } from '../../shared/contracts/errors.ts';
import { outboxError } from '../../shared/contracts/errors.ts';
import type { Accepted } from '../../shared/contracts/outbox-api.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { Item, Source } from '../../shared/outbox/item.ts';
import type { Running } from '../core/eligibility.ts';
import { explainItem } from '../core/explain-item.ts';
import type { Outbox } from '../core/outbox.ts';
import type { Policy } from '../core/policy.ts';
import type { Clock, StoreReader, Vault } from '../core/ports.ts';
import { responseBody } from '../core/response-body.ts';
import type { Handlers } from './api.ts';

/** What reading needs; it works beside a host that sends. */
export interface ReadDeps {
  readonly read: StoreReader;
  readonly clock: Clock;
  readonly vault: Pick<Vault, 'read'>;
  readonly policy: Policy;
  /** What occupies slots now; null where nothing is being sent. */
  readonly running: () => readonly Running[] | null;
}

export interface HandlerDeps extends ReadDeps {
  readonly outbox: Outbox;
}

const accepted = (item: Item): Accepted => ({ id: item.id, seq: item.seq });

const mapped = <T, U>(
  result: Result<T, OutboxError>,
  map: (value: T) => U,
): Result<U, OutboxError> => (result.ok ? ok(map(result.value)) : result);

/** Own window and scripts see every item; an embedded app sees its own. */
const visible = (item: Item | null, source: Source): Item | null =>
  item !== null &&
  source.kind === 'app' &&
  !(item.source.kind === 'app' && item.source.app === source.app)
    ? null
    : item;

/** The handlers of a host, which owns the queue. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { outbox } = deps;
  return {
    ...createReadHandlers(deps),
    enqueue: async (input, source) => mapped(await outbox.enqueue(input, source), accepted),
    addToOutbox: async (input, source) => mapped(await outbox.enqueue(input, source), accepted),
    enqueueMany: async ({ requests }, source) =>
      mapped(await outbox.enqueueMany(requests, source), (items) => items.map(accepted)),
    sync: async () => mapped(await outbox.wakeAll(), (woken) => ({ woken })),
  };
}

/** The handlers of a reader: what changes the queue is NOT_ALLOWED. */
export function createReadHandlers(deps: ReadDeps): Handlers {
  const { read } = deps;
  const missing = (id: string): Result<never, OutboxError> =>
    err(outboxError('ITEM_NOT_FOUND', { id }));
  const refuse = (call: string) => (): Result<never, OutboxError> =>
    err(outboxError('NOT_ALLOWED', { call }));
  return {
    enqueue: refuse('enqueue'),
    addToOutbox: refuse('addToOutbox'),
    enqueueMany: refuse('enqueueMany'),
    sync: refuse('sync'),
    get({ id }, source) {
      const item = visible(read.item(id), source);
      return item === null ? missing(id) : ok({ item, attempts: read.attempts(id) });
    },
    list({ after, limit, oldestFirst, ...filter }, source) {
      const page = read.items(
        { ...defined(filter), ...(source.kind === 'app' ? { source } : {}) },
        { after: after ?? null, limit, oldestFirst },
      );
      return ok({ items: page.rows, next: page.next });
    },
    async responseBody({ id, attempt }, source) {
      return visible(read.item(id), source) === null
        ? missing(id)
        : responseBody(read, deps.vault, id, attempt);
    },
    stats: () => ok({ counts: read.counts(), gates: read.gates(), pauses: read.pauses() }),
    explain({ id }, source) {
      return visible(read.item(id), source) === null
        ? missing(id)
        : explainItem(read, id, deps.running(), deps.clock.now(), deps.policy);
    },
  };
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Options that were left out, left out (exactOptionalPropertyTypes). */
const defined = <T extends object>(input: T): Defined<T> =>
  Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
