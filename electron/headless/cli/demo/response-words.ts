import { printableLine, shortened } from '../../../../shared/messages/printable.ts';
import type { Attempt } from '../../../../shared/outbox/attempt.ts';
import type { AnswerBody } from '../answer-body.ts';

/** The last answer in a few words, for a column: the status, and what its body says. */
export function responseWords(attempt: Attempt | undefined, body: AnswerBody | null): string {
  const response = attempt?.report?.response;
  if (response === null || response === undefined) return 'no answer';
  const words = bodyWords(body);
  return words === '' ? String(response.status) : `${response.status} ${words}`;
}

function bodyWords(body: AnswerBody | null): string {
  if (body === null || body.text === null) return '';
  if (body.text.trimStart().startsWith('<')) return 'a web page';
  try {
    const value = JSON.parse(body.text) as { readonly id?: unknown; readonly detail?: unknown };
    if (typeof value.detail === 'string') return shortened(printableLine(value.detail), 32);
    return typeof value.id === 'string' ? `id ${value.id.slice(0, 8)}` : '';
  } catch {
    return '';
  }
}
