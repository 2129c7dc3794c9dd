export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where the value that a JSON pointer leads to stands in a text that is JSON; null where there is none. */
export function jsonSpan(text: string, pointer: string): Span | null {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let span: Span | null = valueAt(text, 0);
  for (const step of steps) {
    if (span === null) return null;
    const opener = text[span.from];
    if (opener === '{') span = memberOf(text, span.from, step);
    else if (opener === '[') span = elementOf(text, span.from, step);
    else return null;
  }
  return span;
}

/** Of a name that is there twice, the last one counts, as it does for those who read the text. */
function memberOf(text: string, object: number, name: string): Span | null {
  let found: Span | null = null;
  let at = skipSpace(text, object + 1);
  while (text[at] === '"') {
    const key = valueAt(text, at);
    const value = valueAt(text, skipSpace(text, key.to) + 1);
    if (JSON.parse(text.slice(key.from, key.to)) === name) found = value;
    at = next(text, value.to);
  }
  return found;
}

function elementOf(text: string, array: number, index: string): Span | null {
  if (!/^(?:0|[1-9]\d*)$/.test(index)) return null;
  let at = skipSpace(text, array + 1);
  for (let left = Number(index); text[at] !== ']'; left -= 1) {
    const value = valueAt(text, at);
    if (left === 0) return value;
    at = next(text, value.to);
  }
  return null;
}

/** Past a comma, if there is one. */
function next(text: string, end: number): number {
  const at = skipSpace(text, end);
  return text[at] === ',' ? skipSpace(text, at + 1) : at;
}

function valueAt(text: string, from: number): Span {
  const start = skipSpace(text, from);
  return { from: start, to: endOf(text, start) };
}

function endOf(text: string, start: number): number {
  switch (text[start]) {
    case '"':
      return endOfString(text, start);
    case '{':
    case '[':
      return endOfContainer(text, start);
    default: {
      PLAIN.lastIndex = start;
      PLAIN.test(text);
      return PLAIN.lastIndex;
    }
  }
}

const PLAIN = /[^\s,\]}]*/y;
const SPACE = /\s*/y;

function skipSpace(text: string, from: number): number {
  SPACE.lastIndex = from;
  SPACE.test(text);
  return SPACE.lastIndex;
}

function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

/** However deep it is nested. */
function endOfContainer(text: string, opener: number): number {
  let depth = 0;
  for (let at = opener; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}
