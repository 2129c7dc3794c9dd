/** What a key asks for. */
export type KeyCommand =
  | 'search'
  | 'help'
  | 'next'
  | 'previous'
  | 'extendNext'
  | 'extendPrevious'
  | 'pageDown'
  | 'pageUp'
  | 'first'
  | 'last'
  | 'select'
  | 'selectAll'
  | 'open'
  | 'menu'
  | 'retry'
  | 'hold'
  | 'priority'
  | 'edit'
  | 'remove'
  | 'back';

export interface Key {
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** `row`: a row of the list has the focus. `page`: anything else that takes no text. */
export type KeyPlace = 'row' | 'page';

/** Work wherever no text is written. */
const ANYWHERE: Readonly<Record<string, KeyCommand>> = {
  '/': 'search',
  '?': 'help',
  j: 'next',
  k: 'previous',
  x: 'select',
  r: 'retry',
  h: 'hold',
  p: 'priority',
  e: 'edit',
  Escape: 'back',
};

/** Mean something else on buttons, tabs and menus. */
const ON_ROWS: Readonly<Record<string, KeyCommand>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
  Home: 'first',
  End: 'last',
  ' ': 'select',
  Enter: 'open',
  Delete: 'remove',
  ContextMenu: 'menu',
};

const EXTENDING: Readonly<Record<string, KeyCommand>> = {
  ArrowDown: 'extendNext',
  ArrowUp: 'extendPrevious',
  J: 'extendNext',
  K: 'extendPrevious',
  F10: 'menu',
};

export function commandOf({ key, ctrl, alt, shift }: Key, place: KeyPlace): KeyCommand | null {
  if (alt) return null;
  if (ctrl) return key === 'a' && place === 'row' ? 'selectAll' : null;
  if (shift && place === 'row' && EXTENDING[key] !== undefined) return EXTENDING[key];
  // A question mark is written with Shift on most keyboards, a slash on some.
  if (shift && key !== '?' && key !== '/') return null;
  return ANYWHERE[key] ?? (place === 'row' ? (ON_ROWS[key] ?? null) : null);
}
