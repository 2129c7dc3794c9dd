import { JSON_POINTER } from '../../shared/lang/json-pointer.ts';
import type { RuleProblem } from '../../shared/messages/account-rules-words.ts';
import { canBeKept, type SuccessContract } from '../../shared/outbox/success-contract.ts';

/** What an answer must be, as it was written. Empty asks for nothing. */
export interface AnswerForm {
  readonly accept: string;
  readonly allowHtml: boolean;
  readonly contentType: string;
  readonly headerName: string;
  readonly headerValue: string;
  readonly pointer: string;
  readonly equals: string;
  readonly receipt: string;
}

export type AnswerProblems = Readonly<
  Partial<Record<Exclude<keyof AnswerForm, 'allowHtml'>, RuleProblem>>
>;

export const answerFormOf = (contract: SuccessContract): AnswerForm => ({
  accept: contract.accept
    .map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`))
    .join(', '),
  allowHtml: contract.allowHtml,
  contentType: contract.contentType ?? '',
  headerName: contract.header?.name ?? '',
  headerValue: contract.header?.value ?? '',
  pointer: contract.json?.pointer ?? '',
  equals: textOf(contract.json?.equals ?? null),
  receipt: contract.receipt ?? '',
});

export const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

export function answerProblems(form: AnswerForm): AnswerProblems {
  const { contentType, headerName, headerValue, pointer, receipt } = trimmed(form);
  return {
    ...(rangesOf(form.accept) === null && { accept: 'STATUS' }),
    ...(contentType !== '' &&
      !/^[\w.+-]+\/[\w.+-]+$/.test(contentType) && { contentType: 'MEDIA_TYPE' }),
    ...(headerName !== '' && !HEADER_NAME.test(headerName) && { headerName: 'HEADER_NAME' }),
    ...(headerName === '' && headerValue !== '' && { headerName: 'NO_HEADER' }),
    ...(!JSON_POINTER.test(pointer) && { pointer: 'POINTER' }),
    ...(!JSON_POINTER.test(receipt) && { receipt: 'POINTER' }),
  };
}

/** Of a form without problems. */
export function contractOf(form: AnswerForm): SuccessContract {
  const { contentType, headerName, headerValue, pointer, equals, receipt } = trimmed(form);
  return {
    accept: rangesOf(form.accept) ?? [],
    allowHtml: form.allowHtml,
    contentType: orNull(contentType),
    header: headerName === '' ? null : { name: headerName, value: orNull(headerValue) },
    json: pointer === '' && equals === '' ? null : { pointer, equals: valueOf(equals) },
    receipt: orNull(receipt),
  };
}

const trimmed = (form: AnswerForm) => ({
  contentType: form.contentType.trim(),
  headerName: form.headerName.trim(),
  headerValue: form.headerValue.trim(),
  pointer: form.pointer.trim(),
  equals: form.equals.trim(),
  receipt: form.receipt.trim(),
});

const orNull = (text: string): string | null => (text === '' ? null : text);

type Range = SuccessContract['accept'][number];

/** `200-299, 409`; null when that is not what it says. */
function rangesOf(text: string): readonly Range[] | null {
  const parts = text.replace(/\s*[-–]\s*/g, '-').split(/[\s,;]+/);
  const ranges = parts
    .filter((part) => part !== '')
    .map((part): Range | null => {
      const [, from, to = from] = /^([2-5]\d\d)(?:-([2-5]\d\d))?$/.exec(part) ?? [];
      return from === undefined || Number(from) > Number(to) ? null : [Number(from), Number(to)];
    });
  const known = ranges.filter((range) => range !== null);
  return known.length === ranges.length && canBeKept({ accept: known }) ? known : null;
}

type Equals = string | number | boolean | null;

/** A number, true and false mean themselves; everything else is text, with or without quotes. */
function valueOf(text: string): Equals {
  if (text === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
      return value as Equals;
  } catch {
    // Text without quotes.
  }
  return text;
}

/** What `valueOf` reads the value from. */
function textOf(value: Equals): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  return value.trim() === value && valueOf(value) === value ? value : JSON.stringify(value);
}
