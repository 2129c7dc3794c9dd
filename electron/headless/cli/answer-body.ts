import type { ResponseBody } from '../../../shared/outbox/attempt.ts';
import type { Header } from '../../../shared/outbox/request.ts';

/** The body of an answer as it is shown: its text when it is text, else what it is and how large. */
export interface AnswerBody {
  /** Bytes received, also those that were not kept. */
  readonly bytes: number;
  readonly contentType: string | null;
  readonly truncated: ResponseBody['truncated'];
  /** Null when it is not text, or too large to be shown. */
  readonly text: string | null;
}

/** More than this is for `--body`. */
const SHOWN_BYTES = 256 * 1024;

const TEXT_TYPE =
  /^(text\/|application\/([\w.-]+\+)?(json|xml|problem|javascript|x-www-form-urlencoded))/i;

export function answerBody(body: ResponseBody, headers: readonly Header[]): AnswerBody {
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
  const { bytes, truncated, inline } = body;
  const text =
    inline === null || inline.length > SHOWN_BYTES ? null : decoded(inline, contentType, truncated);
  return { bytes, contentType, truncated, text };
}

/** Bytes without a type may be text as well: then valid UTF-8 without a NUL decides. */
function decoded(
  bytes: Uint8Array,
  contentType: string | null,
  truncated: ResponseBody['truncated'],
): string | null {
  if (contentType !== null && !TEXT_TYPE.test(contentType)) return null;
  // A body that was cut may end within a character.
  const fatal = contentType === null && truncated === null;
  try {
    const text = new TextDecoder('utf-8', { fatal }).decode(bytes);
    return contentType === null && text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
