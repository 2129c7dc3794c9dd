/** A header as given: order and repeats are kept. */
export type Header = readonly [name: string, value: string];

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** What the item sends, frozen at acceptance: byte-identical on every attempt of a revision. */
export interface StoredRequest {
  readonly revision: number;
  readonly headers: readonly Header[];
  readonly body: StoredBody;
  /** Where values of it come from the answers to other items. */
  readonly template?: Template;
}

/** What a request is made from whose values come from the answers to other items. */
export interface Template {
  readonly values: readonly AwaitedValue[];
  /** What was handed over, once the values are in it; null: they are not, and the request itself is the template. */
  readonly written: {
    readonly url: string;
    readonly headers: readonly Header[];
    readonly body: StoredBody;
  } | null;
}

/** A value that a request takes from the answer to another item. */
export interface AwaitedValue {
  /** The placeholder, without its braces. */
  readonly wanted: string;
  /** Id of the item that it comes from, whatever gets its ref later. */
  readonly parent: string;
  /** JSON, exactly as the server wrote it; null: not there yet. */
  readonly json: string | null;
}

/** What is to be filled in before anything of the request is sent; null: it is sent as it stands. */
export const unfilled = ({ template }: StoredRequest): Template | null =>
  template === undefined || template.written !== null ? null : template;

export type StoredBody =
  | { readonly kind: 'none' }
  /** The exact text given, hashed at acceptance. */
  | {
      readonly kind: 'inline';
      readonly as: 'json' | 'text' | 'form';
      readonly text: string;
      readonly contentType: string;
      readonly sha256: string;
    }
  | { readonly kind: 'multipart'; readonly boundary: string; readonly parts: readonly StoredPart[] }
  | { readonly kind: 'file'; readonly file: StoredFile; readonly contentType: string };

export type StoredPart =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly file: StoredFile;
      readonly filename: string;
      readonly contentType: string;
    };

export type StoredFile =
  /** The item's own copy; `file` is relative to the vault. */
  | {
      readonly kind: 'vault';
      readonly file: string;
      readonly size: number;
      readonly sha256: string;
    }
  /** The caller's original, on request only; checked before and while it is sent. */
  | {
      readonly kind: 'reference';
      readonly path: string;
      readonly size: number;
      readonly sha256: string;
      readonly mtimeMs: number;
      readonly inode: number;
    };

/** The files that a stored body refers to, in order. */
export function filesOf(body: StoredBody): readonly StoredFile[] {
  switch (body.kind) {
    case 'none':
    case 'inline':
      return [];
    case 'file':
      return [body.file];
    case 'multipart':
      return body.parts.flatMap((part) => (part.kind === 'file' ? [part.file] : []));
  }
}

/** The file of a part, counted from 0, or of a raw body (null); it has a name of its own in a part only. */
export function fileAt(
  body: StoredBody,
  part: number | null,
): { readonly file: StoredFile; readonly filename: string | null } | null {
  if (part === null) return body.kind === 'file' ? { file: body.file, filename: null } : null;
  const found = body.kind === 'multipart' ? body.parts[part] : undefined;
  return found?.kind === 'file' ? { file: found.file, filename: found.filename } : null;
}
