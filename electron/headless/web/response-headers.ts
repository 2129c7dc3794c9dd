/** What the page may do: run and show its own files, and talk to its own host. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Stored bodies are strangers' data: should one ever be opened as a page, it can do nothing. */
const DATA_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'";

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Of the page's own files. `lasting`: their name changes with their content. */
export const pageHeaders = (contentType: string, lasting: boolean): Record<string, string> => ({
  ...EVERYWHERE,
  'content-type': contentType,
  'content-security-policy': PAGE_POLICY,
  'cache-control': lasting ? 'private, max-age=31536000, immutable' : 'no-store',
});

/** Of everything else: never kept, never shown as a page. */
export const dataHeaders = (contentType: string): Record<string, string> => ({
  ...EVERYWHERE,
  'content-type': contentType,
  'content-disposition': 'attachment',
  'content-security-policy': DATA_POLICY,
  'cache-control': 'no-store',
});
