import { err, ok, type Result } from '../lang/result.ts';
import { isSecretName } from './secret-names.ts';

/** What of an answer a placeholder stands for. */
export type ValuePlace =
  | { readonly kind: 'status' }
  | { readonly kind: 'header'; readonly name: string }
  /** Member names and indexes, from the outermost; none: the whole. */
  | { readonly kind: 'body'; readonly path: readonly string[] };

/** `{{ref:visit-42.response.body.id}}`: a value of the answer to another item, to be filled in. */
export interface Placeholder {
  /** As it is written, without the braces. */
  readonly text: string;
  readonly by: 'ref' | 'item';
  /** The ref, or the id. */
  readonly name: string;
  readonly place: ValuePlace;
}

export type Piece = string | Placeholder;

/** What is wrong with a placeholder. */
export interface PlaceholderProblem {
  readonly code: 'PLACEHOLDER_INVALID' | 'SECRET_HEADER';
  readonly text: string;
  readonly detail: string;
}

/** Two braces mean something only before these words; behind `!` they mean themselves. */
const OPENING = /\{\{(!*)( *)(ref|item):/g;

const MAX_TEXT = 1024;

/** The pieces of a text: what is to be sent as it stands, and what is to be filled in. `{{!ref:` is a literal `{{ref:`. */
export function piecesOf(text: string): Result<readonly Piece[], PlaceholderProblem> {
  const pieces: Piece[] = [];
  let literal = '';
  let done = 0;
  for (const match of text.matchAll(OPENING)) {
    const [opening, marks = '', space = '', word = ''] = match;
    if (match.index < done) continue;
    literal += text.slice(done, match.index);
    if (marks !== '') {
      literal += `{{${marks.slice(1)}${space}${word}:`;
      done = match.index + opening.length;
      continue;
    }
    const end = text.indexOf('}}', match.index);
    const inner = text.slice(match.index + 2, end < 0 ? undefined : end).trim();
    if (end < 0) return invalid(inner, 'its closing braces are missing');
    const placeholder = readPlaceholder(inner);
    if (!placeholder.ok) return placeholder;
    if (literal !== '') pieces.push(literal);
    pieces.push(placeholder.value);
    literal = '';
    done = end + 2;
  }
  literal += text.slice(done);
  if (literal !== '') pieces.push(literal);
  return ok(pieces);
}

/** A placeholder by its text, without the braces; null for what is none. */
export function placeholderOf(text: string): Placeholder | null {
  const read = readPlaceholder(text);
  return read.ok ? read.value : null;
}

/** Whether anything in a text is a placeholder, or is written so as not to be one. */
export const hasMarks = (text: string): boolean => text.search(OPENING) >= 0;

const SHAPE =
  /^(?<by>ref|item):(?<name>.+?)\.response\.(?:(?<status>status)|headers\.(?<header>.+)|body(?<path>(?:\.[^.]+)*))$/s;

const FORM = 'write it like ref:NAME.response.body.id, .response.headers.NAME or .response.status';

function readPlaceholder(text: string): Result<Placeholder, PlaceholderProblem> {
  if (text.length > MAX_TEXT) return invalid(text, 'it is too long');
  const { by, name = '', status, header, path = '' } = SHAPE.exec(text)?.groups ?? {};
  if (by === undefined) return invalid(text, FORM);
  const steps = decoded(path.split('.').slice(1));
  const [plainName] = decoded([name]) ?? [];
  if (steps === null || plainName === undefined)
    return invalid(text, 'a % in it does not begin a percent-encoded character; write it as %25');
  const base = { text, by: by === 'ref' ? 'ref' : 'item', name: plainName } as const;
  if (status !== undefined) return ok({ ...base, place: { kind: 'status' } });
  if (header === undefined) return ok({ ...base, place: { kind: 'body', path: steps } });
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(header))
    return invalid(text, 'no header has such a name');
  if (isSecretName(header)) return err({ code: 'SECRET_HEADER', text, detail: header });
  return ok({ ...base, place: { kind: 'header', name: header.toLowerCase() } });
}

/** Null where one is not percent-encoded properly. */
function decoded(texts: readonly string[]): readonly string[] | null {
  try {
    return texts.map((one) => decodeURIComponent(one));
  } catch {
    return null;
  }
}

const invalid = (text: string, detail: string): Result<never, PlaceholderProblem> =>
  err({ code: 'PLACEHOLDER_INVALID', text: text.slice(0, 200), detail });
