import { failureKey, failureOf } from '../../electron/core/failures/failure-key.ts';
import type { Act, ActStep } from '../../electron/core/ports/acts.ts';
import type {
  ClaimLane,
  ClaimPosition,
  ReadyStream,
} from '../../electron/core/ports/claim-order.ts';
import type {
  ItemFilter,
  KeyScope,
  Page,
  PageRequest,
  PersonScope,
} from '../../electron/core/ports/item-queries.ts';
import type { StagedBatch, StagedDraft } from '../../electron/core/ports/staged-batch.ts';
import type { Parent, StoreReader } from '../../electron/core/ports/store-reader.ts';
import type { AppUsage } from '../../shared/contracts/app-grant.ts';
import type { Account } from '../../shared/outbox/account.ts';
import type { Attempt, ResponseBody } from '../../shared/outbox/attempt.ts';
import type { Change } from '../../shared/outbox/change.ts';
import type { FailureGroup } from '../../shared/outbox/failure-group.ts';
import type { ClosedGate, Pause } from '../../shared/outbox/gate.ts';
import {
  ITEM_STATES,
  type Item,
  type ItemState,
  isOpen,
  type Source,
} from '../../shared/outbox/item.ts';
import type { Priority } from '../../shared/outbox/priority.ts';
import { type StoredRequest } from '../../shared/outbox/request.ts';
import type { MinuteCount } from '../../shared/outbox/throughput.ts';
import { comparePlaces, fits, placeIn } from './memory-listing.ts';
import type { ItemRecord, MemoryTables } from './memory-tables.ts';
import { sameSource } from './same-source.ts';

interface Finished {
  readonly item: Item;
  readonly finishedAt: number;
}

/** Answers every question by a look at all rows. */
export class MemoryReader implements StoreReader {
  protected readonly tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.tables = tables;
  }

  item(id: string): Item | null {
    return this.tables.items.get(id)?.item ?? null;
  }

  items(filter: ItemFilter, { after, limit, sort = 'newest' }: PageRequest): Page<Item> {
    const places = this.records()
      .filter((record) => fits(record, filter))
      .map(({ item }) => ({ item, ...placeIn(sort, item) }))
      .toSorted((a, b) => comparePlaces(sort, a, b))
      .filter((one) => after === null || comparePlaces(sort, one, after) > 0);
    const shown = places.slice(0, limit);
    const last = shown.at(-1);
    return {
      rows: shown.map(({ item }) => item),
      next: places.length > limit && last !== undefined ? { rank: last.rank, seq: last.seq } : null,
    };
  }

  count(filter: ItemFilter): number {
    return this.items(filter, { after: null, limit: Number.MAX_SAFE_INTEGER }).rows.length;
  }

  minutes(from: number): readonly MinuteCount[] {
    const minutes = [...this.tables.minutes.values()].filter(({ at }) => at >= from);
    return minutes.toSorted((a, b) => a.at - b.at);
  }

  request(id: string, revision?: number): StoredRequest | null {
    const record = this.tables.items.get(id);
    return record?.requests.get(revision ?? record.item.revision) ?? null;
  }

  revisions(id: string): readonly number[] {
    return [...(this.tables.items.get(id)?.requests.keys() ?? [])].toSorted((a, b) => a - b);
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

  failureGroups(limit: number): readonly FailureGroup[] {
    const groups = new Map<string, FailureGroup & { readonly seq: number }>();
    for (const item of this.all()) {
      const key = failureKey(item);
      const failure = key === null ? null : failureOf(key);
      if (key === null || failure === null || !('since' in item)) continue;
      const before = groups.get(key);
      groups.set(key, {
        key,
        ...failure,
        count: (before?.count ?? 0) + 1,
        newest: item.id,
        oldestSince: Math.min(before?.oldestSince ?? item.since, item.since),
        seq: item.seq,
      });
    }
    return [...groups.values()]
      .toSorted((a, b) => b.count - a.count || b.seq - a.seq)
      .slice(0, limit)
      .map(({ seq: _seq, ...group }) => group);
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

  waitingOf(account: string, subject: string): number {
    return this.all().filter(
      (one) =>
        one.account === account &&
        one.subject === subject &&
        (one.state === 'queued' || one.state === 'waiting'),
    ).length;
  }

  byRef(scope: KeyScope): Item | null {
    return this.inScope(scope, (item) => item.ref).at(-1) ?? null;
  }

  byDedupeKey(scope: PersonScope): Item | null {
    const open = this.inScope(scope, (item) => item.dedupeKey).filter(
      (one) => isOpen(one.state) && one.subject === scope.subject,
    );
    return open.at(-1) ?? null;
  }

  parents(id: string): readonly Parent[] {
    return (this.tables.items.get(id)?.parents ?? []).map((parent) => ({
      id: parent.id,
      ref: this.item(parent.id)?.ref ?? null,
      state: this.item(parent.id)?.state ?? null,
      fills: parent.fills,
    }));
  }

  children(id: string): readonly Item[] {
    return this.records()
      .filter((record) => record.parents.some((parent) => parent.id === id))
      .map((record) => record.item);
  }

  awaiting(id: string): readonly Item[] {
    return this.records()
      .filter((record) => record.parents.some((parent) => parent.id === id && parent.fills > 0))
      .map((record) => record.item);
  }

  orderHead(scope: KeyScope): Item | null {
    return this.queueOf(scope)[0] ?? null;
  }

  orderOpen(scope: KeyScope): number {
    return this.queueOf(scope).length;
  }

  orderIsSending(scope: KeyScope, exceptId: string): boolean {
    return this.queueOf(scope).some((one) => one.state === 'sending' && one.id !== exceptId);
  }

  appUsage(app: string, since: number): AppUsage {
    const own = this.all().filter(({ source }) => source.kind === 'app' && source.app === app);
    return {
      open: own.filter(({ state }) => isOpen(state)).length,
      today: own.filter(({ createdAt }) => createdAt > since).length,
    };
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
        subject: item.subject,
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

  blocked(limit: number): readonly Item[] {
    return this.all()
      .filter((item) => item.state === 'queued' && item.blockers > 0)
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

  batches(): readonly StagedBatch[] {
    return byKey([...this.tables.batches.values()], (batch) => batch.id);
  }

  staged(batch: string, limit: number): readonly StagedDraft[] {
    return [...this.tables.staged.values()]
      .filter((one) => one.batch === batch)
      .toSorted((a, b) => a.position - b.position)
      .slice(0, limit)
      .map(({ position, draft }) => ({ position, draft }));
  }

  accounts(): readonly Account[] {
    return byKey([...this.tables.accounts.values()], (account) => account.name);
  }

  acts(): readonly Act[] {
    return [...this.tables.acts.values()];
  }

  actSteps(token: string, limit: number): readonly ActStep[] {
    return [...this.tables.actSteps.values()]
      .filter((one) => one.token === token)
      .toSorted((a, b) => b.position - a.position)
      .slice(0, limit)
      .map(({ position, itemId, change }) => ({ position, itemId, change }));
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
    const aside = [...this.tables.aside.values()].map((one) => one.record);
    return new Set([...this.records(), ...aside].flatMap((record) => [...record.files]));
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

const isReady = (item: Item): boolean => item.state === 'queued' && item.blockers === 0;

const claimLane = (item: Item): ClaimLane => (item.isolated ? 'isolated' : item.lane);

const byClaim = (a: ClaimPosition, b: ClaimPosition): number =>
  b.effectivePriority - a.effectivePriority || a.seq - b.seq;

const least = (times: readonly number[]): number | null =>
  times.toSorted((a, b) => a - b)[0] ?? null;

const byKey = <T>(rows: readonly T[], keyOf: (row: T) => string): readonly T[] =>
  rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
