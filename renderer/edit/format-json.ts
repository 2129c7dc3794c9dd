const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Valid JSON with a line for each value, two spaces in. It moves space only: numbers of any length, repeated keys and
 * their order stay as they were written, which `JSON.stringify(JSON.parse(…))` would not do.
 */
export function formatJson(text: string): string {
  const tokens = text.match(TOKEN) ?? [];
  let depth = 0;
  let out = '';
  const line = () => `\n${'  '.repeat(depth)}`;
  for (const [at, token] of tokens.entries()) {
    if (token === '{' || token === '[') {
      depth += 1;
      const empty = tokens[at + 1] === '}' || tokens[at + 1] === ']';
      out += empty ? token : token + line();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      const empty = tokens[at - 1] === '{' || tokens[at - 1] === '[';
      out += empty ? token : line() + token;
    } else if (token === ',') out += token + line();
    else if (token === ':') out += ': ';
    else out += token;
  }
  return out;
}
