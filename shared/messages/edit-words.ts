import { assertNever } from '../lang/assert-never.ts';
import { bytes } from './format.ts';
import { jsonMistakeSentence } from './item-words.ts';

export const EDIT_WORDS = {
  title: 'Edit and resend',
  method: 'Method',
  url: 'URL',
  itemTitle: 'Title',
  notBefore: 'Not before',
  headers: 'Headers',
  headerName: 'Header name',
  headerValue: 'Header value',
  addHeader: 'Add header',
  body: 'Body',
  noBody: 'It has no body.',
  json: 'JSON',
  text: 'Text',
  format: 'Format',
  fields: 'Fields',
  fieldName: 'Field name',
  fieldValue: 'Field value',
  fieldValueOrFile: 'Field value, or file name',
  addField: 'Add field',
  parts: 'Parts',
  addFile: 'Add file',
  fileName: 'File name',
  file: 'File',
  replaceFile: 'Replace',
  keptFile: 'the file as it was accepted',
  remove: 'Remove',
  save: 'Save and send',
  cancel: 'Leave as it is',
  editorLoading: 'The editor is coming…',
  sendingNow:
    'It is being sent at this moment, so it cannot be changed. Wait for the answer, or cancel it.',
  historyKept: 'What was sent before, and the answers, are kept.',
  movedOn: 'It changed while you were editing. Close this and open it again.',
} as const;

export const hiddenCharacters = 'There are hidden characters in it:';

export const removeNamed = (name: string): string =>
  name === '' ? EDIT_WORDS.remove : `${EDIT_WORDS.remove} ${name}`;

export const replaceNamed = (name: string): string => `${EDIT_WORDS.replaceFile} ${name}`;

export const bodyTooLong = (length: number): string =>
  `The body is too long to be edited here (${bytes(length)}). It stays as it is.`;

export const uploadWords = (sent: number, size: number): string =>
  `${bytes(sent)} of ${bytes(size)} copied`;

/** What an edit means for how the server takes it (design.md §7). */
export function keyNoteSentence(note: 'kept' | 'new' | 'newAndMayHaveArrived'): string {
  switch (note) {
    case 'kept':
      return 'It keeps its key: if an earlier try did arrive after all, the server knows it for the same request.';
    case 'new':
      return 'It gets a new key: for the server this is another request than the one before.';
    case 'newAndMayHaveArrived':
      return 'It gets a new key, and an earlier try may have arrived: the server may then have both. Find out first if that matters.';
    default:
      return assertNever(note);
  }
}

export type FormProblemWords =
  | {
      readonly code: 'JSON';
      readonly mistake: { readonly line: number; readonly column: number; readonly found: string };
    }
  | { readonly code: 'UPLOADING'; readonly filename: string }
  | { readonly code: 'UPLOAD_FAILED'; readonly filename: string }
  | { readonly code: 'NOTHING_CHANGED' };

export function formProblemSentence(problem: FormProblemWords): string {
  switch (problem.code) {
    case 'JSON':
      return jsonMistakeSentence(
        problem.mistake.line,
        problem.mistake.column,
        problem.mistake.found,
      );
    case 'UPLOADING':
      return `${problem.filename} is still being copied.`;
    case 'UPLOAD_FAILED':
      return `${problem.filename} could not be copied. Choose it again, or take it out.`;
    case 'NOTHING_CHANGED':
      return 'Nothing is changed yet. To send it again as it is, use "Retry now".';
    default:
      return assertNever(problem);
  }
}
