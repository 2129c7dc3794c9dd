import type { ItemDetails } from '../../../shared/contracts/outbox-api.ts';
import { attentionSentence } from '../../../shared/messages/attention-sentences.ts';
import { bytes, count, span, until } from '../../../shared/messages/format.ts';
import { FACT_WORDS, ITEM_WORDS, verdictWords } from '../../../shared/messages/item-words.ts';
import { attemptWords } from '../../../shared/messages/outcome-words.ts';
import { authorWords } from '../../../shared/messages/people-words.ts';
import { printable, printableLine } from '../../../shared/messages/printable.ts';
import { stateWords } from '../../../shared/messages/short-reasons.ts';
import { inBraces } from '../../../shared/messages/value-words.ts';
import type { Attempt } from '../../../shared/outbox/attempt.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import { priorityWord } from '../../../shared/outbox/priority.ts';
import type { AwaitedValue, Header } from '../../../shared/outbox/request.ts';
import type { AnswerBody } from './answer-body.ts';

export type ShownAttempt = Omit<Attempt, 'body'> & { readonly body: AnswerBody | null };

/** What comes from the answers to other items; no headers, of which some may be secret. */
export interface ShownTemplate {
  readonly values: readonly AwaitedValue[];
  /** As it was handed over, once the values are in it. */
  readonly writtenUrl: string | null;
}

/** More of an answer than this is for `--body`. */
const SHOWN_CHARACTERS = 4000;

/** In the time zone of whoever reads it, e.g. `2026-01-31 14:05:00`. */
export const localTime = (at: number): string => new Date(at).toLocaleString('sv-SE');

/** An item with its attempts, for people. */
export function showText(
  { item, person }: Pick<ItemDetails, 'item' | 'person'>,
  attempts: readonly ShownAttempt[],
  template: ShownTemplate | null,
  now: number,
): string {
  const lines = [
    `${item.method} ${item.url}`,
    ...facts(item, person, now),
    ...(template === null ? [] : valueLines(template)),
    ...advice(item),
  ];
  if (attempts.length === 0) lines.push('', 'Not tried yet.');
  for (const attempt of attempts) lines.push('', ...attemptLines(attempt, item));
  return `${lines.map(printable).join('\n')}\n`;
}

function facts(item: Item, person: ItemDetails['person'], now: number): readonly string[] {
  const rows: readonly (readonly [string, string | null])[] = [
    ['id', item.id],
    ['title', item.title],
    ['state', stateWords(item, now)],
    ['priority', priorityOf(item)],
    ['size', bytes(item.bodyBytes)],
    ['added', `${localTime(item.createdAt)} (${span(now - item.createdAt)} ago)`],
    ['account', item.account],
    [FACT_WORDS.person, person && authorWords(person)],
    ['ref', item.ref],
    ['order key', item.orderKey],
    ['dedupe key', item.dedupeKey],
    ['labels', item.labels.length === 0 ? null : item.labels.join(', ')],
    ['not before', item.notBefore === null ? null : localTime(item.notBefore)],
    [
      'expires',
      item.expiresAt === null
        ? null
        : `${localTime(item.expiresAt)} (${until(item.expiresAt, now)})`,
    ],
    ['key', item.idempotencyKey],
  ];
  return rows.flatMap(([name, value]) =>
    value === null ? [] : [`  ${name.padEnd(10)}  ${printableLine(value)}`],
  );
}

/** What comes from the answers to other items, and what has come. */
const valueLines = ({ values, writtenUrl }: ShownTemplate): readonly string[] => [
  '',
  `${ITEM_WORDS.values}${writtenUrl === null ? '' : ', filled in'}:`,
  ...values.map(
    ({ wanted, parent, json }) =>
      `  ${printableLine(inBraces(wanted))} = ${printableLine(json ?? ITEM_WORDS.valueToCome)}  (item ${parent})`,
  ),
];

/** With the one that it goes with, where an item behind it lends it a higher one. */
const priorityOf = ({ priority, effectivePriority }: Item): string =>
  effectivePriority > priority
    ? `${priorityWord(priority)}, goes as ${priorityWord(effectivePriority)}`
    : priorityWord(priority);

const advice = (item: Item): readonly string[] =>
  item.state === 'attention' ? ['', attentionSentence(item.reason)] : [];

function attemptLines(attempt: ShownAttempt, item: Item): readonly string[] {
  const { report } = attempt;
  const took = attempt.endedAt === null ? '' : `, ${span(attempt.endedAt - attempt.startedAt)}`;
  const lines = [
    `Attempt ${attempt.number}  ${localTime(attempt.startedAt)}${took}: ${attemptWords(attempt, item)}`,
    `  > ${attempt.method} ${attempt.url}`,
  ];
  if (report === null) return lines;
  lines.push(
    ...headerLines('>', report.requestHeaders),
    `  > ${count(report.bytesUp, 'byte')} sent`,
  );
  if (report.error !== null) lines.push(`  ! ${printableLine(report.error.message)}`);
  if (report.response !== null) {
    const { status, statusText, headers } = report.response;
    lines.push(`  < ${`${status} ${statusText}`.trim()}`, ...headerLines('<', headers));
  }
  if (attempt.body !== null) lines.push(...bodyLines(attempt.body));
  if (report.verdict !== null) lines.push(`  = ${printableLine(verdictWords(report.verdict))}`);
  return lines;
}

const headerLines = (arrow: string, headers: readonly Header[]): readonly string[] =>
  headers.map(([name, value]) => `  ${arrow} ${name}: ${printableLine(value)}`);

function bodyLines({ text, bytes: size, contentType, truncated }: AnswerBody): readonly string[] {
  if (size === 0) return [];
  const cut = truncated === null ? '' : ', not all of it was kept';
  if (text === null) return [`  < ${bytes(size)} of ${contentType ?? 'unknown type'}${cut}`];
  const shown = text.slice(0, SHOWN_CHARACTERS).trimEnd().split('\n');
  const more = text.length > SHOWN_CHARACTERS ? ['    … (all of it: --body)'] : [];
  return [...shown.map((line) => `    ${line}`), ...more];
}
