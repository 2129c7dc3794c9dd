import { createContext, useContext } from 'react';
import type { Item } from '../../shared/outbox/item.ts';
import type { GroupActions } from '../groups/group-actions.ts';
import type { ItemActions } from '../item/item-actions.ts';
import type { Action, Target } from './action.ts';

/** What is asked before something can be done. */
export type Question =
  | { readonly kind: 'priority'; readonly target: Target }
  | { readonly kind: 'account'; readonly target: Target }
  | { readonly kind: 'resolve'; readonly target: Target }
  | { readonly kind: 'sure'; readonly target: Target; readonly action: FinalAction }
  | { readonly kind: 'change'; readonly target: Target }
  | { readonly kind: 'export'; readonly target: Target }
  | { readonly kind: 'edit'; readonly item: Item }
  | { readonly kind: 'proxySignIn'; readonly proxy: string };

/** What cannot be taken back, or not for long. */
export type FinalAction = Extract<Action, { kind: 'remove' | 'cancel' | 'duplicate' }>;

export type PauseScope =
  | { readonly scope: 'all' }
  | { readonly scope: 'origin' | 'account'; readonly key: string };

/** Everything that can be done in the window, with what is said about it. */
export interface Actions {
  /** Asks first where it cannot be taken back for long. */
  readonly act: (target: Target, action: Action) => void;
  /** Without asking. */
  readonly sure: (target: Target, action: Action) => void;
  readonly ask: (question: Question) => void;
  readonly sync: () => void;
  readonly pause: (scope: PauseScope) => void;
  readonly resume: (scope: PauseScope) => void;
  readonly forItem: ItemActions;
  readonly forGroups: GroupActions;
}

export const ActionsContext = createContext<Actions | null>(null);

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (actions === null) throw new Error('no actions around this component');
  return actions;
}
