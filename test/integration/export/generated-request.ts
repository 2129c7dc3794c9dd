import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { BodyInput, RequestInput } from '../../../shared/contracts/request-input.ts';
import { isSecretName } from '../../../shared/outbox/secret-names.ts';
import { randomFrom } from '../../support/random.ts';

export interface PooledFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** A request for `urlOf` a server that does not listen yet. */
export interface GeneratedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: BodyInput;
}

const MIB = 1024 * 1024;

/** Around what is read, sent and stored at a time, up to 3 MB. */
const SMALL = [0, 1, 2, 100, 4095, 4096] as const;
const MEDIUM = [65_535, 65_536, 65_537, 200_000] as const;
const LARGE = [MIB - 1, MIB, MIB + 1, 3_000_000] as const;

const PATHS = ['plain.bin', "it's.jpg", 'a "b" $HOME.png', 'zwei\nZeilen', '@東 京 😀.pdf', '-n'];

/** Files of every size, under names that a shell could take for something else. */
export function makePool(folder: string): readonly PooledFile[] {
  return [...SMALL, ...MEDIUM, ...LARGE].map((size, at) => {
    const random = randomFrom(size);
    const pattern = Buffer.from(Array.from({ length: 61 }, () => random() * 256));
    const bytes = Buffer.alloc(size, pattern);
    // What could be taken for the end of a part.
    bytes.write('\r\n--outtray-\r\n\r\n--\r\n', Math.floor(size / 3), 'latin1');
    const inside = join(folder, `${at}`);
    mkdirSync(inside);
    const path = join(inside, PATHS[at % PATHS.length] ?? '');
    writeFileSync(path, bytes);
    return { path, size, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
}

/** Text with everything that a shell, curl or a parser of forms might give a meaning to. */
const HARD = [
  '"',
  "'",
  '`',
  '$(id)',
  '$HOME',
  '\\',
  '\\n',
  '%',
  '%22',
  '%s',
  '%%',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '!',
  '!!',
  '@',
  '<',
  ';',
  '; x="y"',
  '=',
  '&',
  '#',
  '?',
  '[1-3]',
  '{a,b}',
  '*',
  '~',
  '|',
  '\u0001',
  '\u001b[31m',
  '\u007f',
  '\u0085',
  '\u202e',
  '\u2028',
  '\ufeff',
  '“',
  '’',
  'ü',
  // Half of a surrogate pair, as a careless cut leaves it.
  '\ud83d',
  '東',
  '😀',
  'e\u0301',
  '--',
  '\r\n--',
  ' ',
  '  ',
  '..',
  '/',
  'null',
] as const;

const hard = (most: number): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .array(fc.oneof(fc.constantFrom(...HARD), fc.string({ unit: 'grapheme', maxLength: 3 })), {
          maxLength: most,
        })
        .map((pieces) => pieces.join('')),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: most }) },
    { weight: 1, arbitrary: fc.string({ maxLength: most }) },
  );

const withoutNul = (text: string): string => text.replaceAll('\0', '');

const name = hard(4).map(withoutNul);

const filename = hard(4)
  .map((text) => withoutNul(text).replaceAll(/[/\\]/g, '_'))
  .map((text) => (text === '' ? 'f' : text));

const latin = fc.integer({ min: 0x80, max: 0xff }).map((code) => String.fromCharCode(code));

const headerText = fc
  .array(
    fc.oneof({ weight: 9, arbitrary: fc.string({ maxLength: 4 }) }, latin, fc.constant('\t')),
    {
      maxLength: 5,
    },
  )
  .map((pieces) => pieces.join(''));

const mediaType = fc.oneof(
  fc.constantFrom('image/jpeg', 'text/plain; charset=utf-8', 'application/x; a="b;c"', 'x'),
  headerText,
);

const partType = mediaType.filter((text) => text.trim() !== '');

/** Set by the body where there is one, or by us; or refused. */
const NOT_GIVEN =
  /^(?:__proto__|content-type|content-length|transfer-encoding|connection|keep-alive|proxy-connection|upgrade|expect|te|trailer|host|idempotency-key|x-outbox-attempt|x-case)$/i;

const headerName = fc
  .oneof(
    fc.constantFrom(
      'Accept',
      'User-Agent',
      'Accept-Encoding',
      'Referer',
      'If-Match',
      'Range',
      'X-A',
    ),
    fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,12}$/),
  )
  .filter((text) => !NOT_GIVEN.test(text) && !isSecretName(text));

const headers = fc.array(fc.tuple(headerName, headerText), { maxLength: 5 });

/** What stands behind the origin. */
const target = fc
  .tuple(hard(4), fc.option(hard(4), { nil: null }))
  .map(([path, query]) => `/${path}${query === null ? '' : `?${query}`}`)
  // Two slashes would name another host.
  .map((text) => text.replaceAll(/^[\s/\\]+/g, '/'));

function fileIn(pool: readonly PooledFile[]) {
  const of = (sizes: readonly number[]) =>
    fc.constantFrom(...pool.filter((file) => sizes.includes(file.size)));
  return fc
    .tuple(
      fc.oneof(
        { weight: 8, arbitrary: of(SMALL) },
        { weight: 3, arbitrary: of(MEDIUM) },
        { weight: 1, arbitrary: of(LARGE) },
      ),
      fc.boolean(),
    )
    .map(([{ path }, byReference]) => (byReference ? { path, byReference } : { path }));
}

function bodyOf(pool: readonly PooledFile[]): fc.Arbitrary<BodyInput> {
  const file = fileIn(pool);
  const field = fc.record({ name, value: hard(8) });
  const filePart = fc.record(
    { name, file, filename, contentType: partType },
    { requiredKeys: ['name', 'file'] },
  );
  const multipart = fc
    .tuple(
      fc.array(field, { maxLength: 5 }),
      fc.array(filePart, { maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
    )
    .map(([fields, files, order]) =>
      [...fields, ...files]
        .map((part) => ({ part, at: order.next().value as number }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ part }) => part),
    )
    .filter((parts) => parts.length > 0)
    .map((parts) => ({ kind: 'multipart' as const, parts }));
  return fc.oneof(
    { weight: 6, arbitrary: multipart },
    {
      weight: 1,
      arbitrary: fc
        .jsonValue()
        .map((value) => ({ kind: 'json' as const, text: JSON.stringify(value, null, 1) })),
    },
    {
      weight: 2,
      arbitrary: fc.record(
        { kind: fc.constant('text' as const), text: hard(12), contentType: mediaType },
        { requiredKeys: ['kind', 'text'] },
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.tuple(hard(4), hard(4)), { maxLength: 4 })
        .map((fields) => ({ kind: 'form' as const, fields })),
    },
    {
      weight: 1,
      arbitrary: fc.record(
        { kind: fc.constant('file' as const), file, contentType: mediaType },
        { requiredKeys: ['kind', 'file'] },
      ),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'none' as const }) },
  );
}

export function generatedRequest(pool: readonly PooledFile[]): fc.Arbitrary<GeneratedRequest> {
  const shape = { target, headers };
  return fc.oneof(
    {
      weight: 1,
      arbitrary: fc.record({
        method: fc.constantFrom('GET', 'HEAD'),
        body: fc.constant({ kind: 'none' as const }),
        ...shape,
      }),
    },
    {
      weight: 7,
      arbitrary: fc.record({
        method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
        body: bodyOf(pool),
        ...shape,
      }),
    },
  );
}

export const inputOf = (
  { method, target: to, headers: given, body }: GeneratedRequest,
  origin: string,
  key: string,
): RequestInput => ({
  method,
  url: `${origin}${to}`,
  headers: [...given.map(([one, value]): [string, string] => [one, value]), ['X-Case', key]],
  body,
});
