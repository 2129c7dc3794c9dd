import { err, ok, type Result } from '../../../shared/lang/result.ts';
import {
  hasMarks,
  type Piece,
  type Placeholder,
  type PlaceholderProblem,
  piecesOf,
} from '../../../shared/outbox/placeholder.ts';
import type { FillPlace, UnfitValueCause } from '../../../shared/outbox/value-causes.ts';

/** Why a request cannot be filled in. */
export type FillProblem =
  | { readonly kind: 'unreadable'; readonly problem: PlaceholderProblem }
  /** It stands where nothing may be filled in. */
  | { readonly kind: 'misplaced'; readonly wanted: string; readonly where: string }
  | { readonly kind: 'missing'; readonly wanted: string }
  | {
      readonly kind: 'unfit';
      readonly wanted: string;
      readonly place: FillPlace;
      readonly cause: UnfitValueCause;
    };

/** The JSON that a placeholder stands for; null: nobody knows it. */
export type ValueOf = (wanted: Placeholder) => string | null;

export type Encode = (value: string) => Result<string, UnfitValueCause>;

/** No text of a request may be longer, in characters, whatever is filled in: memory stays bounded. */
const LONGEST = 8 * 1024 * 1024;

/** Fills a text in. What is filled in is never looked at for placeholders again. */
export function fillText(
  text: string,
  place: FillPlace,
  valueOf: ValueOf,
  encode: Encode = ok,
): Result<string, FillProblem> {
  if (!hasMarks(text)) return ok(text);
  const pieces = readPieces(text);
  return pieces.ok ? joinPieces(pieces.value, place, valueOf, encode) : pieces;
}

export function readPieces(text: string): Result<readonly Piece[], FillProblem> {
  const pieces = piecesOf(text);
  return pieces.ok ? pieces : err({ kind: 'unreadable', problem: pieces.error });
}

export function joinPieces(
  pieces: readonly Piece[],
  place: FillPlace,
  valueOf: ValueOf,
  encode: Encode = ok,
): Result<string, FillProblem> {
  let filled = '';
  for (const piece of pieces) {
    const text = typeof piece === 'string' ? ok(piece) : valueText(piece, place, valueOf, encode);
    if (!text.ok) return text;
    filled += text.value;
    if (filled.length > LONGEST && typeof piece !== 'string')
      return err({ kind: 'unfit', wanted: piece.text, place, cause: 'TOO_LARGE' });
  }
  return ok(filled);
}

/** A value within a text, as `encode` lets it stand there. */
export function valueText(
  placeholder: Placeholder,
  place: FillPlace,
  valueOf: ValueOf,
  encode: Encode = ok,
): Result<string, FillProblem> {
  const wanted = placeholder.text;
  const json = valueOf(placeholder);
  if (json === null) return err({ kind: 'missing', wanted });
  const text = textOf(json);
  const encoded = text.ok ? encode(text.value) : text;
  return encoded.ok ? encoded : err({ kind: 'unfit', wanted, place, cause: encoded.error });
}

/** A text in which nothing may be filled in. */
export function plainText(text: string, where: string): Result<string, FillProblem> {
  if (!hasMarks(text)) return ok(text);
  const pieces = readPieces(text);
  if (!pieces.ok) return pieces;
  let plain = '';
  for (const piece of pieces.value) {
    if (typeof piece !== 'string') return err({ kind: 'misplaced', wanted: piece.text, where });
    plain += piece;
  }
  return ok(plain);
}

/** A number as the server wrote it: digits that a double cannot hold are not lost. */
function textOf(json: string): Result<string, UnfitValueCause> {
  const value: unknown = JSON.parse(json);
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? ok(value) : err('CHARACTERS');
    case 'number':
    case 'boolean':
      return ok(json);
    default:
      return err('NOT_TEXT');
  }
}
