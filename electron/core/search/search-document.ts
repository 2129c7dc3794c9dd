import type { AttemptError } from '../../../shared/outbox/attempt.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { Header, StoredBody } from '../../../shared/outbox/request.ts';
import type { TextField } from '../../../shared/search/search-term.ts';
import { wordsOf } from '../../../shared/search/words-of.ts';

/** The words by which an item is found, field by field. */
export type SearchDocument = Readonly<Record<TextField, readonly string[]>>;

/** The last answer that had a body, as far as it is kept beside the item. */
export interface SearchableAnswer {
  readonly headers: readonly Header[];
  readonly inline: Uint8Array;
}

export interface SearchableParts {
  readonly item: Item;
  /** Of the present revision; null when it was dropped. */
  readonly body: StoredBody | null;
  readonly answer: SearchableAnswer | null;
  /** Of the last attempt that ended. */
  readonly error: AttemptError | null;
}

/** As much of a body, and of any other text, as is searched. */
const SEARCHED = 4_096;

/**
 * Between texts of one field, so that a phrase is not found across them. A private-use character is no word, so
 * nobody can ask for it.
 */
export const BREAK = '\u{F8FF}';

export function searchDocument({ item, body, answer, error }: SearchableParts): SearchDocument {
  return {
    title: words([item.title ?? '']),
    ref: words([item.ref ?? '']),
    url: words([item.url]),
    label: words(item.labels),
    error: words(errorTexts(item, error)),
    body: words([...requestTexts(body), ...answerTexts(answer)]),
  };
}

/** The words of some texts, each text no more than the limit, and together no more than twice that. */
function words(texts: readonly string[]): readonly string[] {
  const found: string[] = [];
  let left = 2 * SEARCHED;
  for (const text of texts) {
    const part = text.slice(0, Math.min(SEARCHED, left));
    left -= part.length;
    const more = wordsOf(part);
    if (more.length > 0 && found.length > 0) found.push(BREAK);
    found.push(...more);
    if (left <= 0) break;
  }
  return found;
}

function errorTexts(item: Item, error: AttemptError | null): readonly string[] {
  const reason = 'reason' in item ? Object.values(item.reason) : [];
  return [
    ...reason.filter((value): value is string => typeof value === 'string'),
    item.last?.code ?? '',
    error === null ? '' : `${error.class} ${error.code}`,
    error?.message ?? '',
  ];
}

/** Texts, and names of fields and files; what is in the files is not searched. */
function requestTexts(body: StoredBody | null): readonly string[] {
  switch (body?.kind) {
    case undefined:
    case 'none':
    case 'file':
      return [];
    case 'inline':
      return [body.text];
    case 'multipart':
      return limited(
        body.parts.flatMap((part) => [
          part.name,
          part.kind === 'field' ? part.value : part.filename,
        ]),
      );
  }
}

/** The first texts that together fill the limit: a form has as much room as any other body. */
function limited(texts: readonly string[]): readonly string[] {
  const taken: string[] = [];
  let left = SEARCHED;
  for (const text of texts) {
    if (left <= 0) break;
    taken.push(text.slice(0, left));
    left -= text.length;
  }
  return taken;
}

const TEXT_TYPE =
  /^(?:text\/|application\/(?:[^;]*\+)?(?:json|xml|x-www-form-urlencoded|javascript)\b)/i;

function answerTexts(answer: SearchableAnswer | null): readonly string[] {
  if (answer === null) return [];
  const type = answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const head = answer.inline.subarray(0, SEARCHED);
  const isText = type === '' ? !head.includes(0) : TEXT_TYPE.test(type.trim());
  return isText ? [new TextDecoder().decode(head)] : [];
}
