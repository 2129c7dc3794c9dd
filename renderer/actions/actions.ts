import type { BulkResult } from '../../shared/contracts/bulk-result.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Result } from '../../shared/lang/result.ts';
import {
  ACTIONS_SAID,
  type ActionWords,
  resultSentence,
  syncedSentence,
} from '../../shared/messages/action-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { pauseWords, resumedWords } from '../../shared/messages/queue-words.ts';
import { undoneSentence } from '../../shared/messages/undo-words.ts';
import type { Item } from '../../shared/outbox/item.ts';
import type { ActionStep } from '../item/item-actions.ts';
import type { LiveStore } from '../live/live-store.ts';
import type { ToastStore } from '../shell/toasts.ts';
import type { OutboxClient } from '../transport/outbox-client.ts';
import { type Action, carryOut, type Target } from './action.ts';
import type { Actions, FinalAction, PauseScope, Question } from './use-actions.ts';

interface Deps {
  readonly client: Pick<OutboxClient, 'call'>;
  readonly live: Pick<LiveStore, 'refresh'>;
  readonly toasts: ToastStore;
  readonly now: () => number;
  readonly ask: (question: Question) => void;
  readonly openAccounts: () => void;
}

/** Everything that matches is more than what somebody has looked at. */
const isUnseen = ({ items, count }: Target): boolean => !('ids' in items) && count > 1;

/** Whether somebody is asked first. */
function isFinal(target: Target, action: Action): action is FinalAction {
  switch (action.kind) {
    case 'cancel':
      return true;
    case 'remove':
      return isUnseen(target);
    case 'duplicate':
      return target.count > 1;
    default:
      return false;
  }
}

const pausing = (scope: PauseScope) => ({ key: '', until: null, ...scope });

export function createActions({ client, live, toasts, now, ask, openAccounts }: Deps): Actions {
  const fail = (error: OutboxError) => toasts.say(pageErrorSentence(error), { tone: 'trouble' });

  /** An undo is offered for as long as the outbox carries it out. */
  function report(words: ActionWords, result: BulkResult): void {
    const tone = result.done === 0 && result.refused > 0 ? 'trouble' : 'done';
    const offer = result.undo;
    const undo =
      offer === null
        ? {}
        : { undo: () => takeBack(offer.token), ms: Math.max(0, offer.until - now()) };
    toasts.say(resultSentence(words, result), { tone, ...undo });
  }

  const takeBack = (token: string) => void tell(client.call('undo', { token }), undoneSentence);

  /** Makes a call, and says what came of it. */
  async function tell<T>(
    answer: Promise<Result<T, OutboxError>>,
    words: (value: T) => string,
  ): Promise<void> {
    const result = await answer;
    live.refresh();
    if (result.ok) toasts.say(words(result.value));
    else fail(result.error);
  }

  async function perform({ items }: Target, action: Action): Promise<void> {
    const result = await carryOut(client, items, action);
    if (result.ok) report(action, result.value);
    else fail(result.error);
  }

  function act(target: Target, action: Action): void {
    if (isFinal(target, action)) ask({ kind: 'sure', target, action });
    else void perform(target, action);
  }

  const sync = () => void tell(client.call('sync', {}), ({ woken }) => syncedSentence(woken));
  const pause = (scope: PauseScope) =>
    void tell(client.call('pause', scope), () => pauseWords(pausing(scope)));
  const resume = (scope: PauseScope) =>
    void tell(client.call('resume', scope), () => resumedWords(pausing(scope)));

  function take(item: Item, step: ActionStep): void {
    const target = { items: { ids: [item.id] }, count: 1 };
    switch (step.kind) {
      case 'retry':
        return act(target, step);
      case 'hold':
      case 'release':
      case 'cancel':
      case 'remove':
        return act(target, { kind: step.kind });
      case 'resolved':
        return act(target, { kind: 'resolve', arrived: step.arrived });
      case 'assignAccount':
        return ask({ kind: 'account', target });
      case 'signIn':
        return openAccounts();
      case 'proxySignIn':
        return ask(step);
      case 'resume':
        return resume(
          step.scope === 'all' ? { scope: 'all' } : { scope: step.scope, key: step.key },
        );
      case 'sync':
        return sync();
      case 'duplicate':
        return act(target, { kind: 'duplicate' });
      default:
        return assertNever(step);
    }
  }

  return {
    act,
    sure: (target, action) => void perform(target, action),
    ask,
    sync,
    pause,
    resume,
    forItem: {
      perform: take,
      export: (item) => ask({ kind: 'export', target: { items: { ids: [item.id] }, count: 1 } }),
      edited: () => toasts.say(ACTIONS_SAID.edited),
      located: (words) => toasts.say(words),
    },
    forGroups: {
      allOf: (group) => ({ filter: { group: group.key } }),
      performOn(items, count, action) {
        const target = { items, count };
        if (action === 'assignAccount') ask({ kind: 'account', target });
        else act(target, action === 'retry' ? { kind: action, force: false } : { kind: action });
      },
      changed: (result) => report({ kind: 'change' }, result),
    },
  };
}
