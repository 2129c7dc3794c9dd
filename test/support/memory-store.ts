import type {
  AttemptClosing,
  ClaimLane,
  ClaimPosition,
  Expected,
  ItemFilter,
  KeyScope,
  NewItem,
  OutboxStore,
  Page,
  PageRequest,
  Parent,
  ReadyStream,
  StoreFailure,
  StoreReader,
  StoreWriter,
} from '../../electron/core/ports.ts';
import { err, type Result } from '../../shared/lang/result.ts';
import type { Account } from '../../shared/outbox/account.ts';
import type { Attempt, ResponseBody } from '../../shared/outbox/attempt.ts';
import type { Change, ChangeKind } from '../../shared/outbox/change.ts';
import type { ClosedGate, GateScope, Pause } from '../../shared/outbox/gate.ts';
import {
  ITEM_STATES,
  type Item,
  type ItemState,
  isFinal,
  isOpen,
  type Source,
} from '../../shared/outbox/item.ts';
import type { Priority } from '../../shared/outbox/priority.ts';
import { filesOf, type StoredRequest } from '../../shared/outbox/request.ts';
import { type ItemRecord, MemoryTables } from './memory-tables.ts';

/** As in the SQLite store: one removal beyond this moves the floor of the feed. */
const TOMBSTONES_KEPT = 10_000;

export interface MemoryStore extends OutboxStore {
  /** The next commit fails like a full disk would make it fail. */
  failNextCommit(failure: StoreFailure): void;
}

interface Pending {
  run(): void;
  settle(failure: StoreFailure | null): void;
}

/**
 * The store's port without a disk, for tests of what uses it. Every question is answered by a look at all
 * rows, so that it is easy to see that the answer is right; the conformance suite holds both stores to it.
 */
export function createMemoryStore(): MemoryStore {
  const tables = new MemoryTables();
  const writer = new MemoryWriter(tables);
  const listeners = new Set<() => void>();
  let pending: Pending[] = [];
  let failure: StoreFailure | null = null;
  let closed = false;

  const flush = (): void => {
    const group = pending;
    pending = [];
    const before = tables.mark();
    for (const one of group) one.run();
    const failed = failure;
    failure = null;
    if (failed !== null) tables.rollback(before);
    const changed = tables.mark() > before;
    tables.forget();
    for (const one of group) one.settle(failed);
    if (changed) for (const listener of listeners) listener();
  };

  return {
    read: new MemoryReader(tables),
    write<T, E>(
      operation: (tx: StoreWriter) => Result<T, E>,
    ): Promise<Result<T, E | StoreFailure>> {
      if (closed) return Promise.resolve(err(closedFailure));
      return new Promise((resolve, reject) => {
        let answer: (failed: StoreFailure | null) => void = () => {
          throw new Error('settled before it ran');
        };
        pending.push({
          run() {
            const before = tables.mark();
            try {
              const result = operation(writer);
              if (!result.ok) tables.rollback(before);
              answer = (failed) => resolve(failed === null ? result : err(failed));
            } catch (error) {
              tables.rollback(before);
              answer = () => reject(error instanceof Error ? error : new Error(String(error)));
            }
          },
          settle: (failed) => answer(failed),
        });
        if (pending.length === 1) setImmediate(flush);
      });
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      if (pending.length > 0) flush();
      return Promise.resolve();
    },
    failNextCommit(next) {
      failure = next;
    },
  };
}

const closedFailure: StoreFailure = { code: 'PROFILE_UNUSABLE', params: { detail: 'closed' } };

interface Finished {
  readonly item: Item;
  readonly finishedAt: number;
}

class MemoryReader implements StoreReader {
  protected readonly tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.tables = tables;
  }

  item(id: string): Item | null {
    return this.tables.items.get(id)?.item ?? null;
  }

  items(filter: ItemFilter, page: PageRequest): Page<Item> {
    const oldestFirst = page.oldestFirst ?? false;
    const after = page.after;
    const fitting = this.all().filter(
      (item) =>
        (filter.states === undefined || filter.states.includes(item.state)) &&
        (filter.origin === undefined || filter.origin === item.origin) &&
        (filter.account === undefined || filter.account === item.account) &&
        (filter.priority === undefined || filter.priority === item.priority) &&
        (filter.ref === undefined || filter.ref === item.ref) &&
        (after === null || (oldestFirst ? item.seq > after : item.seq < after)),
    );
    if (!oldestFirst) fitting.reverse();
    const rows = fitting.slice(0, page.limit);
    return { rows, next: fitting.length > rows.length ? (rows.at(-1)?.seq ?? null) : null };
  }

  request(id: string, revision?: number): StoredRequest | null {
    const record = this.tables.items.get(id);
    return record?.requests.get(revision ?? record.item.revision) ?? null;
  }

  attempts(id: string): readonly Attempt[] {
    return [...(this.tables.items.get(id)?.attempts.values() ?? [])].map((one) => one.attempt);
  }

  responseBody(id: string, attempt: number): ResponseBody | null {
    const record = this.tables.items.get(id)?.attempts.get(attempt);
    if (record === undefined || record.attempt.body === null) return null;
    return { ...record.attempt.body, inline: record.inline };
  }

  counts(): Readonly<Record<ItemState, number>> {
    const items = this.all();
    const entries = ITEM_STATES.map((state) => [
      state,
      items.filter((item) => item.state === state).length,
    ]);
    return Object.fromEntries(entries) as Record<ItemState, number>;
  }

  changes(cursor: number, limit: number): readonly Change[] | 'RESYNC' {
    if (cursor < this.tables.feedFloor() || cursor > this.newestCursor()) return 'RESYNC';
    return this.tables
      .allChanges()
      .filter((change) => change.cursor > cursor)
      .slice(0, limit);
  }

  timeline(id: string): readonly Change[] {
    if (!this.tables.items.has(id)) return [];
    return this.tables
      .allChanges()
      .filter((change) => change.itemId === id && change.state !== null);
  }

  newestCursor(): number {
    return this.tables.lastCursor();
  }

  byRequestId(source: Source, requestId: string): Item | null {
    return (
      this.all().find((item) => item.requestId === requestId && sameSource(item.source, source)) ??
      null
    );
  }

  byRef(scope: KeyScope): Item | null {
    return this.inScope(scope, (item) => item.ref).at(-1) ?? null;
  }

  byDedupeKey(scope: KeyScope): Item | null {
    const open = this.inScope(scope, (item) => item.dedupeKey).filter((one) => isOpen(one.state));
    return open.at(-1) ?? null;
  }

  parents(id: string): readonly Parent[] {
    return (this.tables.items.get(id)?.parents ?? []).map((parent) => ({
      id: parent,
      state: this.item(parent)?.state ?? null,
    }));
  }

  children(id: string): readonly Item[] {
    return this.records()
      .filter((record) => record.parents.includes(id))
      .map((record) => record.item);
  }

  orderHead(scope: KeyScope): Item | null {
    return this.queueOf(scope)[0] ?? null;
  }

  orderTopPriority(scope: KeyScope): Priority | null {
    const queue = this.queueOf(scope).map((item) => item.priority);
    return queue.toSorted((a, b) => b - a)[0] ?? null;
  }

  readyStreams(): readonly ReadyStream[] {
    const streams = new Map<number, ReadyStream>();
    for (const item of this.all().filter(isReady)) {
      const stream = this.tables.streamOf(item);
      const one = streams.get(stream);
      const ready = one?.ready ?? { small: 0, large: 0, isolated: 0 };
      const lane = claimLane(item);
      streams.set(stream, {
        stream,
        origin: item.origin,
        account: item.account,
        ready: { ...ready, [lane]: ready[lane] + 1 },
      });
    }
    return [...streams.values()].toSorted((a, b) => a.stream - b.stream);
  }

  ready(stream: number, lane: ClaimLane, limit: number, after?: ClaimPosition): readonly Item[] {
    return this.all()
      .filter((one) => isReady(one) && claimLane(one) === lane)
      .filter((one) => this.tables.streamOf(one) === stream)
      .filter((one) => after === undefined || byClaim(one, after) > 0)
      .toSorted(byClaim)
      .slice(0, limit);
  }

  inState(state: ItemState, limit: number): readonly Item[] {
    return this.all()
      .filter((item) => item.state === state)
      .slice(0, limit);
  }

  due(now: number, limit: number): readonly Item[] {
    return this.all()
      .flatMap((item) => (item.state === 'waiting' && item.dueAt <= now ? [item] : []))
      .toSorted((a, b) => a.dueAt - b.dueAt || a.seq - b.seq)
      .slice(0, limit);
  }

  nextDueAt(): number | null {
    return least(this.all().flatMap((item) => (item.state === 'waiting' ? [item.dueAt] : [])));
  }

  expired(now: number, limit: number): readonly Item[] {
    return this.expirable()
      .filter((one) => one.expiresAt <= now)
      .slice(0, limit)
      .map((one) => one.item);
  }

  nextExpiryAt(): number | null {
    return this.expirable()[0]?.expiresAt ?? null;
  }

  gates(): readonly ClosedGate[] {
    return byKey([...this.tables.gates.values()], (gate) => `${gate.scope} ${gate.key}`);
  }

  pauses(): readonly Pause[] {
    return byKey([...this.tables.pauses.values()], (pause) => `${pause.scope} ${pause.key}`);
  }

  accounts(): readonly Account[] {
    return byKey([...this.tables.accounts.values()], (account) => account.name);
  }

  purgeable(before: number, keep: number, limit: number): readonly string[] {
    const finished = this.finished();
    const excess = finished.length - keep;
    return finished
      .filter((one, index) => index < excess || one.finishedAt < before)
      .slice(0, limit)
      .map((one) => one.item.id);
  }

  withOldBodies(before: number, limit: number): readonly string[] {
    return this.finished()
      .filter((one) => one.item.state === 'delivered' && one.finishedAt < before)
      .filter((one) => this.tables.items.get(one.item.id)?.hasBodies === true)
      .slice(0, limit)
      .map((one) => one.item.id);
  }

  referencedFiles(): Iterable<string> {
    return new Set(this.records().flatMap((record) => [...record.files]));
  }

  protected records(): readonly ItemRecord[] {
    return [...this.tables.items.values()].toSorted((a, b) => a.item.seq - b.item.seq);
  }

  private all(): Item[] {
    return this.records().map((record) => record.item);
  }

  private inScope(scope: KeyScope, keyOf: (item: Item) => string | null): readonly Item[] {
    return this.all().filter(
      (item) =>
        keyOf(item) === scope.key &&
        item.account === scope.account &&
        sameSource(item.source, scope.source),
    );
  }

  private queueOf(scope: KeyScope): readonly Item[] {
    return this.inScope(scope, (item) => item.orderKey).filter((item) => isOpen(item.state));
  }

  private expirable(): readonly { readonly item: Item; readonly expiresAt: number }[] {
    return this.all()
      .flatMap((item) =>
        item.expiresAt !== null && (item.state === 'queued' || item.state === 'waiting')
          ? [{ item, expiresAt: item.expiresAt }]
          : [],
      )
      .toSorted((a, b) => a.expiresAt - b.expiresAt || a.item.seq - b.item.seq);
  }

  private finished(): readonly Finished[] {
    return this.all()
      .flatMap((item): readonly Finished[] => {
        if (item.state === 'delivered') return [{ item, finishedAt: item.deliveredAt }];
        return item.state === 'cancelled' ? [{ item, finishedAt: item.cancelledAt }] : [];
      })
      .toSorted((a, b) => a.finishedAt - b.finishedAt || a.item.seq - b.item.seq);
  }
}

class MemoryWriter extends MemoryReader implements StoreWriter {
  insert(item: NewItem, request: StoredRequest, parents: readonly string[], at: number): Item {
    if (this.tables.items.has(item.id)) throw new Error(`item ${item.id} exists`);
    if (item.requestId !== null && this.byRequestId(item.source, item.requestId) !== null)
      throw new Error(`request ${item.requestId} exists`);
    const inserted = { ...item, seq: this.tables.nextSeq() };
    this.tables.items.set(item.id, {
      item: inserted,
      requests: new Map([[request.revision, request]]),
      attempts: new Map(),
      parents,
      files: vaultFiles(request),
      hasBodies: request.body.kind !== 'none',
    });
    this.note(inserted, 'accepted', at);
    return inserted;
  }

  save(next: Item, expected: Expected, change: ChangeKind, at: number): boolean {
    if (!this.adjust(next, expected)) return false;
    this.note(next, change, at);
    return true;
  }

  adjust(next: Item, expected: Expected): boolean {
    const record = this.tables.items.get(next.id);
    if (record === undefined || !holds(record.item, expected)) return false;
    this.tables.items.set(next.id, { ...record, item: next });
    return true;
  }

  addRequest(id: string, request: StoredRequest): void {
    const record = this.tables.record(id);
    if (record.requests.has(request.revision)) throw new Error(`revision of ${id} exists`);
    this.tables.items.set(id, {
      ...record,
      requests: new Map([...record.requests, [request.revision, request]]),
      files: new Set([...record.files, ...vaultFiles(request)]),
      hasBodies: record.hasBodies || request.body.kind !== 'none',
    });
  }

  remove(id: string, at: number): readonly string[] {
    const record = this.tables.items.get(id);
    if (record === undefined) return [];
    this.tables.items.delete(id);
    this.tables.dropChangesOf(id);
    this.tables.addChange({ itemId: id, kind: 'removed', state: null, at });
    this.tables.pruneTombstones(TOMBSTONES_KEPT);
    return this.freed(record.files);
  }

  dropBodies(id: string): readonly string[] {
    const record = this.tables.items.get(id);
    if (record === undefined || !isFinal(record.item.state)) return [];
    const attempts = [...record.attempts].map(([number, one]) => {
      const body = one.attempt.body === null ? null : { ...one.attempt.body, file: null };
      return [number, { attempt: { ...one.attempt, body }, inline: null }] as const;
    });
    this.tables.items.set(id, {
      ...record,
      requests: new Map(),
      attempts: new Map(attempts),
      files: new Set(),
      hasBodies: false,
    });
    return this.freed(record.files);
  }

  openAttempt(attempt: Attempt): void {
    const record = this.tables.record(attempt.itemId);
    if (record.attempts.has(attempt.number)) throw new Error('the attempt exists');
    if ([...record.attempts.values()].some((one) => one.attempt.endedAt === null))
      throw new Error('another attempt is open');
    const attempts = new Map(record.attempts).set(attempt.number, { attempt, inline: null });
    this.tables.items.set(attempt.itemId, { ...record, attempts });
  }

  closeAttempt(itemId: string, number: number, closing: AttemptClosing): boolean {
    const record = this.tables.items.get(itemId);
    const open = record?.attempts.get(number);
    if (record === undefined || open === undefined || open.attempt.endedAt !== null) return false;
    const { body, ...ended } = closing;
    const { inline = null, ...kept } = body ?? {};
    const file = body?.file ?? null;
    const attempt = {
      ...open.attempt,
      ...ended,
      body: body === null ? null : (kept as Attempt['body']),
    };
    this.tables.items.set(itemId, {
      ...record,
      attempts: new Map(record.attempts).set(number, { attempt, inline }),
      files: file === null ? record.files : new Set([...record.files, file]),
      hasBodies: record.hasBodies || inline !== null || file !== null,
    });
    return true;
  }

  saveGate(gate: ClosedGate): void {
    this.tables.gates.set(`${gate.scope} ${gate.key}`, gate);
  }

  openGate(scope: GateScope, key: string): void {
    this.tables.gates.delete(`${scope} ${key}`);
  }

  savePause(pause: Pause): void {
    this.tables.pauses.set(`${pause.scope} ${pause.key}`, pause);
  }

  clearPause(scope: Pause['scope'], key: string): void {
    this.tables.pauses.delete(`${scope} ${key}`);
  }

  saveAccount(account: Account): void {
    this.tables.accounts.set(account.name, account);
  }

  removeAccount(name: string): void {
    this.tables.accounts.delete(name);
  }

  private note(item: Item, kind: ChangeKind, at: number): void {
    this.tables.addChange({ itemId: item.id, kind, state: item.state, at });
  }

  private freed(files: ReadonlySet<string>): readonly string[] {
    const used = new Set(this.referencedFiles());
    return [...files].filter((file) => !used.has(file)).toSorted();
  }
}

const holds = (item: Item, expected: Expected): boolean =>
  item.state === expected.state &&
  item.revision === expected.revision &&
  (expected.attempt === undefined ||
    (item.state === 'sending' && item.attempt === expected.attempt));

const isReady = (item: Item): boolean => item.state === 'queued' && item.blockers === 0;

const claimLane = (item: Item): ClaimLane => (item.isolated ? 'isolated' : item.lane);

const byClaim = (a: ClaimPosition, b: ClaimPosition): number =>
  b.effectivePriority - a.effectivePriority || a.seq - b.seq;

const sameSource = (a: Source, b: Source): boolean =>
  a.kind === b.kind && (a.kind !== 'app' || (b.kind === 'app' && a.app === b.app));

const least = (times: readonly number[]): number | null =>
  times.toSorted((a, b) => a - b)[0] ?? null;

const byKey = <T>(rows: readonly T[], keyOf: (row: T) => string): readonly T[] =>
  rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

const vaultFiles = (request: StoredRequest): ReadonlySet<string> =>
  new Set(filesOf(request.body).flatMap((file) => (file.kind === 'vault' ? [file.file] : [])));
