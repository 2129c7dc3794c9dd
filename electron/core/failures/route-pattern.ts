/** Longer ones are cut: a pattern is for people, and part of an index. */
const LONGEST = 200;

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const HEX = '(?=[0-9a-f]*[0-9])[0-9a-f]{12,}';
const DATE = '\\d{4}-\\d{2}-\\d{2}(?:T[0-9:.]+(?:Z|[+-]\\d{2}:?\\d{2})?)?';

/** A whole segment, but for a file's extension. */
const DATE_SEGMENT = new RegExp(`^${DATE}(?=$|\\.[a-z]\\w*$)`, 'i');
const ID_SEGMENT = new RegExp(`^(?:\\d+|${UUID}|${HEX})(?=$|\\.[a-z]\\w*$)`, 'i');

/** A value that is filled in before it is sent. */
const VALUE_TO_COME = /%7B%7B *(?:ref|item):.*?%7D%7D/gi;

/** In a sentence also short numbers mean something ("at most 40 characters"), so only longer ones go. */
const IN_WORDS = new RegExp(`\\b(?:${DATE}|${UUID}|${HEX}|\\d{4,})\\b`, 'gi');

/** The path of a URL with numbers, UUIDs, long hex and dates taken out, e.g. `/visits/:id/photos`. */
export function routePattern(url: string): string {
  if (!URL.canParse(url)) return '';
  const segments = new URL(url).pathname
    .split('/')
    .map((segment) =>
      segment
        .replaceAll(/%3a/gi, ':')
        .replace(VALUE_TO_COME, ':id')
        .replace(DATE_SEGMENT, ':date')
        .replace(ID_SEGMENT, ':id'),
    );
  return segments.join('/').slice(0, LONGEST);
}

/** A server's words about one item, so that they are the same for all items that they are said of. */
export const withoutIds = (words: string): string => words.replaceAll(IN_WORDS, '…');
