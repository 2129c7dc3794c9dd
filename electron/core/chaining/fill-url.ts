import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { hasMarks, type Piece } from '../../../shared/outbox/placeholder.ts';
import type { UnfitValueCause } from '../../../shared/outbox/value-causes.ts';
import { type FillProblem, readPieces, type ValueOf, valueText } from './fill.ts';

/** RFC 9110 §4.1 asks for 8,000 octets; what is filled in may not go beyond. */
const LONGEST_URL = 8 * 1024;

/** A stand-in that a URL carries through parsing unchanged, and that does not occur in it otherwise. */
function standInsFor(text: string): (index: number) => string {
  let base = 'zvalue';
  while (text.toLowerCase().includes(base)) base += 'q';
  return (index) => `${base}${index}z`;
}

/**
 * Takes the placeholders out of a URL, so that it can be checked like any other, and puts them back into what that
 * came to. They may stand in the path and in the query: never in scheme, host or port, and never where they would be
 * lost.
 */
export function templateUrl<E>(
  text: string,
  check: (text: string) => Result<URL, E>,
): Result<{ readonly href: string; readonly origin: string }, E | FillProblem> {
  if (!hasMarks(text)) return check(text);
  const pieces = readPieces(text);
  if (!pieces.ok) return pieces;
  const standIn = standInsFor(text);
  const bare = pieces.value.map((piece, index) =>
    typeof piece === 'string' ? withoutBraces(piece) : standIn(index),
  );
  const fixed = /^[^/\\?#]*[/\\]*[^/\\?#]*/.exec(bare.join(''))?.[0] ?? '';
  for (const [index, piece] of pieces.value.entries()) {
    if (typeof piece !== 'string' && fixed.includes(standIn(index))) return err(misplaced(piece));
  }
  const checked = check(bare.join(''));
  if (!checked.ok) return checked;
  const { origin, href } = checked.value;
  let filled = href;
  for (const [index, piece] of pieces.value.entries()) {
    if (typeof piece === 'string') continue;
    const parts = filled.split(standIn(index));
    if (parts.length !== 2 || !filled.startsWith(`${origin}/`)) return err(misplaced(piece));
    filled = parts.join(`{{${piece.text}}}`);
  }
  return ok({ href: filled, origin });
}

/** A literal that is stored in a template must not be read as a placeholder later. */
const withoutBraces = (literal: string): string => literal.replaceAll('{{', '%7B%7B');

const misplaced = (piece: Exclude<Piece, string>): FillProblem => ({
  kind: 'misplaced',
  wanted: piece.text,
  where: 'the scheme, the host, the port or the fragment of a URL',
});

/**
 * Fills a checked URL in, percent-encoded, and makes sure that it is the same origin, and the same path but for the
 * segments that were filled in: a value cannot leave its segment, nor take it away.
 */
export function fillUrl(
  template: string,
  origin: string,
  valueOf: ValueOf,
): Result<string, FillProblem> {
  if (!hasMarks(template)) return ok(template);
  const pieces = readPieces(template);
  if (!pieces.ok) return pieces;
  let filled = '';
  let inQuery = false;
  let first: string | null = null;
  for (const piece of pieces.value) {
    if (typeof piece === 'string') {
      filled += piece;
      inQuery ||= piece.includes('?');
      continue;
    }
    first ??= piece.text;
    const place = inQuery ? 'query' : 'path';
    const value = valueText(piece, place, valueOf, inQuery ? inAQuery : inAPath);
    if (!value.ok) return value;
    filled += value.value;
    if (filled.length > LONGEST_URL)
      return err({ kind: 'unfit', wanted: piece.text, place, cause: 'TOO_LARGE' });
  }
  const url = URL.canParse(filled) ? new URL(filled) : null;
  const path = /^[^?]*/.exec(filled.slice(origin.length))?.[0];
  if (url === null || !isAt(url, origin) || url.pathname !== path)
    return err({ kind: 'unfit', wanted: first ?? '', place: 'path', cause: 'OTHER_PATH' });
  if (url.search === '') url.search = '';
  return ok(url.href);
}

const isAt = (url: URL, origin: string): boolean =>
  url.origin === origin && url.username === '' && url.password === '' && url.hash === '';

const inAQuery = (value: string): Result<string, UnfitValueCause> => ok(encodeURIComponent(value));

const inAPath = (value: string): Result<string, UnfitValueCause> =>
  value === '' ? err('OTHER_PATH') : ok(encodeURIComponent(value));
