import type { CallInput } from '../../shared/contracts/outbox-api.ts';
import type {
  EditBodyInput,
  EditFileInput,
  EditPartInput,
} from '../../shared/contracts/request-input.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { findJsonMistake, type JsonMistake } from '../bodies/json-mistake.ts';
import {
  type BodyDraft,
  type EditForm,
  type FileDraft,
  type PartDraft,
  type Row,
} from './edit-form.ts';

export type EditInput = CallInput<'edit'>;

/** Why a form cannot be handed over yet. */
export type FormProblem =
  | { readonly code: 'JSON'; readonly mistake: JsonMistake }
  | { readonly code: 'UPLOADING'; readonly filename: string }
  | { readonly code: 'UPLOAD_FAILED'; readonly filename: string }
  | { readonly code: 'NOTHING_CHANGED' };

/** What differs between the form as it was opened and as it is now; only that is handed over. */
export function editInput(
  id: string,
  before: EditForm,
  now: EditForm,
): Result<EditInput, FormProblem> {
  const body = changedBody(before, now);
  if (!body.ok) return body;
  const headers = pairs(now.headers);
  const input: EditInput = {
    id,
    ...(now.method === before.method ? {} : { method: now.method }),
    ...(now.url.trim() === before.url ? {} : { url: now.url.trim() }),
    ...(now.title.trim() === before.title ? {} : { title: now.title.trim() }),
    ...(now.notBefore === before.notBefore ? {} : { notBefore: timeOf(now.notBefore) }),
    ...(same(headers, pairs(before.headers)) ? {} : { headers }),
    ...(body.value === null ? {} : { body: body.value }),
  };
  return Object.keys(input).length === 1 ? err({ code: 'NOTHING_CHANGED' }) : ok(input);
}

/** What an edit means for the idempotency key (design.md §7). */
export type KeyNote =
  /** The server takes it for the same request as before. */
  | 'kept'
  | 'new'
  /** A new one although an earlier try may have arrived: the server may then have both. */
  | 'newAndMayHaveArrived';

export function keyNote(item: Item, input: EditInput): KeyNote {
  const otherRequest =
    input.method !== undefined || input.url !== undefined || input.body !== undefined;
  if (!otherRequest) return 'kept';
  return item.mayHaveArrived ? 'newAndMayHaveArrived' : 'new';
}

/** Null when the bytes stay as they are. */
function changedBody(before: EditForm, now: EditForm): Result<EditBodyInput | null, FormProblem> {
  const ready = bodyInput(now.body);
  if (!ready.ok) return ready;
  const was = bodyInput(before.body);
  const contentType = contentTypeOf(now.headers);
  const otherType = contentType !== contentTypeOf(before.headers);
  if (was.ok && same(was.value, ready.value) && !otherType) return ok(null);
  const body = ready.value;
  // The header says what it is now, in place of what was said when the text was accepted.
  if (body?.kind === 'text' && otherType && contentType !== undefined)
    return ok({ kind: 'text', text: body.text });
  return ok(body);
}

function bodyInput(body: BodyDraft): Result<EditBodyInput | null, FormProblem> {
  switch (body.kind) {
    case 'tooLong':
      return ok(null);
    case 'none':
      return ok({ kind: 'none' });
    case 'json': {
      const mistake = findJsonMistake(body.text);
      return mistake === null
        ? ok({ kind: 'json', text: body.text })
        : err({ code: 'JSON', mistake });
    }
    case 'text':
      return ok({ kind: 'text', text: body.text, contentType: body.contentType });
    case 'form':
      return ok({ kind: 'form', fields: pairs(body.fields) });
    case 'multipart': {
      const parts: EditPartInput[] = [];
      for (const part of body.parts) {
        const input = partInput(part);
        if (!input.ok) return input;
        parts.push(input.value);
      }
      return ok({ kind: 'multipart', parts });
    }
    case 'file': {
      const file = fileInput(body.file);
      return file.ok ? ok({ kind: 'file', file: file.value, contentType: body.contentType }) : file;
    }
  }
}

function partInput(part: PartDraft): Result<EditPartInput, FormProblem> {
  if (part.kind === 'field') return ok({ name: part.name, value: part.value });
  const file = fileInput(part.file);
  if (!file.ok) return file;
  const { name, filename, contentType } = part;
  return ok({ name, file: file.value, filename, ...typeOf(contentType) });
}

/** Without one the outbox goes by the file's name. */
const typeOf = (contentType: string) => (contentType === '' ? {} : { contentType });

function fileInput(file: FileDraft): Result<EditFileInput, FormProblem> {
  switch (file.kind) {
    case 'kept':
      return ok({ kept: file.part });
    case 'uploaded':
      return ok({ upload: file.upload });
    case 'uploading':
      return err({ code: 'UPLOADING', filename: file.filename });
    case 'failed':
      return err({ code: 'UPLOAD_FAILED', filename: file.filename });
  }
}

/** Rows that were added and left empty are none. */
const pairs = (rows: readonly Row[]): [string, string][] =>
  rows.filter((row) => row.name !== '' || row.value !== '').map((row) => [row.name, row.value]);

const contentTypeOf = (headers: readonly Row[]): string | undefined =>
  headers.find((row) => row.name.toLowerCase() === 'content-type')?.value;

const timeOf = (local: string): number | null => (local === '' ? null : new Date(local).getTime());

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Uploads that the form no longer uses are given back. */
export function uploadsOf(form: EditForm): readonly string[] {
  const files: readonly FileDraft[] =
    form.body.kind === 'multipart'
      ? form.body.parts.flatMap((part) => (part.kind === 'file' ? [part.file] : []))
      : form.body.kind === 'file'
        ? [form.body.file]
        : [];
  return files.flatMap((file) => (file.kind === 'uploaded' ? [file.upload] : []));
}
