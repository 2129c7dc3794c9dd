import type { Place } from './search-term.ts';

/** One term as it was typed, not yet understood. */
export interface Piece extends Place {
  readonly negated: boolean;
  /** What stands before a colon, in small letters. */
  readonly name: string | null;
  readonly value: string;
  readonly quoted: boolean;
}

const SPACE = /\s*/y;
/** A word before a colon, unless it begins an address: `https://…` is text. */
const NAME = /([a-z]+):(?!\/\/)/iy;
const QUOTED = /"((?:[^"\\]|\\[^])*)(?:"|\\?$)/y;
const BARE = /\S*/y;

function at(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

/** Cuts the text at spaces outside of quotes. A quote that is not closed goes on to the end. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let index = at(SPACE, text, 0)?.[0].length ?? 0;
  while (index < text.length) {
    const piece = pieceAt(text, index);
    pieces.push(piece);
    index = piece.end + (at(SPACE, text, piece.end)?.[0].length ?? 0);
  }
  return pieces;
}

function pieceAt(text: string, start: number): Piece {
  const negated = text[start] === '-' && /^\S/.test(text.slice(start + 1, start + 2));
  const from = negated ? start + 1 : start;
  const name = at(NAME, text, from);
  const valueAt = from + (name?.[0].length ?? 0);
  const quoted = at(QUOTED, text, valueAt);
  const found = quoted?.[0] ?? at(BARE, text, valueAt)?.[0] ?? '';
  return {
    start,
    end: valueAt + found.length,
    negated,
    name: name?.[1]?.toLowerCase() ?? null,
    value: quoted === null ? found : (quoted[1] ?? '').replaceAll(/\\(["\\])/g, '$1'),
    quoted: quoted !== null,
  };
}
