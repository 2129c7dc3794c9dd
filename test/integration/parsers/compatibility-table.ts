const BEGIN = '<!-- made by test/integration/parsers; REWRITE=1 writes it anew -->\n';
const END = '<!-- end -->\n';

/** By question, then by parser. */
export type Cells = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The table as Markdown, a column for each of the parsers. */
export function tableOf(cells: Cells, parsers: readonly string[]): string {
  const row = (texts: readonly string[]): string => `| ${texts.join(' | ')} |\n`;
  return [
    row(['', ...parsers]),
    row(['---', ...parsers.map(() => '---')]),
    ...[...cells].map(([question, found]) =>
      row([question, ...parsers.map((parser) => found.get(parser) ?? '')]),
    ),
  ].join('');
}

/** The table that stands in a text, by the same names. */
export function cellsIn(text: string): Cells {
  const rows = (between(text) ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.slice(2, -2).split(' | '));
  const [heads = [], , ...rest] = rows;
  return new Map(
    rest.map(([question = '', ...found]) => [
      question,
      new Map(found.map((cell, at) => [heads[at + 1] ?? '', cell])),
    ]),
  );
}

/** The text with another table in the place of the one that it has. */
export function withTable(text: string, table: string): string {
  const old = between(text);
  if (old === null) throw new Error(`no place for the table: ${BEGIN}`);
  return text.replace(`${BEGIN}${old}${END}`, () => `${BEGIN}${table}${END}`);
}

function between(text: string): string | null {
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END, from);
  return from < 0 || to < 0 ? null : text.slice(from + BEGIN.length, to);
}
