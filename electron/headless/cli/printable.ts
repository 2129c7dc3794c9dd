/**
 * Text of others (answers, titles, URLs) for a terminal: control characters and those that turn the writing
 * direction are shown as `\xNN` or `\u{NNNN}`, so that no answer of a server can steer the screen.
 */
export const printable = (text: string): string =>
  text.replaceAll('\r\n', '\n').replaceAll(UNSAFE, escaped);

/** The same on one line. */
export const printableLine = (text: string): string =>
  printable(text.replaceAll(/\s*[\r\n]+\s*/g, ' '));

/** C0 except tab and newline, DEL, C1, and the bidirectional controls of Unicode (UAX #9 §2). */
// oxlint-disable-next-line no-control-regex
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
