import type { IncomingHttpHeaders } from 'node:http';

/** The key of a request, without the quotes that a structured field has (RFC 9651 section 3.3.3). */
export function idempotencyKey(headers: IncomingHttpHeaders): string | null {
  const text = headers['idempotency-key'];
  if (typeof text !== 'string' || text === '') return null;
  return /^"([^"\\]*)"$/.exec(text)?.[1] ?? text;
}

/** What is known about a key. */
export type KnownKey<Effect> =
  | { readonly state: 'unused' }
  | { readonly state: 'inProgress'; readonly sha256: string }
  | { readonly state: 'applied'; readonly sha256: string; readonly effect: Effect };

export type Judgement<Effect> =
  | { readonly kind: 'apply' }
  | { readonly kind: 'replay'; readonly effect: Effect }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'inProgress' };

/**
 * Decides what a complete request means (draft-ietf-httpapi-idempotency-key-header, section 2.6). The body is
 * the fingerprint, and the path is not: a request that follows a redirect is still the same request.
 */
export function judge<Effect>(known: KnownKey<Effect>, sha256: string): Judgement<Effect> {
  if (known.state === 'unused') return { kind: 'apply' };
  if (known.sha256 !== sha256) return { kind: 'conflict' };
  if (known.state === 'inProgress') return { kind: 'inProgress' };
  return { kind: 'replay', effect: known.effect };
}
