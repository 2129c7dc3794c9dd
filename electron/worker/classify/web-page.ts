import type { Header } from '../../../shared/outbox/request.ts';
import { headerValue } from './header-value.ts';

/** As much of a body as is looked at, in bytes. */
export const SAMPLE_BYTES = 4 * 1024;

const LESS_THAN = 0x3c;
// UTF-8 and UTF-16 byte order marks; the zero bytes are the other half of white space in UTF-16.
const SKIPPED = new Set([0xef, 0xbb, 0xbf, 0xfe, 0xff, 0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const HTML_TYPES = new Set(['text/html', 'application/xhtml+xml']);

/**
 * How a page begins (WHATWG MIME Sniffing §7.1), also behind an XML declaration or comments. Those of its elements that
 * may as well be the root of an answer in XML are left out.
 */
const PAGE =
  /^(?:(?:<\?xml[^>]*>|<!--(?:(?!-->)[\s\S])*-->)\s*)*<(?:!doctype html|html|head|body|script|iframe|style|meta)[\s/>]/i;

/**
 * Whether an answer looks like a web page, as a captive portal or a proxy sends it instead of the API: HTML by
 * its type, and a body that begins with `<`. Without a type the body itself must say so. Nothing but white
 * space of an HTML body that goes on is taken for a page: it could not be shown to be none.
 */
export function isWebPage(
  headers: readonly Header[],
  bodyStart: Uint8Array,
  bodyEnded: boolean,
): boolean {
  const type = headerValue(headers, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const first = bodyStart.findIndex((byte) => !SKIPPED.has(byte));
  if (HTML_TYPES.has(type)) {
    if (first < 0) return !bodyEnded || bodyStart.length >= SAMPLE_BYTES;
    return bodyStart[first] === LESS_THAN;
  }
  if (type !== '' || first < 0) return false;
  const text = new TextDecoder('latin1').decode(bodyStart.subarray(first, SAMPLE_BYTES));
  return PAGE.test(text.replaceAll('\0', ''));
}
