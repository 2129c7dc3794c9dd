import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Explanation } from '../../shared/outbox/explanation.ts';
import { type Item, isFinal } from '../../shared/outbox/item.ts';
import { answerToQuestion } from './check-delivery.ts';
import { obstacles, type Situation } from './eligibility.ts';
import type { Policy } from './policy.ts';
import type { Parent } from './ports/store-reader.ts';

/** What stands around an item: its parents and the head of its order key, where it has them. */
export interface Surroundings {
  readonly parents: readonly Parent[];
  readonly orderHead: Item | null;
  /** Of an unconfirmed item: whether its server can be asked what became of it. */
  readonly canBeChecked: boolean;
  /** Of an item whose place another one took: the newest open item with its dedupe key. */
  readonly replaced: { readonly by: string | null } | null;
  /** Whether a host is sending at all. */
  readonly running: boolean;
}

/**
 * Why an item moves or does not, most important first. It uses the dispatcher's own eligibility code: the answer is
 * `NEXT` exactly when the dispatcher would take the item as soon as it looks, and `NOT_RUNNING` where there is none.
 */
export function explain(
  item: Item,
  around: Surroundings,
  situation: Situation,
): readonly Explanation[] {
  switch (item.state) {
    case 'delivered':
      return [{ code: 'DELIVERED', at: item.deliveredAt, status: item.status }];
    case 'cancelled':
      if (around.replaced !== null)
        return [{ code: 'REPLACED', at: item.cancelledAt, by: around.replaced.by }];
      return [{ code: 'CANCELLED', at: item.cancelledAt, mayHaveArrived: item.mayHaveArrived }];
    case 'sending':
      return [{ code: 'SENDING', attempt: item.attempt, since: item.startedAt }];
    case 'attention':
      return [{ code: 'NEEDS_DECISION', reason: item.reason, since: item.since }];
    case 'unconfirmed':
      return [
        {
          code: 'UNCONFIRMED',
          since: item.since,
          canBeChecked: around.canBeChecked,
          answered: answerToQuestion(item),
        },
      ];
    case 'held':
      return [{ code: 'HELD', since: item.since }];
    case 'waiting':
      return [
        { code: 'WAITS', until: item.dueAt, reason: item.reason },
        ...structural(item, around),
        ...obstacles(item, situation).filter((one) => one.code !== 'SLOTS_FULL'),
        ...notes(item, around, situation),
      ];
    case 'queued': {
      const blocking = [...structural(item, around), ...obstacles(item, situation)];
      return [
        ...(blocking.length === 0 && around.running ? [{ code: 'NEXT' } as const] : blocking),
        ...notes(item, around, situation),
      ];
    }
    default:
      return assertNever(item);
  }
}

function structural(item: Item, around: Surroundings): readonly Explanation[] {
  const parents = around.parents.flatMap(({ id, ref, state, fills }): readonly Explanation[] =>
    state === null || isFinal(state)
      ? []
      : [{ code: 'AFTER_ITEM', parent: id, parentRef: ref, parentState: state, fills }],
  );
  const head = around.orderHead;
  const behind: readonly Explanation[] =
    item.orderKey === null || head === null || head.id === item.id
      ? []
      : [
          {
            code: 'BEHIND_ORDER_KEY',
            orderKey: item.orderKey,
            head: head.id,
            headState: head.state,
          },
        ];
  return [...parents, ...behind];
}

/** What is worth knowing beside the answer itself. */
function notes(item: Item, around: Surroundings, situation: Situation): readonly Explanation[] {
  return [
    ...(around.running ? [] : [{ code: 'NOT_RUNNING' } as const]),
    ...(item.checkUrl === null ? [] : [{ code: 'ASKS_FIRST', url: item.checkUrl } as const]),
    ...raised(item),
    ...budget(item, situation.policy),
    ...(item.expiresAt === null ? [] : [{ code: 'EXPIRES', at: item.expiresAt } as const]),
  ];
}

const raised = ({ orderKey, priority, effectivePriority }: Item): readonly Explanation[] =>
  orderKey === null || effectivePriority <= priority
    ? []
    : [{ code: 'RAISED', priority: effectivePriority, orderKey }];

function budget(
  { budget: { counted, spentMs } }: Item,
  { budget: most, troubleFrom }: Policy,
): readonly Explanation[] {
  if (counted === 0) return [];
  return [{ code: 'BUDGET', counted, spentMs, most, trouble: counted >= troubleFrom }];
}
