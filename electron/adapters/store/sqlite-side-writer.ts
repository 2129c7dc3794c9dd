import type { Account } from '../../../shared/outbox/account.ts';
import type { ClosedGate, GateScope, Pause } from '../../../shared/outbox/gate.ts';
import { TEXT_FIELDS } from '../../../shared/search/search-term.ts';
import type { Act, NewActStep } from '../../core/ports/acts.ts';
import type { StagedDraft } from '../../core/ports/staged-batch.ts';
import { asFlag, sourceKey } from './rows/stored-values.ts';
import { SqliteReader } from './sqlite-reader.ts';
import type { StatementName } from './statements.ts';

/** The writes that touch no item, and so no counter. */
export class SqliteSideWriter extends SqliteReader {
  /** Rows written since it was last set to 0: whether a commit has anything to tell. */
  written = 0;

  saveGate(gate: ClosedGate): void {
    this.run('saveGate', gate.scope, gate.key, JSON.stringify(gate));
  }

  openGate(scope: GateScope, key: string): void {
    this.run('openGate', scope, key);
  }

  savePause({ scope, key, since, until }: Pause): void {
    this.run('savePause', scope, key, Math.round(since), until && Math.round(until));
  }

  clearPause(scope: Pause['scope'], key: string): void {
    this.run('clearPause', scope, key);
  }

  beginBatch(batch: string): void {
    this.run('beginBatch', batch);
  }

  stage(batch: string, { position, draft }: StagedDraft): void {
    this.run('stage', batch, position, draft);
  }

  unstage(batch: string, position: number): void {
    this.run('unstage', batch, position);
  }

  acceptBatch(batch: string): void {
    this.run('acceptBatch', batch);
  }

  endBatch(batch: string): void {
    this.run('endBatch', batch);
  }

  saveAct({ token, source, until, undoing }: Act): void {
    this.run('saveAct', token, sourceKey(source), until && Math.round(until), asFlag(undoing));
  }

  addActStep(token: string, { itemId, change }: NewActStep): void {
    this.run('addActStep', { token, item: itemId, change });
  }

  dropActStep(token: string, position: number): void {
    this.run('dropActStep', token, position);
  }

  endAct(token: string): void {
    this.run('endAct', token);
  }

  saveAccount(account: Account): void {
    this.run('saveAccount', account.name, JSON.stringify(account));
  }

  removeAccount(name: string): void {
    this.run('removeAccount', name);
  }

  bindItems(account: string, from: string | null, to: string): void {
    this.run('bindStreams', to, account, from);
  }

  /** Takes the next changes of the feed into the index; answers how many are left. */
  indexForSearch(limit: number): number {
    const { n } = this.connection.get('searchCursor') as { readonly n: number };
    const changes = this.connection.all('unsearched', n, limit) as UnsearchedRow[];
    // Of several changes of an item the last one will do, now or in a later call.
    for (const { cursor, item } of changes) if (this.isNewest(cursor, item)) this.indexWords(item);
    const last = changes.at(-1);
    if (last === undefined) return 0;
    this.run('moveSearchCursor', last.cursor);
    return changes.length < limit ? 0 : this.newestCursor() - last.cursor;
  }

  private isNewest(cursor: number, seq: number): boolean {
    const newest = this.connection.get('newestChangeOf', seq) as { readonly cursor: number };
    return newest.cursor === cursor;
  }

  protected indexWords(seq: number): void {
    const document = this.documentOf(seq);
    this.run('dropWords', seq);
    if (document !== null)
      this.run('addWords', seq, ...TEXT_FIELDS.map((field) => document[field].join(' ')));
  }

  protected run(name: StatementName, ...args: readonly unknown[]) {
    if (!this.connection.inTransaction) throw new Error('a write outside of its operation');
    const result = this.connection.run(name, ...args);
    this.written += result.changes;
    return result;
  }
}

interface UnsearchedRow {
  readonly cursor: number;
  readonly item: number;
}
