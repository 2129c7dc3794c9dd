import type { JobPart } from '../../../shared/contracts/worker-protocol.ts';

export const BOUNDARY = 'outtray-0123456789abcdef';

export interface FormField {
  readonly kind: 'field';
  readonly name: string;
  readonly value: string;
}

export interface FormFile {
  readonly kind: 'file';
  readonly name: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export type FormPart = FormField | FormFile;

/** One question each, put to every parser. Its golden bytes are in test/fixtures/multipart, by its slug. */
export interface Form {
  readonly slug: string;
  readonly question: string;
  readonly parts: readonly FormPart[];
}

const field = (name: string, value = 'v'): FormField => ({ kind: 'field', name, value });

const file = (name: string, filename = 'a.txt', more: Partial<FormFile> = {}): FormFile => ({
  kind: 'file',
  name,
  filename,
  contentType: 'text/plain',
  bytes: Buffer.from('text'),
  ...more,
});

const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, at) => at);

/** Never the boundary itself: it is made at random, so that no file can have it. */
const ALMOST = BOUNDARY.slice(0, -1);
const LIKE_A_BOUNDARY = `\r\n--${ALMOST}\r\n--\r\n--${ALMOST}--\r\n`;

export const FORMS: readonly Form[] = [
  {
    slug: 'order',
    question: 'fields and files, mixed: their order',
    parts: [file('f', '1.txt'), field('a'), file('g', '2.txt'), field('b')],
  },
  {
    slug: 'repeated-fields',
    question: 'a field name twice',
    parts: [field('a', '1'), field('a', '2')],
  },
  {
    slug: 'repeated-files',
    question: 'two files under one name',
    parts: [file('f', '1.txt'), file('f', '2.txt')],
  },
  {
    slug: 'eight-files',
    question: 'eight files',
    parts: Array.from({ length: 8 }, (_, at) => file(`f${at}`, `${at}.txt`)),
  },
  { slug: 'empty-field-name', question: 'a field without a name (`""`)', parts: [field('')] },
  { slug: 'empty-file-name', question: 'a file under no name (`""`)', parts: [file('')] },
  { slug: 'empty-value', question: 'an empty value', parts: [field('a', '')] },
  {
    slug: 'empty-file',
    question: 'an empty file',
    parts: [file('f', 'a.txt', { bytes: new Uint8Array() })],
  },
  {
    slug: 'line-ends',
    question: 'line ends in a value, also at its edges',
    parts: [field('a', '\r\n1\n2\r3\r\n\r\n')],
  },
  {
    slug: 'unicode-value',
    question: 'Unicode in a value, after a byte order mark',
    parts: [field('a', '\ufeffGrüße 世界 😀 e\u0301')],
  },
  {
    slug: 'every-byte',
    question: 'a file with every byte, and lines like a boundary',
    parts: [
      file('f', 'a.bin', {
        contentType: 'application/octet-stream',
        bytes: Buffer.concat([EVERY_BYTE, Buffer.from(LIKE_A_BOUNDARY)]),
      }),
    ],
  },
  { slug: 'unicode-field', question: 'Unicode in a field name', parts: [field('größe 東😀')] },
  {
    slug: 'unicode-file',
    question: 'Unicode in a file name',
    parts: [file('f', 'Brücke 東😀.jpg')],
  },
  { slug: 'quote-field', question: '`"` in a field name', parts: [field('a"b')] },
  { slug: 'quote-file', question: '`"` in a file name', parts: [file('f', 'a"b.txt')] },
  { slug: 'line-end-field', question: 'a line end in a field name', parts: [field('a\r\nb')] },
  { slug: 'percent-field', question: '`%22` in a field name', parts: [field('a%22b')] },
  { slug: 'backslash', question: '`\\` within a field name', parts: [field('a\\b')] },
  { slug: 'backslash-last', question: '`\\` at the end of a field name', parts: [field('a\\')] },
  { slug: 'brackets', question: '`a[b]` as a field name', parts: [field('a[b]')] },
  { slug: 'dots', question: 'a dot and a blank in a field name', parts: [field('a.b c')] },
  {
    slug: 'semicolon-file',
    question: '`;` and `=` in a file name',
    parts: [file('f', 'a; filename=b.txt')],
  },
  { slug: 'dot-file', question: 'a file name of an extension only', parts: [file('f', '.txt')] },
  {
    slug: 'type-parameters',
    question: 'a content type with parameters',
    parts: [file('f', 'a.txt', { contentType: 'Text/Plain; charset="UTF-8"' })],
  },
];

/** The parts as the worker takes them; `write` puts a file where it can read it. */
export const jobParts = (
  form: Form,
  write: (bytes: Uint8Array) => Extract<JobPart, { kind: 'file' }>['file'],
): readonly JobPart[] =>
  form.parts.map((part) => {
    if (part.kind === 'field') return part;
    const { bytes, ...rest } = part;
    return { ...rest, file: write(bytes) };
  });
