/** Which rows are chosen: some, or everything that the view shows, also what was not read yet. */
export type Chosen =
  | {
      readonly kind: 'some';
      readonly ids: ReadonlySet<string>;
      /** Where a range begins. */
      readonly anchor: string | null;
    }
  | { readonly kind: 'all' };

export type ChoiceEvent =
  | { readonly kind: 'toggle'; readonly id: string }
  /** From the anchor to this row; `order` is the list as far as it is at hand. */
  | { readonly kind: 'range'; readonly id: string }
  | { readonly kind: 'these'; readonly ids: readonly string[] }
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  /** Of items that left the list nobody means to do anything any more. */
  | { readonly kind: 'left'; readonly ids: readonly string[] };

export const NONE: Chosen = { kind: 'some', ids: new Set(), anchor: null };

export function chosenAfter(
  chosen: Chosen,
  event: ChoiceEvent,
  order: readonly string[] = [],
): Chosen {
  switch (event.kind) {
    case 'all':
      return { kind: 'all' };
    case 'none':
      return NONE;
    case 'these':
      return { kind: 'some', ids: new Set(event.ids), anchor: event.ids.at(-1) ?? null };
    case 'toggle': {
      // Everything but one is said by naming the rest, as far as it is at hand.
      const ids = new Set(chosen.kind === 'all' ? order : chosen.ids);
      if (!ids.delete(event.id)) ids.add(event.id);
      return { kind: 'some', ids, anchor: event.id };
    }
    case 'range': {
      const anchor = chosen.kind === 'some' ? chosen.anchor : null;
      const [from, to] = [order.indexOf(anchor ?? ''), order.indexOf(event.id)];
      if (from < 0 || to < 0) return chosenAfter(chosen, { kind: 'toggle', id: event.id }, order);
      const span = order.slice(Math.min(from, to), Math.max(from, to) + 1);
      const before = chosen.kind === 'some' ? chosen.ids : [];
      return { kind: 'some', ids: new Set([...before, ...span]), anchor };
    }
    case 'left': {
      if (chosen.kind === 'all' || !event.ids.some((id) => chosen.ids.has(id))) return chosen;
      const ids = new Set(chosen.ids);
      for (const id of event.ids) ids.delete(id);
      return { ...chosen, ids };
    }
  }
}

export const isChosen = (chosen: Chosen, id: string): boolean =>
  chosen.kind === 'all' || chosen.ids.has(id);

/** Everything that the view has, said so or one by one. */
export const isWhole = (chosen: Chosen, total: number | null): boolean =>
  chosen.kind === 'all' || chosen.ids.size === total;

export const isEmpty = (chosen: Chosen): boolean => chosen.kind === 'some' && chosen.ids.size === 0;
