import type { JsonRow } from './json-rows.ts';

export type TreeMove =
  | { readonly kind: 'focus'; readonly at: number }
  | { readonly kind: 'open'; readonly id: string }
  | { readonly kind: 'close'; readonly id: string };

/** What a key does in a tree (the tree pattern of WAI-ARIA), or null when it is not for the tree. */
export function treeMove(rows: readonly JsonRow[], at: number, key: string): TreeMove | null {
  const row = rows[at];
  if (row === undefined) return null;
  const branch = row.content.kind === 'branch' ? row.content : null;
  const focus = (to: number): TreeMove => ({
    kind: 'focus',
    at: Math.max(0, Math.min(rows.length - 1, to)),
  });
  switch (key) {
    case 'ArrowDown':
      return focus(at + 1);
    case 'ArrowUp':
      return focus(at - 1);
    case 'PageDown':
      return focus(at + 20);
    case 'PageUp':
      return focus(at - 20);
    case 'Home':
      return focus(0);
    case 'End':
      return focus(rows.length - 1);
    case 'ArrowRight':
      if (branch === null) return null;
      return branch.open ? focus(at + 1) : { kind: 'open', id: row.id };
    case 'ArrowLeft':
      if (branch?.open === true) return { kind: 'close', id: row.id };
      return focus(parentOf(rows, at));
    case 'Enter':
    case ' ':
      if (branch === null) return null;
      return { kind: branch.open ? 'close' : 'open', id: row.id };
    default:
      return null;
  }
}

function parentOf(rows: readonly JsonRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0;
  const parent = rows.slice(0, at).findLastIndex((row) => row.depth < depth);
  return parent === -1 ? at : parent;
}
