/** Where a text stops being JSON. */
export interface JsonMistake {
  /** In characters of the text. */
  readonly at: number;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** What stands there; empty at the end of the text. */
  readonly found: string;
}

const SPACE = /[ \t\n\r]*/y;
const TOKEN =
  // oxlint-disable-next-line no-control-regex -- none may stand in a JSON text (RFC 8259 section 7)
  /([{}[\],:])|("[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd';

/**
 * The first place where `text` is not JSON (RFC 8259), or null when it is. It exists because the messages of
 * `JSON.parse` do not say where, and differ from engine to engine.
 */
export function findJsonMistake(text: string): JsonMistake | null {
  const within: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    at = matchEnd(SPACE, text, at) ?? at;
    if (expected === 'commaOrEnd' && within.length === 0)
      return at === text.length ? null : mistake(text, at);
    const end = matchEnd(TOKEN, text, at);
    const next: Expected | null = end === null ? null : step(text.slice(at, end), expected, within);
    if (end === null || next === null) return mistake(text, at);
    expected = next;
    at = end;
  }
}

/** What may follow the token; null when it may not stand here. Keeps `within` up to date. */
function step(token: string, expected: Expected, within: ('{' | '[')[]): Expected | null {
  const inside = within.at(-1);
  switch (token[0]) {
    case '{':
    case '[':
      if (expected !== 'value' && expected !== 'valueOrEnd') return null;
      within.push(token as '{' | '[');
      return token === '{' ? 'keyOrEnd' : 'valueOrEnd';
    case '}':
      if (inside !== '{' || (expected !== 'keyOrEnd' && expected !== 'commaOrEnd')) return null;
      within.pop();
      return 'commaOrEnd';
    case ']':
      if (inside !== '[' || (expected !== 'valueOrEnd' && expected !== 'commaOrEnd')) return null;
      within.pop();
      return 'commaOrEnd';
    case ',':
      if (expected !== 'commaOrEnd') return null;
      return inside === '{' ? 'key' : 'value';
    case ':':
      return expected === 'colon' ? 'value' : null;
    case '"':
      if (expected === 'key' || expected === 'keyOrEnd') return 'colon';
      return expected === 'value' || expected === 'valueOrEnd' ? 'commaOrEnd' : null;
    default:
      return expected === 'value' || expected === 'valueOrEnd' ? 'commaOrEnd' : null;
  }
}

function matchEnd(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

const FOUND_CHARACTERS = 20;

function mistake(text: string, at: number): JsonMistake {
  const before = text.slice(0, at);
  return {
    at,
    line: before.split('\n').length,
    column: at - before.lastIndexOf('\n'),
    found: /^[\w.+-]+|^[\s\S]?/u.exec(text.slice(at, at + FOUND_CHARACTERS))?.[0] ?? '',
  };
}
