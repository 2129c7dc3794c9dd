import type { CallInput } from '../../shared/contracts/outbox-api.ts';
import { JSON_POINTER } from '../../shared/lang/json-pointer.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { findJsonMistake, type JsonMistake } from '../bodies/json-mistake.ts';

export type Change = CallInput<'previewChange'>['change'];

/** One change for all items of a group, as it is being written. */
export interface ChangeForm {
  readonly kind: 'header' | 'json';
  readonly header: string;
  readonly value: string;
  readonly remove: boolean;
  readonly pointer: string;
  /** JSON, or plain words that are meant as a text. */
  readonly json: string;
}

export const EMPTY_CHANGE: ChangeForm = {
  kind: 'header',
  header: '',
  value: '',
  remove: false,
  pointer: '',
  json: '',
};

export type ChangeProblem =
  | { readonly code: 'NO_HEADER' }
  | { readonly code: 'NO_POINTER' }
  | { readonly code: 'POINTER' }
  | { readonly code: 'JSON'; readonly mistake: JsonMistake };

export function changeOf(form: ChangeForm): Result<Change, ChangeProblem> {
  if (form.kind === 'header') {
    const name = form.header.trim();
    if (name === '') return err({ code: 'NO_HEADER' });
    return ok({ kind: 'header', name, value: form.remove ? null : form.value });
  }
  if (form.pointer === '') return err({ code: 'NO_POINTER' });
  if (!JSON_POINTER.test(form.pointer)) return err({ code: 'POINTER' });
  const value = jsonOrWords(form.json);
  return value.ok
    ? ok({ kind: 'json', pointer: form.pointer, value: value.value })
    : err({ code: 'JSON', mistake: value.error });
}

type Json = Extract<Change, { kind: 'json' }>['value'];

/** `next week` needs no quotes; what begins like JSON has to be JSON. */
function jsonOrWords(text: string): Result<Json, JsonMistake> {
  const mistake = findJsonMistake(text);
  if (mistake === null) return ok(JSON.parse(text) as Json);
  return /^\s*["[{]/.test(text) ? err(mistake) : ok(text);
}
