import { mediaTypeOf } from './body-form.ts';

const ENDINGS: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'application/problem+json': 'json',
  'application/pdf': 'pdf',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'text/csv': 'csv',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
};

/** A page of a server is saved as text, so that opening it runs nothing. */
export function answerFileName(attempt: number, contentType: string | null): string {
  const type = mediaTypeOf(contentType);
  const ending = ENDINGS[type] ?? (type.startsWith('text/') ? 'txt' : 'bin');
  return `answer-${attempt}.${ending}`;
}
