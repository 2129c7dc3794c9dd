import type { Act, NewActStep } from '../../electron/core/ports/acts.ts';
import type { StagedDraft } from '../../electron/core/ports/staged-batch.ts';
import type {
  AttemptClosing,
  Expected,
  NewItem,
  StoreWriter,
} from '../../electron/core/ports/store-writer.ts';
import type { Account } from '../../shared/outbox/account.ts';
import type { Attempt } from '../../shared/outbox/attempt.ts';
import type { ChangeKind } from '../../shared/outbox/change.ts';
import type { ClosedGate, GateScope, Pause } from '../../shared/outbox/gate.ts';
import { type Item, isFinal, isOpen } from '../../shared/outbox/item.ts';
import { filesOf, type StoredRequest } from '../../shared/outbox/request.ts';
import { type MinuteCount, minuteOf } from '../../shared/outbox/throughput.ts';
import { MemoryReader } from './memory-reader.ts';
import type { ItemRecord } from './memory-tables.ts';

/** As in the SQLite store: one removal beyond this moves the floor of the feed. */
const TOMBSTONES_KEPT = 10_000;

export class MemoryWriter extends MemoryReader implements StoreWriter {
  insert(item: NewItem, request: StoredRequest, parents: readonly string[], at: number): Item {
    if (this.tables.items.has(item.id)) throw new Error(`item ${item.id} exists`);
    if (item.requestId !== null && this.byRequestId(item.source, item.requestId) !== null)
      throw new Error(`request ${item.requestId} exists`);
    const inserted = { ...item, seq: this.tables.nextSeq() };
    this.tables.items.set(item.id, {
      item: inserted,
      requests: new Map([[request.revision, request]]),
      attempts: new Map(),
      ...parentsOf(request, parents),
      files: vaultFiles(request),
      hasBodies: request.body.kind !== 'none',
    });
    this.note(inserted, 'accepted', at);
    this.countMinute(at);
    return inserted;
  }

  save(next: Item, expected: Expected, change: ChangeKind, at: number): boolean {
    const before = this.item(next.id);
    if (!this.adjust(next, expected)) return false;
    if (before !== null && isFinal(before.state) !== isFinal(next.state)) this.countMinute(at);
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

  saveRequest(id: string, request: StoredRequest): void {
    const record = this.tables.record(id);
    if (!record.requests.has(request.revision)) return;
    const requests = new Map(record.requests).set(request.revision, request);
    this.tables.items.set(id, { ...record, requests });
  }

  follow(id: string, parents: readonly string[]): void {
    this.tables.items.set(id, {
      ...this.tables.record(id),
      ...parentsOf(this.request(id), parents),
    });
  }

  remove(id: string, at: number): readonly string[] {
    const record = this.tables.items.get(id);
    if (record === undefined) return [];
    this.takeOut(id, at);
    return this.freed(record.files);
  }

  setAside(id: string, at: number): boolean {
    const record = this.tables.items.get(id);
    if (record === undefined) return false;
    this.tables.aside.set(id, { record, changes: this.tables.changesOf(id) });
    this.takeOut(id, at);
    return true;
  }

  asideItem(id: string): Item | null {
    return this.tables.aside.get(id)?.record.item ?? null;
  }

  bringBack(id: string, at: number): Item | null {
    const aside = this.tables.aside.get(id);
    if (aside === undefined) return null;
    const { record, changes } = aside;
    this.tables.aside.delete(id);
    this.tables.items.set(id, record);
    this.tables.putBackChanges(changes);
    this.note(record.item, 'undone', at);
    if (isOpen(record.item.state)) this.countMinute(at);
    return record.item;
  }

  purgeAside(id: string): readonly string[] {
    const aside = this.tables.aside.get(id);
    if (aside === undefined) return [];
    this.tables.aside.delete(id);
    return this.freed(aside.record.files);
  }

  saveAct(act: Act): void {
    this.tables.acts.set(act.token, act);
  }

  addActStep(token: string, step: NewActStep): void {
    const position = (this.actSteps(token, 1)[0]?.position ?? 0) + 1;
    this.tables.actSteps.set(`${token}/${position}`, { ...step, token, position });
  }

  dropActStep(token: string, position: number): void {
    this.tables.actSteps.delete(`${token}/${position}`);
  }

  endAct(token: string): void {
    this.tables.acts.delete(token);
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

  dropMinutes(before: number): void {
    for (const at of this.tables.minutes.keys()) if (at < before) this.tables.minutes.delete(at);
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
    this.countMinute(
      closing.endedAt,
      closing.outcome.kind === 'delivered' ? { delivered: 1 } : { failed: 1 },
    );
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

  beginBatch(batch: string): void {
    this.tables.batches.set(batch, { id: batch, accepted: false });
  }

  stage(batch: string, staged: StagedDraft): void {
    this.tables.staged.set(`${batch}/${staged.position}`, { ...staged, batch });
  }

  unstage(batch: string, position: number): void {
    this.tables.staged.delete(`${batch}/${position}`);
  }

  acceptBatch(batch: string): void {
    this.tables.batches.set(batch, { id: batch, accepted: true });
  }

  endBatch(batch: string): void {
    this.tables.batches.delete(batch);
  }

  saveAccount(account: Account): void {
    this.tables.accounts.set(account.name, account);
  }

  removeAccount(name: string): void {
    this.tables.accounts.delete(name);
  }

  bindItems(account: string, from: string | null, to: string): void {
    const bound = (record: ItemRecord): ItemRecord =>
      record.item.account === account && record.item.subject === from
        ? { ...record, item: { ...record.item, subject: to } }
        : record;
    for (const [id, record] of this.tables.items) this.tables.items.set(id, bound(record));
    for (const [id, { record, changes }] of this.tables.aside)
      this.tables.aside.set(id, { record: bound(record), changes });
  }

  private takeOut(id: string, at: number): void {
    const item = this.item(id);
    this.tables.items.delete(id);
    if (item !== null && isOpen(item.state)) this.countMinute(at);
    this.tables.dropChangesOf(id);
    this.tables.addChange({ itemId: id, kind: 'removed', state: null, at });
    this.tables.pruneTombstones(TOMBSTONES_KEPT);
  }

  private countMinute(at: number, ended: Partial<MinuteCount> = {}): void {
    const minute = minuteOf(at);
    const before = this.tables.minutes.get(minute);
    this.tables.minutes.set(minute, {
      at: minute,
      delivered: (before?.delivered ?? 0) + (ended.delivered ?? 0),
      failed: (before?.failed ?? 0) + (ended.failed ?? 0),
      backlog: [...this.tables.items.values()].filter(({ item }) => isOpen(item.state)).length,
    });
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

/** As a parent is stored: what it fills in stands with it. */
const parentsOf = (request: StoredRequest | null, parents: readonly string[]) => ({
  parents: (request === null ? [] : parents).map((id) => ({
    id,
    fills: request?.template?.values.filter((one) => one.parent === id).length ?? 0,
  })),
});

const vaultFiles = (request: StoredRequest): ReadonlySet<string> =>
  new Set(filesOf(request.body).flatMap((file) => (file.kind === 'vault' ? [file.file] : [])));
