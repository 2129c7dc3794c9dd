import { assertNever } from '../../../shared/lang/assert-never.ts';
import { type Account, DEFAULT_IDEMPOTENCY } from '../../../shared/outbox/account.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import {
  type Header,
  type StoredBody,
  type StoredFile,
  type StoredRequest,
  unfilled,
} from '../../../shared/outbox/request.ts';
import { isSecretName, withoutSecretsInQuery } from '../../../shared/outbox/secret-names.ts';
import { type FilePiece, multipartPieces, type Piece } from './multipart-pieces.ts';
import { accountHeaders, REDACTED } from './own-secrets.ts';

/** A request as it goes over the wire, but for what must not be written down. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  /** With names that may repeat; a value may be empty. */
  readonly headers: readonly Header[];
  /** What curl adds by itself and OutTray does not send. */
  readonly without: readonly string[];
  readonly body: WireBody;
  /** Values are not in it yet: as it stands nobody is to send it. */
  readonly isTemplate: boolean;
}

export type WireBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | FilePiece
  | { readonly kind: 'pieces'; readonly pieces: readonly Piece[] };

/** The files that a body is read from, each once. */
export function filesIn(body: WireBody): readonly FilePiece[] {
  if (body.kind === 'file') return [body];
  if (body.kind !== 'pieces') return [];
  const files = body.pieces.filter((piece) => piece.kind === 'file');
  return files.filter(
    ({ path, sha256 }, at) =>
      files.findIndex((one) => one.path === path && one.sha256 === sha256) === at,
  );
}

/** Their requests say how long the body is, also when there is none (RFC 9110 §8.6). */
const SAYS_LENGTH: readonly string[] = ['POST', 'PUT', 'PATCH'];

/** `secrets`: the item's own ones stand in it as they were given; those of its account never do. */
export function wireRequest(
  item: Item,
  request: StoredRequest,
  account: Account | null,
  { pathOf, secrets }: { readonly pathOf: (file: string) => string; readonly secrets: boolean },
): WireRequest {
  const { headers, body } = request;
  const { method, url, idempotencyKey, attempts } = item;
  const style = account?.idempotency ?? DEFAULT_IDEMPOTENCY;
  const secret = accountHeaders(item, account);
  const secretNames = new Set(secret.map(([name]) => name.toLowerCase()));
  const given = headers
    .filter(([name]) => !secretNames.has(name.toLowerCase()))
    .map(([name, value]): Header => [name, isSecretName(name) && !secrets ? REDACTED : value]);
  const contentType = contentTypeOf(body);
  const saysItIsEmpty = body.kind === 'none' && SAYS_LENGTH.includes(method);
  const all: readonly Header[] = [
    ...given,
    [style.header, style.quoted ? `"${idempotencyKey}"` : idempotencyKey],
    ['X-Outbox-Attempt', String(Math.max(1, attempts))],
    ...secret,
    ...(contentType === null ? [] : [['Content-Type', contentType] as const]),
    ...(saysItIsEmpty ? [['Content-Length', '0'] as const] : []),
  ];
  const has = (wanted: string) => all.some(([name]) => name.toLowerCase() === wanted);
  return {
    method,
    url: secrets ? url : withoutSecretsInQuery(url),
    headers: has('user-agent') ? all : [...all, ['User-Agent', 'OutTray']],
    without: [...(has('accept') ? [] : ['Accept']), ...(body.kind === 'none' ? [] : ['Expect'])],
    body: wireBody(body, (file) => (file.kind === 'vault' ? pathOf(file.file) : file.path)),
    isTemplate: unfilled(request) !== null,
  };
}

function contentTypeOf(body: StoredBody): string | null {
  switch (body.kind) {
    case 'none':
      return null;
    case 'inline':
    case 'file':
      return body.contentType;
    case 'multipart':
      return `multipart/form-data; boundary=${body.boundary}`;
    default:
      return assertNever(body);
  }
}

function wireBody(body: StoredBody, pathOf: (file: StoredFile) => string): WireBody {
  switch (body.kind) {
    case 'none':
      return body;
    case 'inline':
      return { kind: 'text', text: body.text };
    case 'file':
      return { kind: 'file', path: pathOf(body.file), sha256: body.file.sha256 };
    case 'multipart':
      return { kind: 'pieces', pieces: multipartPieces(body.boundary, body.parts, pathOf) };
    default:
      return assertNever(body);
  }
}
