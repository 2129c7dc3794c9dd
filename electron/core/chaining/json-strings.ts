/** A string of a JSON text, with its quotes. */
export interface JsonString {
  readonly from: number;
  readonly to: number;
  /** It names a member. */
  readonly isName: boolean;
}

/** Where the strings of a text that is JSON stand. */
export function* jsonStrings(text: string): Generator<JsonString> {
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    const to = endOfString(text, at);
    AFTER.lastIndex = to;
    yield { from: at, to, isName: AFTER.test(text) };
    at = to;
  }
}

const AFTER = /\s*:/y;

function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
