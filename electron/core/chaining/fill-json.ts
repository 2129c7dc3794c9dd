import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { hasMarks } from '../../../shared/outbox/placeholder.ts';
import { type FillProblem, joinPieces, plainText, readPieces, type ValueOf } from './fill.ts';
import { jsonStrings } from './json-strings.ts';

/** As for any other text. */
const LONGEST = 8 * 1024 * 1024;

/**
 * Fills a JSON text in; what is no placeholder stays byte for byte. A string that is one placeholder and nothing else
 * becomes the value itself, exactly as its server wrote it; within a longer string it becomes text.
 */
export function fillJson(text: string, valueOf: ValueOf): Result<string, FillProblem> {
  if (!text.includes('{{') && !/\\u007b/i.test(text)) return ok(text);
  let filled = '';
  let done = 0;
  for (const { from, to, isName } of jsonStrings(text)) {
    const string = JSON.parse(text.slice(from, to)) as string;
    if (!hasMarks(string)) continue;
    const value = isName ? quoted(plainText(string, 'a member name')) : fillString(string, valueOf);
    if (!value.ok) return value;
    filled += text.slice(done, from) + value.value;
    done = to;
    if (filled.length > LONGEST)
      return err({
        kind: 'unfit',
        wanted: string.slice(2, 202),
        place: 'json',
        cause: 'TOO_LARGE',
      });
  }
  return ok(filled + text.slice(done));
}

function fillString(string: string, valueOf: ValueOf): Result<string, FillProblem> {
  const pieces = readPieces(string);
  if (!pieces.ok) return pieces;
  const [only] = pieces.value;
  if (pieces.value.length !== 1 || only === undefined || typeof only === 'string')
    return quoted(joinPieces(pieces.value, 'json', valueOf));
  const json = valueOf(only);
  return json === null ? err({ kind: 'missing', wanted: only.text }) : ok(json);
}

const quoted = (text: Result<string, FillProblem>): Result<string, FillProblem> =>
  text.ok ? ok(JSON.stringify(text.value)) : text;
