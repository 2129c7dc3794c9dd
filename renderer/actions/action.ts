import type { BulkResult } from '../../shared/contracts/bulk-result.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Result } from '../../shared/lang/result.ts';
import type { ItemState } from '../../shared/outbox/item.ts';
import type { Priority } from '../../shared/outbox/priority.ts';
import type { Selection } from '../queue/list-query.ts';
import type { OutboxClient } from '../transport/outbox-client.ts';

/** What is done with one item or many. */
export type Action =
  | { readonly kind: 'retry'; readonly force: boolean }
  | { readonly kind: 'hold' }
  | { readonly kind: 'release' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'setPriority'; readonly priority: Priority }
  | { readonly kind: 'resolve'; readonly arrived: boolean | 'check' }
  | { readonly kind: 'assignAccount'; readonly account: string };

export type ActionKind = Action['kind'];

/** Items that something is done with. */
export interface Target {
  readonly items: Selection;
  readonly count: number;
}

export function carryOut(
  client: Pick<OutboxClient, 'call'>,
  items: Selection,
  action: Action,
): Promise<Result<BulkResult, OutboxError>> {
  switch (action.kind) {
    case 'retry':
      return client.call('retry', { items, force: action.force });
    case 'hold':
    case 'release':
    case 'cancel':
    case 'remove':
      return client.call(action.kind, { items });
    case 'duplicate':
      return client.call('duplicateMany', { items });
    case 'setPriority':
      return client.call('setPriority', { items, priority: action.priority });
    case 'resolve':
      return client.call('resolve', { items, arrived: action.arrived });
    case 'assignAccount':
      return client.call('assignAccount', { items, account: action.account });
    default:
      return assertNever(action);
  }
}

const ANY: readonly ItemState[] = [
  'queued',
  'waiting',
  'sending',
  'delivered',
  'attention',
  'unconfirmed',
  'held',
  'cancelled',
];

/** The states in which the outbox does not refuse it. */
const POSSIBLE_IN: Readonly<Record<ActionKind, readonly ItemState[]>> = {
  retry: ['waiting', 'attention', 'unconfirmed'],
  hold: ['queued', 'waiting', 'sending', 'attention', 'unconfirmed'],
  release: ['held'],
  cancel: ['queued', 'waiting', 'sending', 'attention', 'unconfirmed', 'held'],
  remove: ['queued', 'waiting', 'delivered', 'attention', 'unconfirmed', 'held', 'cancelled'],
  setPriority: ['queued', 'waiting', 'sending', 'attention', 'unconfirmed', 'held'],
  duplicate: ANY,
  resolve: ['unconfirmed'],
  assignAccount: ['queued', 'waiting', 'attention', 'unconfirmed', 'held'],
};

/** Whether it can be done with at least one item of these states. */
export const isPossible = (kind: ActionKind, states: readonly ItemState[]): boolean =>
  states.some((state) => POSSIBLE_IN[kind].includes(state));
