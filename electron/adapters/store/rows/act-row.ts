import type { Act } from '../../../core/ports/acts.ts';
import { parseSource } from './stored-values.ts';

export interface ActRow {
  readonly token: string;
  readonly source: string;
  readonly until: number | null;
  readonly undoing: 0 | 1;
}

/** Null for a damaged row: nobody can ask for that act, and what it set aside stays where it is. */
export function readAct({ token, source, until, undoing }: ActRow): Act | null {
  const by = parseSource(source);
  return by === undefined ? null : { token, source: by, until, undoing: undoing === 1 };
}
