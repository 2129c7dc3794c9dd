import type { Item } from '../../shared/outbox/item.ts';
import type { Step } from './next-steps.ts';

/** Steps that the view does not take by itself. */
export type ActionStep =
  | Exclude<Step, { kind: 'readAnswer' | 'edit' | 'resolve' | 'check' | 'locate' | 'openItem' }>
  | { readonly kind: 'resolved'; readonly arrived: boolean | 'check' };

/** Who carries out what is decided in the view, says what came of it, and offers undo. */
export interface ItemActions {
  readonly perform: (item: Item, step: ActionStep) => void;
  readonly export: (item: Item) => void;
  /** It was edited in the view. */
  readonly edited: (item: Item) => void;
  /** Its missing file was found in the view. */
  readonly located: (words: string) => void;
}
