/** How a body can be shown. `html` and `svg` are sources here: nothing of them is ever rendered. */
export type BodyForm =
  | { readonly kind: 'empty' }
  | { readonly kind: 'json' }
  | { readonly kind: 'text'; readonly markup: boolean }
  | { readonly kind: 'image'; readonly mediaType: string }
  | { readonly kind: 'binary' };

/** Larger ones are shown as text: parsing would stop the page. */
export const JSON_TREE_BYTES = 2_000_000;

/** Beyond this a picture is offered as a file only. */
export const IMAGE_BYTES = 30_000_000;

/** Pictures that cannot carry anything but a picture. */
const IMAGES: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
];

const TEXT_TYPES = /^(text\/|application\/(xml|javascript|x-www-form-urlencoded|yaml|x-ndjson)$)/;

export const mediaTypeOf = (contentType: string | null): string =>
  (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** By what the sender says it is, and by what its first bytes show it to be. */
export function bodyForm(contentType: string | null, head: Uint8Array, size: number): BodyForm {
  if (size === 0) return { kind: 'empty' };
  const type = mediaTypeOf(contentType);
  if (IMAGES.includes(type))
    return size <= IMAGE_BYTES ? { kind: 'image', mediaType: type } : { kind: 'binary' };
  if (!looksLikeText(head)) return { kind: 'binary' };
  if (type === 'application/json' || type.endsWith('+json'))
    return size <= JSON_TREE_BYTES ? { kind: 'json' } : { kind: 'text', markup: false };
  const markup = type === 'text/html' || type.endsWith('+xml') || type.endsWith('/xml');
  if (markup || TEXT_TYPES.test(type)) return { kind: 'text', markup };
  return type === '' || type === 'application/octet-stream' || type.startsWith('text')
    ? guess(head, size)
    : { kind: 'text', markup: false };
}

function guess(head: Uint8Array, size: number): BodyForm {
  const start = new TextDecoder().decode(head.subarray(0, 64)).trimStart();
  if ((start.startsWith('{') || start.startsWith('[')) && size <= JSON_TREE_BYTES)
    return { kind: 'json' };
  return { kind: 'text', markup: start.startsWith('<') };
}

/** Control characters that no text has, apart from escape sequences of terminals. */
function looksLikeText(head: Uint8Array): boolean {
  return head
    .subarray(0, 4096)
    .every((byte) => byte >= 0x20 || (byte >= 0x07 && byte <= 0x0d) || byte === 0x1b);
}

/** The decoder that the sender's `charset` asks for; UTF-8 where it names none that is known. */
export function decoderFor(contentType: string | null): TextDecoder {
  const label = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1];
  try {
    return new TextDecoder(label ?? 'utf-8');
  } catch {
    return new TextDecoder();
  }
}
