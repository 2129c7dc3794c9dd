import { filesOf, type StoredBody, type StoredRequest } from '../../../../shared/outbox/request.ts';
import { parseStored, STORED } from './stored-json.ts';

export interface RequestRow {
  readonly revision: number;
  readonly headers: unknown;
  readonly body: unknown;
  /** The text of an inline body, outside the JSON so that it is not escaped a second time. */
  readonly text: unknown;
  readonly template: unknown;
}

export interface RequestValues {
  readonly headers: string;
  readonly body: string;
  readonly text: string | null;
  readonly template: string | null;
}

export function requestValues(request: StoredRequest): RequestValues {
  const { body } = request;
  const headers = JSON.stringify(request.headers);
  const template = request.template === undefined ? null : JSON.stringify(request.template);
  if (body.kind !== 'inline') return { headers, body: JSON.stringify(body), text: null, template };
  return { headers, body: JSON.stringify({ ...body, text: '' }), text: body.text, template };
}

/** Null for a damaged one: a request is sent as it was accepted or not at all. */
export function readRequest(row: RequestRow): StoredRequest | null {
  const headers = parseStored(STORED.headers, row.headers);
  const stored = parseStored(STORED.storedBody, row.body);
  if (headers === undefined || stored === undefined) return null;
  const body = withText(stored, row.text);
  const template = row.template === null ? null : parseStored(STORED.template, row.template);
  if (body === null || template === undefined) return null;
  const request = { revision: row.revision, headers, body };
  return template === null ? request : { ...request, template };
}

function withText(body: StoredBody, text: unknown): StoredBody | null {
  if (body.kind !== 'inline') return body;
  return typeof text === 'string' ? { ...body, text } : null;
}

/** How many of a request's values come from the answer to that item. */
export const fillsOf = ({ template }: StoredRequest, parent: string): number =>
  template?.values.filter((one) => one.parent === parent).length ?? 0;

/** The names of the vault files that a request needs. */
export function vaultFilesOf(request: StoredRequest): readonly string[] {
  return filesOf(request.body).flatMap((file) => (file.kind === 'vault' ? [file.file] : []));
}
