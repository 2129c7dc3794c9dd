import type { HarContent, HarParam, HarPostData } from '../../../shared/contracts/har.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { StoredBody, StoredFile, StoredPart } from '../../../shared/outbox/request.ts';

/** Of a longer body only its beginning is told. */
export const TOLD_BYTES = 256 * 1024;

/** What a revision sent. Files are told by size and hash, never by where they lie. */
export function postDataOf(body: StoredBody): HarPostData | null {
  switch (body.kind) {
    case 'none':
      return null;
    case 'inline':
      return body.as === 'form'
        ? { mimeType: body.contentType, params: paramsOf(body.text) }
        : { mimeType: body.contentType, ...beginningOf(new TextEncoder().encode(body.text)) };
    case 'file':
      return { mimeType: body.contentType, text: '', comment: fileWords(body.file) };
    case 'multipart':
      return {
        mimeType: `multipart/form-data; boundary=${body.boundary}`,
        params: body.parts.map(paramOf),
      };
    default:
      return assertNever(body);
  }
}

/** Bytes of an answer, or their beginning: as text if they are, else in base64. `whole` is its length. */
export function contentOf(
  bytes: Uint8Array,
  whole: number,
): Pick<HarContent, 'text' | 'encoding' | 'comment'> {
  const comment = whole > bytes.length ? { comment: cutWords(bytes.length, whole) } : {};
  const text = textOf(bytes, whole > bytes.length);
  return text === null
    ? { text: base64Of(bytes), encoding: 'base64', ...comment }
    : { text, ...comment };
}

const paramsOf = (text: string): readonly HarParam[] =>
  [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }));

const paramOf = (part: StoredPart): HarParam =>
  part.kind === 'field'
    ? { name: part.name, value: part.value }
    : {
        name: part.name,
        fileName: part.filename,
        contentType: part.contentType,
        comment: fileWords(part.file),
      };

const fileWords = ({ size, sha256 }: StoredFile): string => `${size} bytes, SHA-256 ${sha256}`;

const cutWords = (told: number, whole: number): string => `the first ${told} of ${whole} bytes`;

function beginningOf(bytes: Uint8Array): Pick<HarPostData, 'text' | 'comment'> {
  if (bytes.length <= TOLD_BYTES) return { text: decode(bytes, false) };
  return {
    text: decode(bytes.subarray(0, TOLD_BYTES), true),
    comment: cutWords(TOLD_BYTES, bytes.length),
  };
}

/** Null for what is no UTF-8; a character that was cut at the end is left out. */
function textOf(bytes: Uint8Array, cut: boolean): string | null {
  try {
    return decode(bytes, cut);
  } catch {
    return null;
  }
}

const decode = (bytes: Uint8Array, stream: boolean): string =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream });

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
