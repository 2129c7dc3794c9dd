import { ExactNumber, type JsonValue } from './exact-json.ts';

/** Children beyond this are shown in ranges that open by themselves, so that a long list stays quick. */
export const RANGE = 100;

/** One visible line of a JSON tree. */
export interface JsonRow {
  /** A JSON pointer; a range of a long list ends in `#from`. */
  readonly id: string;
  readonly depth: number;
  /** Key or index; null at the root. */
  readonly name: string | null;
  readonly content: JsonContent;
}

export type JsonContent =
  | { readonly kind: 'leaf'; readonly value: null | boolean | number | string | ExactNumber }
  | {
      readonly kind: 'branch';
      readonly as: 'object' | 'array' | 'range';
      readonly size: number;
      readonly open: boolean;
    };

const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The lines that are visible while the branches in `open` are unfolded. */
export function jsonRows(root: JsonValue, open: ReadonlySet<string>): readonly JsonRow[] {
  const rows: JsonRow[] = [];

  const add = (id: string, depth: number, name: string | null, value: JsonValue): void => {
    if (isLeaf(value)) {
      rows.push({ id, depth, name, content: { kind: 'leaf', value } });
      return;
    }
    const entries = entriesOf(value);
    const isOpen = open.has(id);
    const as = Array.isArray(value) ? 'array' : 'object';
    rows.push({
      id,
      depth,
      name,
      content: { kind: 'branch', as, size: entries.length, open: isOpen },
    });
    if (isOpen) addEntries(id, depth + 1, entries);
  };

  const addEntries = (id: string, depth: number, entries: Entries): void => {
    if (entries.length <= RANGE) {
      for (const [key, value] of entries) add(`${id}/${escapePointer(key)}`, depth, key, value);
      return;
    }
    const step = rangeStep(entries.length);
    for (let from = 0; from < entries.length; from += step)
      addRange(id, depth, entries.slice(from, from + step), from);
  };

  const addRange = (id: string, depth: number, entries: Entries, from: number): void => {
    const rangeId = `${id}#${from}+${entries.length}`;
    const isOpen = open.has(rangeId);
    rows.push({
      id: rangeId,
      depth,
      name: `${from} … ${from + entries.length - 1}`,
      content: { kind: 'branch', as: 'range', size: entries.length, open: isOpen },
    });
    if (!isOpen) return;
    if (entries.length <= RANGE) {
      for (const [key, value] of entries) add(`${id}/${escapePointer(key)}`, depth + 1, key, value);
      return;
    }
    const step = rangeStep(entries.length);
    for (let at = 0; at < entries.length; at += step)
      addRange(id, depth + 1, entries.slice(at, at + step), from + at);
  };

  add('', 0, null, root);
  return rows;
}

type Entries = readonly (readonly [string, JsonValue])[];

const entriesOf = (value: Exclude<JsonValue, Leaf>): Entries => Object.entries(value);

type Leaf = null | boolean | number | string | ExactNumber;

const isLeaf = (value: JsonValue): value is Leaf =>
  value === null || typeof value !== 'object' || value instanceof ExactNumber;

/** The smallest power of RANGE that cuts `size` into at most RANGE pieces. */
function rangeStep(size: number): number {
  let step = RANGE;
  while (size / step > RANGE) step *= RANGE;
  return step;
}

/** Unfolded at first: the root, and further levels as long as they stay a screenful. */
export function openAtFirst(root: JsonValue, lines = 40): ReadonlySet<string> {
  let open: ReadonlySet<string> = new Set(['']);
  for (;;) {
    const branches = jsonRows(root, open).filter((row) => row.content.kind === 'branch');
    const deeper = new Set([...open, ...branches.map((row) => row.id)]);
    if (deeper.size === open.size || jsonRows(root, deeper).length > lines) return open;
    open = deeper;
  }
}
