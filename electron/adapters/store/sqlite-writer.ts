import type { Attempt } from '../../../shared/outbox/attempt.ts';
import type { ChangeKind } from '../../../shared/outbox/change.ts';
import { type Item, type ItemState, isFinal } from '../../../shared/outbox/item.ts';
import type { StoredRequest } from '../../../shared/outbox/request.ts';
import type { MinuteCount } from '../../../shared/outbox/throughput.ts';
import { CLAIM_LANES, type StreamKey } from '../../core/eligibility.ts';
import { failureKey } from '../../core/failures/failure-key.ts';
import type { ClaimLane, ReadyStream } from '../../core/ports/claim-order.ts';
import type {
  AttemptClosing,
  Expected,
  NewItem,
  StoreWriter,
} from '../../core/ports/store-writer.ts';
import { closingValues } from './rows/attempt-row.ts';
import type { ItemColumn, ItemRow, ItemValues } from './rows/item-columns.ts';
import { readItem } from './rows/read-item.ts';
import { fillsOf, requestValues, vaultFilesOf } from './rows/request-row.ts';
import { asFlag } from './rows/stored-values.ts';
import { itemValues } from './rows/write-item.ts';
import { FROM_ASIDE, TO_ASIDE } from './sql/aside-sql.ts';
import { ITEM_ORDER } from './sql/item-sql.ts';
import { SqliteSideWriter } from './sqlite-side-writer.ts';
import { type Place, placeOf, Tally } from './tally.ts';

/** Tombstones in the feed; one more removal drops the oldest and moves the feed's floor. */
const TOMBSTONES_KEPT = 10_000;

/** The store's writes, to be used within a transaction only. */
export class SqliteWriter extends SqliteSideWriter implements StoreWriter {
  private readonly tally = new Tally();

  /** Ends an operation that shall stay. */
  keep(): void {
    const { states, ready, minutes } = this.tally;
    for (const [state, by] of states) if (by !== 0) this.run('countState', by, state);
    for (const [stream, lanes] of ready) {
      const by = CLAIM_LANES.map((lane) => lanes.get(lane) ?? 0);
      if (by.some((n) => n !== 0)) this.run('countReady', ...by, stream);
    }
    for (const [at, { delivered, failed }] of minutes)
      this.run('countMinute', at, delivered, failed);
    this.tally.clear();
  }

  /** Ends an operation that is undone. `written` is what it was before. */
  forget(written: number): void {
    this.tally.clear();
    this.written = written;
  }

  override counts(): Readonly<Record<ItemState, number>> {
    this.keep();
    return super.counts();
  }

  override minutes(from: number): readonly MinuteCount[] {
    this.keep();
    return super.minutes(from);
  }

  override readyStreams(): readonly ReadyStream[] {
    this.keep();
    return super.readyStreams();
  }

  insert(item: NewItem, request: StoredRequest, parents: readonly string[], at: number): Item {
    const stream = this.streamOf(item);
    const values = itemValues({ ...item, seq: 0 }, stream);
    const hasBodies = asFlag(request.body.kind !== 'none');
    const inserted = this.run('insertItem', ...pick(values, ITEM_ORDER.insertItem), hasBodies);
    const seq = Number(inserted.lastInsertRowid);
    this.addRequestOf(seq, request);
    this.addParents(seq, request, parents);
    this.run('addChange', seq, 'accepted', item.state, Math.round(at), null);
    const added = { ...item, seq };
    this.tally.move(null, placeOf(added, stream), at);
    return added;
  }

  save(next: Item, expected: Expected, change: ChangeKind, at: number): boolean {
    if (!this.put(next, expected, at)) return false;
    this.run('addChange', next.seq, change, next.state, Math.round(at), null);
    return true;
  }

  adjust(next: Item, expected: Expected): boolean {
    return this.put(next, expected, null);
  }

  private put(next: Item, expected: Expected, at: number | null): boolean {
    const before = this.placeOf(next.id);
    if (before === null) return false;
    const stream = this.streamOf(next);
    const values = itemValues(next, stream);
    const saved =
      this.update('updateItem', values, expected) ||
      this.update('updateWholeItem', values, expected);
    if (saved) this.tally.move(before, placeOf(next, stream), at);
    return saved;
  }

  addRequest(id: string, request: StoredRequest): void {
    const seq = this.knownSeq(id);
    this.addRequestOf(seq, request);
    if (request.body.kind !== 'none') this.run('setHasBodies', 1, seq, 1);
  }

  saveRequest(id: string, request: StoredRequest): void {
    const { headers, body, text, template } = requestValues(request);
    const seq = this.knownSeq(id);
    this.run('updateRequest', headers, body, text, template, seq, request.revision);
  }

  follow(id: string, parents: readonly string[]): void {
    const seq = this.knownSeq(id);
    const request = this.request(id);
    this.run('dropParents', seq);
    if (request !== null) this.addParents(seq, request, parents);
  }

  remove(id: string, at: number): readonly string[] {
    const place = this.placeOf(id);
    if (place === null) return [];
    const files = this.filesOf(place.seq);
    this.run('dropChanges', place.seq);
    this.takeOut(id, place, at);
    return this.freed(files);
  }

  setAside(id: string, at: number): boolean {
    const place = this.placeOf(id);
    if (place === null) return false;
    for (const statement of TO_ASIDE) this.run(statement, place.seq);
    this.run('dropChanges', place.seq);
    this.takeOut(id, place, at);
    return true;
  }

  asideItem(id: string): Item | null {
    const row = this.connection.get('asideById', id);
    return row === undefined ? null : readItem(row as ItemRow).item;
  }

  bringBack(id: string, at: number): Item | null {
    const seq = this.asideSeq(id);
    if (seq === null) return null;
    for (const statement of FROM_ASIDE) this.run(statement, seq);
    this.run('purgeAside', seq);
    this.tally.move(null, this.placeOf(id), at);
    const item = this.item(id);
    if (item === null) throw new Error(`item ${id} was not brought back`);
    this.run('addChange', seq, 'undone', item.state, Math.round(at), null);
    return item;
  }

  purgeAside(id: string): readonly string[] {
    const seq = this.asideSeq(id);
    if (seq === null) return [];
    const rows = this.connection.all('filesOfAside', seq) as { readonly file: string }[];
    this.run('purgeAside', seq);
    return this.freed(rows.map((row) => row.file));
  }

  dropBodies(id: string): readonly string[] {
    const item = this.item(id);
    if (item === null || !isFinal(item.state)) return [];
    const { seq } = item;
    const files = this.filesOf(seq);
    this.run('dropRequests', seq);
    this.run('dropResponseBodies', seq);
    this.run('forgetBodyFiles', seq);
    this.run('dropFiles', seq);
    this.run('setHasBodies', 0, seq, 0);
    // There is no change in the feed from which the index would learn of it.
    this.indexWords(seq);
    return this.freed(files);
  }

  openAttempt(attempt: Attempt): void {
    this.run(
      'openAttempt',
      attempt.itemId,
      attempt.number,
      attempt.revision,
      attempt.method,
      attempt.url,
      attempt.idempotencyKey,
      attempt.tokenGeneration,
      asFlag(attempt.probe),
      asFlag(attempt.isolated),
      Math.round(attempt.startedAt),
    );
  }

  closeAttempt(itemId: string, number: number, closing: AttemptClosing): boolean {
    const seq = this.seqOf(itemId);
    if (seq === null) return false;
    const values = { item: seq, number, ...closingValues(closing) };
    if (this.run('closeAttempt', values).changes === 0) return false;
    this.tally.ended(closing.endedAt, closing.outcome.kind === 'delivered');
    const inline = closing.body?.inline ?? null;
    const file = closing.body?.file ?? null;
    if (inline !== null) this.run('insertResponseBody', seq, number, inline);
    if (file !== null) this.run('addFile', file, seq);
    if (inline !== null || file !== null) this.run('setHasBodies', 1, seq, 1);
    return true;
  }

  dropMinutes(before: number): void {
    this.run('dropMinutes', before);
  }

  /**
   * Moves a damaged item to `attention` in the columns that claims, counts and lists go by; its other
   * columns stay as they are, and the row as it was found is kept beside it. What a damaged row counted for
   * is unknown, so the counters are made anew from the rows.
   */
  park(row: ItemRow, damage: readonly string[], at: number): void {
    const reason = JSON.stringify({ code: 'DAMAGED_RECORD', detail: damage.join(', ') });
    this.run('keepDamaged', row.seq, at, JSON.stringify(row));
    this.run('endLostAttempt', at, row.seq);
    if (this.run('parkItem', reason, at, failureKey(readItem(row).item), row.seq).changes > 0)
      this.run('addChange', row.seq, 'edited', 'attention', at, null);
    this.keep();
    this.run('recountStates');
    this.run('recountReady', row.stream);
  }

  /** The row goes, with all that is left of it under its number, and a tombstone comes. */
  private takeOut(id: string, place: Place & { readonly seq: number }, at: number): void {
    this.run('dropWords', place.seq);
    this.run('removeItem', place.seq);
    this.tally.move(place, null, at);
    this.run('addChange', place.seq, 'removed', null, Math.round(at), id);
    this.run('countTombstones', 1);
    this.pruneTombstones();
  }

  private asideSeq(id: string): number | null {
    const row = this.connection.get('asideSeqOf', id);
    return row === undefined ? null : (row as { readonly seq: number }).seq;
  }

  private placeOf(id: string): (Place & { readonly seq: number }) | null {
    const row = this.connection.get('placeOf', id) as PlaceRow | undefined;
    if (row === undefined) return null;
    return { ...row, lane: row.ready === 1 ? row.claim_lane : null };
  }

  private update(
    name: 'updateItem' | 'updateWholeItem',
    values: ItemValues,
    { state, revision, attempt }: Expected,
  ): boolean {
    const { set, unchanged } = ITEM_ORDER[name];
    const expected = [values.id, state, revision, attempt ?? null];
    return (
      this.run(name, ...pick(values, set), ...expected, ...pick(values, unchanged)).changes === 1
    );
  }

  private streamOf({ origin, account, subject }: StreamKey): number {
    const row = this.connection.get('streamOf', origin, account ?? '', subject ?? '');
    if (row !== undefined) return (row as { readonly id: number }).id;
    return Number(this.run('addStream', origin, account, subject).lastInsertRowid);
  }

  private knownSeq(id: string): number {
    const seq = this.seqOf(id);
    if (seq === null) throw new Error(`no item ${id}`);
    return seq;
  }

  private addRequestOf(seq: number, request: StoredRequest): void {
    const { headers, body, text, template } = requestValues(request);
    this.run('insertRequest', seq, request.revision, headers, body, text, template);
    for (const file of vaultFilesOf(request)) this.run('addFile', file, seq);
  }

  private addParents(seq: number, request: StoredRequest, parents: readonly string[]): void {
    for (const [position, parent] of parents.entries())
      this.run('insertParent', seq, position, parent, fillsOf(request, parent));
  }

  private filesOf(seq: number): readonly string[] {
    const rows = this.connection.all('filesOfItem', seq) as { readonly file: string }[];
    return rows.map((row) => row.file);
  }

  private freed(files: readonly string[]): readonly string[] {
    return files.filter((file) => this.connection.get('isReferenced', { file }) === undefined);
  }

  private pruneTombstones(): void {
    const count = this.connection.get('tombstones') as { readonly n: number };
    if (count.n <= TOMBSTONES_KEPT) return;
    const oldest = this.connection.get('oldestTombstone') as { readonly cursor: number };
    this.run('dropChange', oldest.cursor);
    this.run('raiseFloor', oldest.cursor);
    this.run('countTombstones', -1);
  }
}

interface PlaceRow {
  readonly seq: number;
  readonly stream: number;
  readonly state: ItemState;
  readonly ready: number;
  readonly claim_lane: ClaimLane;
}

const pick = (values: ItemValues, columns: readonly ItemColumn[]) =>
  columns.map((column) => values[column]);
