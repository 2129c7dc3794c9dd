import { UNDO_MS, type UndoOffer } from '../../../shared/contracts/bulk-result.ts';
import { ok } from '../../../shared/lang/result.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { OutboxStore } from '../ports/outbox-store.ts';
import type { StoreWriter } from '../ports/store-writer.ts';
import type { Parked } from '../settle.ts';
import { type ItemMark, markOf } from './item-mark.ts';

export interface ActDeps {
  readonly store: OutboxStore;
  readonly ids: Ids;
  readonly clock: Clock;
}

/** A step of an act that changed an item, as it is stored. */
export interface ActChange {
  readonly before: ItemMark;
  readonly after: ItemMark;
  /** It was not meant itself, but followed one that was. */
  readonly follower: boolean;
}

/** Takes down what an act does within one transaction. */
export interface ActLog {
  changed(one: Parked, followers: readonly Parked[]): void;
  setAside(id: string, followers: readonly Parked[]): void;
}

/**
 * One act from its first chunk to its last. Its ten seconds begin when it ends, however long it took; until then it
 * has no end, and one that a crash cut short gets its end at the next start.
 *
 * Followers stand before the item that they follow. Steps are undone from the last to the first, so it is back when
 * their turn comes.
 */
export class ActRecord {
  private readonly deps: ActDeps;
  private readonly source: Source;
  private readonly token: string;
  private begun = false;
  private begins = false;

  constructor(deps: ActDeps, source: Source) {
    this.deps = deps;
    this.source = source;
    this.token = deps.ids.actToken();
  }

  in(tx: StoreWriter): ActLog {
    this.begins = false;
    const add = (itemId: string, change: ActChange | null): void => {
      if (!this.begun && !this.begins) tx.saveAct(this.act(null));
      this.begins = true;
      tx.addActStep(this.token, {
        itemId,
        change: change === null ? null : JSON.stringify(change),
      });
    };
    const addChange = ({ before, after }: Parked, follower: boolean): void =>
      add(after.id, { before: markOf(before), after: markOf(after), follower });
    return {
      changed(one, followers) {
        for (const follower of followers) addChange(follower, true);
        addChange(one, false);
      },
      setAside(id, followers) {
        for (const follower of followers) addChange(follower, true);
        add(id, null);
      },
    };
  }

  /** What became of the transaction. */
  committed(stored: boolean): void {
    if (stored && this.begins) this.begun = true;
    this.begins = false;
  }

  /** Null when there is nothing to undo, or its end could not be written down: the next start does that. */
  async end(): Promise<UndoOffer | null> {
    if (!this.begun) return null;
    const ended = await this.deps.store.write((tx) => {
      const until = this.deps.clock.now() + UNDO_MS;
      tx.saveAct(this.act(until));
      return ok({ token: this.token, until });
    });
    return ended.ok ? ended.value : null;
  }

  private act(until: number | null) {
    return { token: this.token, source: this.source, until, undoing: false };
  }
}
