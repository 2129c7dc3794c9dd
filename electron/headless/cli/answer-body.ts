import type { ErrorCode } from '../../../shared/contracts/errors.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import type { Attempt, ResponseBody } from '../../../shared/outbox/attempt.ts';
import type { Header } from '../../../shared/outbox/request.ts';
import type { Api } from '../../api/api.ts';
import { SOURCE } from './cli.ts';
import type { CliError } from './cli-error.ts';

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

/** Then everything else of the attempt is still worth showing. */
const NO_BYTES: readonly (ErrorCode | CliError['code'])[] = [
  'BODY_NOT_KEPT',
  'FILE_NOT_FOUND',
  'FILE_UNREADABLE',
];

/** The body of the answer to an attempt; null when it has none. */
export async function readAnswerBody(
  api: Api,
  attempt: Attempt,
): Promise<Result<AnswerBody | null, CliError>> {
  if (attempt.body === null) return ok(null);
  const range = await api.call(
    'responseRange',
    { id: attempt.itemId, attempt: attempt.number, offset: 0, length: SHOWN_BYTES },
    SOURCE,
  );
  if (!range.ok && !NO_BYTES.includes(range.error.code)) return range;
  const whole = range.ok && range.value.size <= SHOWN_BYTES ? range.value.bytes : null;
  return ok(answerBody(attempt.body, whole, attempt.report?.response?.headers ?? []));
}

/** `whole`: its bytes, or null where they are too many or not there. */
export function answerBody(
  { bytes, truncated }: Pick<ResponseBody, 'bytes' | 'truncated'>,
  whole: Uint8Array | null,
  headers: readonly Header[],
): AnswerBody {
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
  const text = whole === null ? null : decoded(whole, contentType, truncated);
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
