import type { AppUsage } from '../../../shared/contracts/app-grant.ts';
import type { Account } from '../../../shared/outbox/account.ts';
import type { Attempt, ResponseBody } from '../../../shared/outbox/attempt.ts';
import type { Change } from '../../../shared/outbox/change.ts';
import type { FailureGroup } from '../../../shared/outbox/failure-group.ts';
import type { ClosedGate, Pause } from '../../../shared/outbox/gate.ts';
import {
  ITEM_STATES,
  type Item,
  type ItemState,
  type Source,
} from '../../../shared/outbox/item.ts';
import type { Priority } from '../../../shared/outbox/priority.ts';
import type { StoredRequest } from '../../../shared/outbox/request.ts';
import type { MinuteCount } from '../../../shared/outbox/throughput.ts';
import type { Act, ActStep } from '../../core/ports/acts.ts';
import type { ClaimLane, ClaimPosition, ReadyStream } from '../../core/ports/claim-order.ts';
import type {
  ItemFilter,
  KeyScope,
  Page,
  PageRequest,
  PersonScope,
} from '../../core/ports/item-queries.ts';
import type { StagedBatch, StagedDraft } from '../../core/ports/staged-batch.ts';
import type { Parent, StoreReader } from '../../core/ports/store-reader.ts';
import type { SearchDocument } from '../../core/search/search-document.ts';
import { countItems, listItems, type ReadRows } from './listing/list-items.ts';
import { readGroups } from './read-groups.ts';
import { readSearchDocument } from './read-search-document.ts';
import { RowReader } from './row-reader.ts';
import { type ActRow, readAct } from './rows/act-row.ts';
import { type AttemptRow, type BodyRow, readAttempt, readBody } from './rows/attempt-row.ts';
import { type ChangeRow, readChange } from './rows/change-row.ts';
import { type RequestRow, readRequest } from './rows/request-row.ts';
import { STORED } from './rows/stored-json.ts';
import { sourceKey } from './rows/stored-values.ts';
import { type ReadyStreamRow, readStream } from './rows/stream-row.ts';

interface ParentRow {
  readonly id: string;
  readonly known: number;
  readonly fills: number;
}

const FILES_PER_READ = 500;

/** Each question of the port as one statement, or a few. */
export class SqliteReader extends RowReader implements StoreReader {
  private readonly rows: ReadRows = {
    item: (row) => this.read(row),
    document: (seq) => this.documentOf(seq),
  };

  item(id: string): Item | null {
    return this.one('itemById', id);
  }

  items(filter: ItemFilter, page: PageRequest): Page<Item> {
    return listItems(this.connection, this.rows, filter, page);
  }

  count(filter: ItemFilter): number {
    return countItems(this.connection, this.rows, filter);
  }

  request(id: string, revision?: number): StoredRequest | null {
    const row =
      revision === undefined
        ? this.connection.get('currentRequest', id)
        : this.connection.get('request', id, revision);
    return row === undefined ? null : readRequest(row as RequestRow);
  }

  revisions(id: string): readonly number[] {
    const rows = this.connection.all('revisions', id) as { readonly revision: number }[];
    return rows.map((row) => row.revision);
  }

  attempts(id: string): readonly Attempt[] {
    const rows = this.connection.all('attempts', id) as AttemptRow[];
    return rows.map((row) => readAttempt(id, row));
  }

  responseBody(id: string, attempt: number): ResponseBody | null {
    const row = this.connection.get('responseBody', id, attempt) as
      | (BodyRow & { readonly inline: Uint8Array | null })
      | undefined;
    const body = row === undefined ? null : readBody(row);
    if (row === undefined || body === null) return null;
    return { ...body, inline: row.inline === null ? null : new Uint8Array(row.inline) };
  }

  counts(): Readonly<Record<ItemState, number>> {
    const rows = this.connection.all('counts') as { readonly name: string; readonly n: number }[];
    const byName = new Map(rows.map((row) => [row.name, row.n]));
    const entries = ITEM_STATES.map((state) => [state, byName.get(state) ?? 0]);
    return Object.fromEntries(entries) as Record<ItemState, number>;
  }

  minutes(from: number): readonly MinuteCount[] {
    return this.connection.all('minutes', from) as MinuteCount[];
  }

  failureGroups(limit: number): readonly FailureGroup[] {
    return readGroups(this.connection, limit);
  }

  changes(cursor: number, limit: number): readonly Change[] | 'RESYNC' {
    if (cursor < this.number('feedFloor') || cursor > this.newestCursor()) return 'RESYNC';
    return readChanges(this.connection.all('changes', cursor, limit));
  }

  timeline(id: string): readonly Change[] {
    return readChanges(this.connection.all('timeline', id));
  }

  newestCursor(): number {
    return Math.max(this.number('newestCursor'), this.number('feedFloor'));
  }

  byRequestId(source: Source, requestId: string): Item | null {
    return this.one('byRequestId', sourceKey(source), requestId);
  }

  waitingOf(account: string, subject: string): number {
    return this.number('waitingOf', account, subject);
  }

  byRef(scope: KeyScope): Item | null {
    return this.one('byRef', ...inScope(scope));
  }

  byDedupeKey(scope: PersonScope): Item | null {
    return this.one('byDedupeKey', ...inScope(scope), scope.subject);
  }

  parents(id: string): readonly Parent[] {
    const rows = this.connection.all('parents', id) as ParentRow[];
    return rows.map(({ id: parent, fills, known }) => {
      const item = known === 1 ? this.item(parent) : null;
      return { id: parent, ref: item?.ref ?? null, state: item?.state ?? null, fills };
    });
  }

  children(id: string): readonly Item[] {
    return this.many('children', id);
  }

  awaiting(id: string): readonly Item[] {
    return this.many('awaiting', id);
  }

  orderHead(scope: KeyScope): Item | null {
    return this.one('orderHead', ...inScope(scope));
  }

  orderOpen(scope: KeyScope): number {
    return this.number('orderOpen', ...inScope(scope));
  }

  orderIsSending(scope: KeyScope, exceptId: string): boolean {
    return this.connection.get('orderIsSending', ...inScope(scope), exceptId) !== undefined;
  }

  appUsage(app: string, since: number): AppUsage {
    const source = sourceKey({ kind: 'app', app });
    return {
      open: this.number('openOfApp', source),
      today: this.number('addedByApp', source, since),
    };
  }

  orderTopPriority(scope: KeyScope): Priority | null {
    const row = this.connection.get('orderTopPriority', ...inScope(scope));
    return row === undefined ? null : (row as { readonly priority: Priority }).priority;
  }

  readyStreams(): readonly ReadyStream[] {
    return (this.connection.all('readyStreams') as ReadyStreamRow[]).map(readStream);
  }

  ready(stream: number, lane: ClaimLane, limit: number, after?: ClaimPosition): readonly Item[] {
    if (after === undefined) return this.healthy('queued', 'ready', stream, lane, limit);
    const { effectivePriority, seq } = after;
    const args = [stream, lane, effectivePriority] as const;
    const same = this.healthy('queued', 'readySamePriority', ...args, seq, limit);
    if (same.length === limit) return same;
    const lower = this.healthy('queued', 'readyLowerPriority', ...args, limit - same.length);
    return [...same, ...lower];
  }

  blocked(limit: number): readonly Item[] {
    return this.healthy('queued', 'blocked', limit);
  }

  inState(state: ItemState, limit: number): readonly Item[] {
    const { rows } = this.items({ states: [state] }, { after: null, limit, sort: 'oldest' });
    return rows.filter((item) => item.state === state);
  }

  due(now: number, limit: number): readonly Item[] {
    return this.healthy('waiting', 'due', now, limit);
  }

  nextDueAt(): number | null {
    return this.numberOrNull('nextDueAt');
  }

  expired(now: number, limit: number): readonly Item[] {
    const items = this.many('expired', now, limit);
    return items.filter((item) => item.state === 'queued' || item.state === 'waiting');
  }

  nextExpiryAt(): number | null {
    return this.numberOrNull('nextExpiryAt');
  }

  gates(): readonly ClosedGate[] {
    return this.stored('gates', STORED.gate);
  }

  pauses(): readonly Pause[] {
    return this.connection.all('pauses') as Pause[];
  }

  batches(): readonly StagedBatch[] {
    const rows = this.connection.all('batches') as {
      readonly id: string;
      readonly accepted: 0 | 1;
    }[];
    return rows.map(({ id, accepted }) => ({ id, accepted: accepted === 1 }));
  }

  staged(batch: string, limit: number): readonly StagedDraft[] {
    return this.connection.all('staged', batch, limit) as StagedDraft[];
  }

  accounts(): readonly Account[] {
    return this.stored('accounts', STORED.account);
  }

  acts(): readonly Act[] {
    return (this.connection.all('acts') as ActRow[]).flatMap((row) => readAct(row) ?? []);
  }

  actSteps(token: string, limit: number): readonly ActStep[] {
    return this.connection.all('actSteps', token, limit) as ActStep[];
  }

  purgeable(before: number, keep: number, limit: number): readonly string[] {
    const { delivered, cancelled } = this.counts();
    const excess = delivered + cancelled - keep;
    const rows = this.connection.all('finished', limit) as { id: string; finished_at: number }[];
    const old = rows.filter((row, index) => index < excess || row.finished_at < before);
    return old.map((row) => row.id);
  }

  withOldBodies(before: number, limit: number): readonly string[] {
    const rows = this.connection.all('withOldBodies', before, limit) as { readonly id: string }[];
    return rows.map((row) => row.id);
  }

  /** Read in portions, so that writes are possible between them. */
  *referencedFiles(): Iterable<string> {
    let last = '';
    for (;;) {
      const rows = this.connection.all('referencedFiles', {
        after: last,
        limit: FILES_PER_READ,
      });
      const files = (rows as { readonly file: string }[]).map((row) => row.file);
      yield* files;
      const end = files.at(-1);
      if (end === undefined || files.length < FILES_PER_READ) return;
      last = end;
    }
  }

  protected documentOf(seq: number): SearchDocument | null {
    return readSearchDocument(this.connection, (row) => this.read(row), seq);
  }
}

const readChanges = (rows: unknown[]): readonly Change[] =>
  (rows as ChangeRow[]).flatMap((row) => readChange(row) ?? []);

const inScope = (scope: KeyScope) => [scope.key, sourceKey(scope.source), scope.account] as const;
