import type { Account } from '../../../shared/outbox/account.ts';
import type { ClosedGate, GateScope, Pause } from '../../../shared/outbox/gate.ts';
import type { Act, NewActStep, StagedDraft } from '../../core/ports.ts';
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

  savePause(pause: Pause): void {
    this.run('savePause', pause.scope, pause.key, Math.round(pause.since));
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

  protected run(name: StatementName, ...args: readonly unknown[]) {
    if (!this.connection.inTransaction) throw new Error('a write outside of its operation');
    const result = this.connection.run(name, ...args);
    this.written += result.changes;
    return result;
  }
}
