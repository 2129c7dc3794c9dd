import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Explanation } from '../../shared/outbox/explanation.ts';
import type { GateScope } from '../../shared/outbox/gate.ts';
import {
  type AttentionReason,
  type Item,
  type ItemIn,
  isInDoubt,
} from '../../shared/outbox/item.ts';

/** What a person can do about an item. */
export type Step =
  | { readonly kind: 'readAnswer' }
  | { readonly kind: 'edit' }
  /** Its file is somewhere else, or was another one. */
  | { readonly kind: 'locate' }
  /** `force` also ends a wait that the server asked for. */
  | { readonly kind: 'retry'; readonly force: boolean }
  | { readonly kind: 'assignAccount' }
  | { readonly kind: 'signIn'; readonly account: string }
  | { readonly kind: 'proxySignIn'; readonly proxy: string }
  | { readonly kind: 'resume'; readonly scope: 'all' | GateScope; readonly key: string }
  | { readonly kind: 'sync' }
  | { readonly kind: 'openItem'; readonly id: string }
  | { readonly kind: 'resolve' }
  /** Its server is asked what became of it. */
  | { readonly kind: 'check' }
  | { readonly kind: 'hold' }
  | { readonly kind: 'release' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'remove' };

const READ: Step = { kind: 'readAnswer' };
const EDIT: Step = { kind: 'edit' };
const LOCATE: Step = { kind: 'locate' };
const RETRY: Step = { kind: 'retry', force: false };
const RESOLVE: Step = { kind: 'resolve' };
const CHECK: Step = { kind: 'check' };
const HOLD: Step = { kind: 'hold' };
const CANCEL: Step = { kind: 'cancel' };
const DUPLICATE: Step = { kind: 'duplicate' };
const REMOVE: Step = { kind: 'remove' };

export interface NextSteps {
  /** What helps with the item as it stands, the most likely first. */
  readonly advised: readonly Step[];
  /** What else can be done with it. */
  readonly possible: readonly Step[];
}

/**
 * What to do next, from the state, its reason and what stands in the way. Only what the outbox would do: no step that
 * it would refuse for this state.
 */
export function nextSteps(item: Item, explanation: readonly Explanation[], now: number): NextSteps {
  const advised = advice(item, explanation, now);
  const isNew = (step: Step) => !advised.some((one) => one.kind === step.kind);
  return { advised, possible: possibilities(item).filter(isNew) };
}

function advice(item: Item, explanation: readonly Explanation[], now: number): readonly Step[] {
  switch (item.state) {
    case 'attention':
      return withAnswer(item, [...adviceFor(item.reason), ...(isInDoubt(item) ? [RESOLVE] : [])]);
    case 'unconfirmed':
      return [...(canBeChecked(explanation) ? [CHECK] : []), RESOLVE, RETRY];
    case 'held':
      return [{ kind: 'release' }];
    case 'waiting':
      return [...unblocking(explanation), ...retryOfWaiting(item, now)];
    case 'queued':
      return unblocking(explanation);
    case 'sending':
    case 'delivered':
    case 'cancelled':
      return [];
    default:
      return assertNever(item);
  }
}

/** Whether its server can be asked what became of it. */
export const canBeChecked = (explanation: readonly Explanation[]): boolean =>
  explanation.some((one) => one.code === 'UNCONFIRMED' && one.canBeChecked);

function adviceFor(reason: AttentionReason): readonly Step[] {
  switch (reason.code) {
    case 'REJECTED':
    case 'EXHAUSTED':
      return [READ, EDIT, RETRY, CANCEL];
    case 'SUSPECT':
      return [READ, RETRY, EDIT];
    case 'MISDIRECTED':
      return reason.otherOrigin ? [RETRY, EDIT] : [EDIT];
    case 'TOO_MANY_REDIRECTS':
    case 'REQUEST_INVALID':
      return [EDIT];
    case 'PARENT_GONE':
      return reason.fills > 0 ? [EDIT, CANCEL] : [RETRY, CANCEL];
    case 'VALUE_MISSING':
    case 'VALUE_UNFIT':
      return [EDIT, RETRY, CANCEL];
    case 'ADDRESS_NOT_GRANTED':
    case 'EXPIRED':
      return [RETRY, CANCEL];
    case 'FILE_MISSING':
    case 'FILE_CHANGED':
      return [LOCATE, RETRY, EDIT];
    case 'CUT_OFF':
      return [RETRY, EDIT];
    case 'FILE_UNREADABLE':
      return [RETRY, LOCATE, EDIT];
    case 'ACCOUNT_NEEDED':
      return [{ kind: 'assignAccount' }, RETRY];
    case 'STILL_UNAUTHORIZED':
      return [READ, RETRY];
    case 'CRASHED_WORKER':
      return [RETRY];
    case 'DAMAGED_RECORD':
      return [CANCEL];
    default:
      return assertNever(reason);
  }
}

/** An answer can be read only where there is one. */
const withAnswer = (item: Item, steps: readonly Step[]): readonly Step[] =>
  item.last !== null && item.last.status !== null ? steps : steps.filter((step) => step !== READ);

const retryOfWaiting = (item: ItemIn<'waiting'>, now: number): readonly Step[] => [
  { kind: 'retry', force: item.floorAt !== null && item.floorAt > now },
];

/** What takes away what stands in an item's way, one step for each kind of obstacle. */
function unblocking(explanation: readonly Explanation[]): readonly Step[] {
  const steps = explanation.flatMap((one): readonly Step[] => {
    switch (one.code) {
      case 'PAUSED':
        return [{ kind: 'resume', scope: one.scope, key: one.key }];
      case 'GATE_CLOSED':
        switch (one.reason.code) {
          case 'SIGN_IN_NEEDED':
          case 'OTHER_PERSON':
            return [{ kind: 'signIn', account: one.key }];
          case 'UNREACHABLE':
          case 'SUSPECT':
          case 'TOKEN_TROUBLE':
            return [{ kind: 'sync' }];
          case 'PROXY_SIGN_IN':
            return [{ kind: 'proxySignIn', proxy: one.reason.proxy }];
          case 'ACCOUNT_GONE':
            return [{ kind: 'assignAccount' }];
          case 'SERVER_ASKED':
          case 'REFRESHING':
            return [];
          default:
            return assertNever(one.reason);
        }
      case 'AFTER_ITEM':
        return [{ kind: 'openItem', id: one.parent }];
      case 'BEHIND_ORDER_KEY':
        return [{ kind: 'openItem', id: one.head }];
      case 'DELIVERED':
      case 'CANCELLED':
      case 'REPLACED':
      case 'SENDING':
      case 'NEEDS_DECISION':
      case 'UNCONFIRMED':
      case 'HELD':
      case 'WAITS':
      case 'DISK_FULL':
      case 'SLOTS_FULL':
      case 'EXPIRES':
      case 'ASKS_FIRST':
      case 'RAISED':
      case 'BUDGET':
      case 'NOT_RUNNING':
      case 'NEXT':
        return [];
      default:
        return assertNever(one);
    }
  });
  return steps.filter((step, at) => steps.findIndex((one) => one.kind === step.kind) === at);
}

function possibilities(item: Item): readonly Step[] {
  switch (item.state) {
    case 'sending':
      return [
        ...(item.asked === 'hold' ? [{ kind: 'release' } as const] : []),
        ...(item.asked === null ? [HOLD] : []),
        DUPLICATE,
        ...(item.asked === 'cancel' ? [] : [CANCEL]),
      ];
    case 'delivered':
    case 'cancelled':
      return [DUPLICATE, REMOVE];
    case 'attention':
      return item.reason.code === 'DAMAGED_RECORD'
        ? [HOLD, REMOVE]
        : [RETRY, EDIT, HOLD, DUPLICATE, CANCEL, REMOVE];
    case 'unconfirmed':
      return [EDIT, HOLD, DUPLICATE, CANCEL, REMOVE];
    case 'held':
      return [EDIT, DUPLICATE, CANCEL, REMOVE];
    case 'queued':
    case 'waiting':
      return [EDIT, HOLD, DUPLICATE, CANCEL, REMOVE];
    default:
      return assertNever(item);
  }
}
