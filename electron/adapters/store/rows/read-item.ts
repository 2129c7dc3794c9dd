import { assertNever } from '../../../../shared/lang/assert-never.ts';
import {
  type Budget,
  ITEM_STATES,
  type Item,
  type ItemBase,
  type ItemState,
  type LastAnswer,
  type StateFields,
} from '../../../../shared/outbox/item.ts';
import type { Priority } from '../../../../shared/outbox/priority.ts';
import type { ItemColumn, ItemRow } from './item-columns.ts';
import { parseStored, STORED } from './stored-json.ts';
import { parseSource } from './stored-values.ts';

export interface ReadItem {
  readonly item: Item;
  /** The columns that could not be understood; the item is `attention/DAMAGED_RECORD` when there are any. */
  readonly damage: readonly string[];
}

/** Never throws: what cannot be understood is replaced by something harmless, and named. */
export function readItem(row: ItemRow): ReadItem {
  const cells = new Cells(row);
  const base = readBase(cells);
  const state = readState(cells);
  const damage = cells.damage;
  if (damage.length === 0 && state !== undefined) return { item: { ...base, ...state }, damage };
  const detail = damage.join(', ');
  return {
    item: {
      ...base,
      state: 'attention',
      since: base.updatedAt,
      reason: { code: 'DAMAGED_RECORD', detail },
    },
    damage,
  };
}

function readBase(cells: Cells): ItemBase {
  return {
    id: cells.text('id'),
    seq: cells.whole('seq'),
    revision: cells.whole('revision'),
    method: cells.text('method'),
    url: cells.text('url'),
    origin: cells.text('origin'),
    account: cells.textOrNull('account'),
    subject: cells.textOrNull('subject'),
    source: cells.parsed('source', parseSource, { kind: 'window' }),
    ref: cells.textOrNull('ref'),
    orderKey: cells.textOrNull('order_key'),
    dedupeKey: cells.textOrNull('dedupe_key'),
    onDuplicate: cells.oneOf('on_duplicate', ['append', 'replace', 'keep', 'reject']),
    requestId: cells.textOrNull('request_id'),
    title: cells.textOrNull('title'),
    labels: cells.parsed('labels', readLabels, []),
    priority: cells.parsed('priority', readPriority, 2),
    effectivePriority: cells.parsed('effective_priority', readPriority, 2),
    lane: cells.oneOf('lane', ['small', 'large']),
    bodyBytes: cells.whole('body_bytes'),
    unknownOutcome: cells.oneOf('unknown_outcome', ['ask', 'retry']),
    idempotencyKey: cells.text('idempotency_key'),
    mayHaveArrived: cells.flag('may_have_arrived'),
    createdAt: cells.whole('created_at'),
    updatedAt: cells.whole('updated_at'),
    notBefore: cells.wholeOrNull('not_before'),
    expiresAt: cells.wholeOrNull('expires_at'),
    blockers: cells.whole('blockers'),
    attempts: cells.whole('attempts'),
    budget: readBudget(cells),
    redirectTo: cells.textOrNull('redirect_to'),
    checkUrl: cells.textOrNull('check_url'),
    isolated: cells.flag('isolated'),
    last: readLast(cells),
    asked: cells.parsed('asked', readAsked, null),
  };
}

function readBudget(cells: Cells): Budget {
  return {
    counted: cells.whole('counted'),
    spentMs: cells.whole('spent_ms'),
    suspects: cells.whole('suspects'),
    strikes: cells.whole('strikes'),
    hops: cells.whole('hops'),
    failures: cells.whole('failures'),
  };
}

function readLast(cells: Cells): LastAnswer | null {
  if (cells.isNull('last_kind')) return null;
  const kind = cells.parsed('last_kind', readOutcomeKind, 'unknown');
  return {
    kind,
    status: cells.wholeOrNull('last_status'),
    code: cells.textOrNull('last_code'),
    at: cells.whole('last_at'),
  };
}

function readState(cells: Cells): StateFields | undefined {
  const state = cells.parsed<ItemState | undefined>('state', readStateName, undefined);
  switch (state) {
    case undefined:
      return undefined;
    case 'queued':
      return { state };
    case 'waiting': {
      const reason = cells.parsed('reason', readWaitReason, undefined);
      if (reason === undefined) return undefined;
      return {
        state,
        dueAt: cells.whole('due_at'),
        floorAt: cells.wholeOrNull('floor_at'),
        reason,
      };
    }
    case 'sending':
      return { state, attempt: cells.whole('attempt'), startedAt: cells.whole('started_at') };
    case 'delivered':
      return { state, deliveredAt: cells.whole('finished_at'), status: cells.whole('status') };
    case 'attention': {
      const reason = cells.parsed('reason', readAttentionReason, undefined);
      if (reason === undefined) return undefined;
      return { state, since: cells.whole('since'), reason, ...readProblem(cells) };
    }
    case 'unconfirmed':
      return { state, since: cells.whole('since'), ...readProblem(cells) };
    case 'held':
      return { state, since: cells.whole('since') };
    case 'cancelled':
      return { state, cancelledAt: cells.whole('finished_at') };
    default:
      return assertNever(state);
  }
}

function readProblem(cells: Cells): { readonly problem?: string } {
  const problem = cells.textOrNull('problem');
  return problem === null ? {} : { problem };
}

const readStateName = (cell: unknown) => ITEM_STATES.find((state) => state === cell);
const readOutcomeKind = (cell: unknown) => STORED.outcomeKind.safeParse(cell).data;
const readWaitReason = (cell: unknown) => parseStored(STORED.waitReason, cell);
const readAttentionReason = (cell: unknown) => parseStored(STORED.attentionReason, cell);
const readLabels = (cell: unknown) => (cell === '[]' ? [] : parseStored(STORED.labels, cell));
const readAsked = (cell: unknown) =>
  cell === null || cell === 'hold' || cell === 'cancel' ? cell : undefined;
const readPriority = (cell: unknown): Priority | undefined =>
  cell === 1 || cell === 2 || cell === 3 || cell === 4 ? cell : undefined;

/** Reads the cells of one row and notes those that are not what they should be. */
class Cells {
  readonly damage: string[] = [];
  private readonly row: ItemRow;

  constructor(row: ItemRow) {
    this.row = row;
  }

  isNull(column: ItemColumn | 'subject'): boolean {
    return this.row[column] === null;
  }

  text(column: ItemColumn | 'origin' | 'subject'): string {
    const cell = this.row[column];
    return typeof cell === 'string' ? cell : this.damaged(column, '');
  }

  textOrNull(column: ItemColumn | 'subject'): string | null {
    return this.isNull(column) ? null : this.text(column);
  }

  whole(column: ItemColumn): number {
    const cell = this.row[column];
    return Number.isSafeInteger(cell) ? (cell as number) : this.damaged(column, 0);
  }

  wholeOrNull(column: ItemColumn): number | null {
    return this.isNull(column) ? null : this.whole(column);
  }

  flag(column: ItemColumn): boolean {
    const cell = this.row[column];
    return cell === 0 || cell === 1 ? cell === 1 : this.damaged(column, false);
  }

  /** One of those words; the first one stands in for damage. */
  oneOf<const T extends string>(column: ItemColumn, words: readonly [T, ...T[]]): T {
    const cell = this.row[column];
    return words.find((word) => word === cell) ?? this.damaged(column, words[0]);
  }

  parsed<T>(column: ItemColumn, parse: (cell: unknown) => T | undefined, instead: T): T {
    const value = parse(this.row[column]);
    return value === undefined ? this.damaged(column, instead) : value;
  }

  private damaged<T>(column: string, instead: T): T {
    this.damage.push(column);
    return instead;
  }
}
