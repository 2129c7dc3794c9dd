import { filesOf, type StoredBody, type StoredRequest } from '../../../../shared/outbox/request.ts';
import { parseStored, STORED } from './stored-json.ts';

export interface RequestRow {
  readonly revision: number;
  readonly headers: unknown;
  readonly body: unknown;
  /** The text of an inline body, outside the JSON so that it is not escaped a second time. */
  readonly text: unknown;
}

export interface RequestValues {
  readonly headers: string;
  readonly body: string;
  readonly text: string | null;
}

export function requestValues(request: StoredRequest): RequestValues {
  const { body } = request;
  const headers = JSON.stringify(request.headers);
  if (body.kind !== 'inline') return { headers, body: JSON.stringify(body), text: null };
  return { headers, body: JSON.stringify({ ...body, text: '' }), text: body.text };
}

/** Null for a damaged one: a request is sent as it was accepted or not at all. */
export function readRequest(row: RequestRow): StoredRequest | null {
  const headers = parseStored(STORED.headers, row.headers);
  const stored = parseStored(STORED.storedBody, row.body);
  if (headers === undefined || stored === undefined) return null;
  const body = withText(stored, row.text);
  return body === null ? null : { revision: row.revision, headers, body };
}

function withText(body: StoredBody, text: unknown): StoredBody | null {
  if (body.kind !== 'inline') return body;
  return typeof text === 'string' ? { ...body, text } : null;
}

/** The names of the vault files that a request needs. */
export function vaultFilesOf(request: StoredRequest): readonly string[] {
  return filesOf(request.body).flatMap((file) => (file.kind === 'vault' ? [file.file] : []));
}
