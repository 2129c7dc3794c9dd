/**
 * Text of others (answers, titles, file names) beside our own: control characters and those that turn the writing
 * direction are shown as `\xNN` or `\u{NNNN}`, so that nobody's text can steer a terminal or rearrange a page.
 */
export const printable = (text: string): string =>
  text.replaceAll('\r\n', '\n').replaceAll(UNSAFE, escaped);

/** The same on one line. */
export const printableLine = (text: string): string =>
  printable(text.replaceAll(/\s*[\r\n]+\s*/g, ' '));

/** Text as it is, or the escape that stands for one character. */
export interface Piece {
  readonly text: string;
  readonly escaped: boolean;
}

/** `printable` in pieces, so that a page can tell an escape from text that only looks like one. */
export function printablePieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const plain = (from: number, to?: number) => {
    const part = text.slice(from, to).replaceAll('\r\n', '\n');
    if (part !== '') pieces.push({ text: part, escaped: false });
  };
  let from = 0;
  for (const { 0: character, index } of text.matchAll(UNSAFE)) {
    if (character === '\r' && text[index + 1] === '\n') continue;
    plain(from, index);
    pieces.push({ text: escaped(character), escaped: true });
    from = index + 1;
  }
  plain(from);
  return pieces;
}

/** C0 except tab and newline, DEL, C1, and the bidirectional controls of Unicode (UAX #9 §2). */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const UNSAFE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

/** Cut to `width` characters, with a sign that it was. */
export const shortened = (text: string, width: number): string => {
  const characters = Array.from(new Intl.Segmenter().segment(text), (one) => one.segment);
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
};
