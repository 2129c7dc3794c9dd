/** Longer words are compared by their beginning only: nobody types them, and base64 is full of them. */
const WORD_LENGTH = 64;

/**
 * Letters and digits in a row; a letter of a script that is written without spaces, or an emoji, is a word by
 * itself.
 */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{So}]|[[\p{L}\p{N}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]]+/gv;

/** Case, accents and ligatures do not matter: `Straße` and `STRASSE`, `é` and `e`, are the same. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll('ς', 'σ');

/** The words of a text, in the one form in which they are compared. */
export const wordsOf = (text: string): readonly string[] =>
  (folded(text).match(WORD) ?? []).map((word) => word.slice(0, WORD_LENGTH));
