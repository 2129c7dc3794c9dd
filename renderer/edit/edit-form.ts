import type { BodyView, FileView, RequestView } from '../../shared/contracts/request-view.ts';
import type { Item } from '../../shared/outbox/item.ts';

/** A name and a value being edited; `key` tells rows apart while they are moved and removed. */
export interface Row {
  readonly key: number;
  readonly name: string;
  readonly value: string;
}

/** A file of a part, or a raw body. */
export type FileDraft =
  /** As it is in the present revision; `part` is its place there, null for a raw body. */
  | { readonly kind: 'kept'; readonly part: number | null; readonly size: number }
  | {
      readonly kind: 'uploading';
      readonly filename: string;
      readonly size: number;
      readonly sent: number;
    }
  | {
      readonly kind: 'uploaded';
      readonly upload: string;
      readonly filename: string;
      readonly size: number;
    }
  /** The file that was chosen did not get here. */
  | { readonly kind: 'failed'; readonly filename: string; readonly sentence: string };

export type PartDraft =
  | { readonly key: number; readonly kind: 'field'; readonly name: string; readonly value: string }
  | {
      readonly key: number;
      readonly kind: 'file';
      readonly name: string;
      readonly filename: string;
      readonly contentType: string;
      readonly file: FileDraft;
    };

export type BodyDraft =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly contentType: string }
  | { readonly kind: 'form'; readonly fields: readonly Row[] }
  | { readonly kind: 'multipart'; readonly parts: readonly PartDraft[] }
  | { readonly kind: 'file'; readonly contentType: string; readonly file: FileDraft }
  /** More text than a page holds: it stays as it is. */
  | { readonly kind: 'tooLong'; readonly bytes: number };

export interface EditForm {
  readonly method: string;
  readonly url: string;
  readonly title: string;
  /** As a local date and time in a form, `2026-01-31T14:05`; empty for none. */
  readonly notBefore: string;
  readonly headers: readonly Row[];
  readonly body: BodyDraft;
  /** Of the next row or part that is added. */
  readonly nextKey: number;
}

/** The form as the dialog opens with it. */
export function formOf(item: Item, request: RequestView): EditForm {
  const headers = rowsOf(request.headers, 0);
  const body = bodyDraft(request.body, headers.length);
  return {
    method: item.method,
    url: item.url,
    title: item.title ?? '',
    notBefore: item.notBefore === null ? '' : localDateTime(item.notBefore),
    headers,
    body,
    nextKey: headers.length + rowCount(body),
  };
}

function bodyDraft(body: BodyView, firstKey: number): BodyDraft {
  switch (body.kind) {
    case 'none':
      return body;
    case 'json':
    case 'text':
    case 'form': {
      const complete = new TextEncoder().encode(body.text).length === body.bytes;
      if (!complete) return { kind: 'tooLong', bytes: body.bytes };
      if (body.kind === 'json') return { kind: 'json', text: body.text };
      if (body.kind === 'text')
        return { kind: 'text', text: body.text, contentType: body.contentType };
      return { kind: 'form', fields: rowsOf([...new URLSearchParams(body.text)], firstKey) };
    }
    case 'multipart':
      return {
        kind: 'multipart',
        parts: body.parts.map((part, at) =>
          part.kind === 'field'
            ? { ...part, key: firstKey + at }
            : { ...part, key: firstKey + at, file: kept(part.file, at) },
        ),
      };
    case 'file':
      return { ...body, file: kept(body.file, null) };
  }
}

function rowCount(body: BodyDraft): number {
  if (body.kind === 'multipart') return body.parts.length;
  return body.kind === 'form' ? body.fields.length : 0;
}

const kept = (file: FileView, part: number | null): FileDraft => ({
  kind: 'kept',
  part,
  size: file.size,
});

const rowsOf = (pairs: readonly (readonly [string, string])[], firstKey: number): readonly Row[] =>
  pairs.map(([name, value], at) => ({ key: firstKey + at, name, value }));

/** For an input of type `datetime-local`, in the time zone of whoever looks. */
export function localDateTime(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().slice(0, 16);
}

/** The place of a file in a form: the key of its part, or null for a raw body. */
export type FilePlace = number | null;

/** A file as a browser knows it. */
export interface ChosenFile {
  readonly name: string;
  /** Empty where the browser knows none. */
  readonly type: string;
  readonly size: number;
}

/** A chosen file begins to take a place: with its own name and type, as if it had been there from the start. */
export function withChosen(form: EditForm, place: FilePlace, chosen: ChosenFile): EditForm {
  const file = { kind: 'uploading', filename: chosen.name, size: chosen.size, sent: 0 } as const;
  const { body } = form;
  if (body.kind === 'file')
    return place === null ? { ...form, body: { ...body, contentType: chosen.type, file } } : form;
  if (body.kind !== 'multipart') return form;
  return {
    ...form,
    body: {
      ...body,
      parts: body.parts.map((part) =>
        part.key === place && part.kind === 'file'
          ? { ...part, filename: chosen.name, contentType: chosen.type, file }
          : part,
      ),
    },
  };
}

/** The form with another file in that place; unchanged where there is no such place any more. */
export function withFile(form: EditForm, place: FilePlace, file: FileDraft): EditForm {
  const { body } = form;
  if (body.kind === 'file' && place === null) return { ...form, body: { ...body, file } };
  if (body.kind !== 'multipart') return form;
  return {
    ...form,
    body: {
      ...body,
      parts: body.parts.map((part) =>
        part.key === place && part.kind === 'file' ? { ...part, file } : part,
      ),
    },
  };
}

export const hasPlace = (form: EditForm, place: FilePlace): boolean =>
  place === null
    ? form.body.kind === 'file'
    : form.body.kind === 'multipart' && form.body.parts.some((part) => part.key === place);

/** One part in place of another, or none in its place. */
export const withPart = (form: EditForm, key: number, part: PartDraft | null): EditForm =>
  form.body.kind === 'multipart'
    ? {
        ...form,
        body: {
          ...form.body,
          parts: form.body.parts.flatMap((one) =>
            one.key === key ? (part === null ? [] : [part]) : [one],
          ),
        },
      }
    : form;

export const withNewPart = (form: EditForm, part: PartDraft): EditForm =>
  form.body.kind === 'multipart'
    ? {
        ...form,
        nextKey: form.nextKey + 1,
        body: { ...form.body, parts: [...form.body.parts, part] },
      }
    : form;
