import { describe, expect, test } from 'vitest';
import { type BodyArgument, planBody } from '../../../electron/headless/cli/add/body-arguments.ts';
import { fileArgument } from '../../../electron/headless/cli/add/file-argument.ts';
import { requestOfLine } from '../../../electron/headless/cli/add/jsonl.ts';

describe('--file', () => {
  test.for([
    ['front=@a.jpg', { name: 'front', path: 'a.jpg' }],
    ['=@c.jpg', { name: '', path: 'c.jpg' }],
    ['a=@b=@c', { name: 'a', path: 'b=@c' }],
    ['a=@x;y z.jpg', { name: 'a', path: 'x;y z.jpg' }],
    ['a=@x.jpg;type=image/jpeg', { name: 'a', path: 'x.jpg', contentType: 'image/jpeg' }],
    [
      'a=@x.txt;type=text/plain;charset=utf-8;filename=n;1.txt',
      { name: 'a', path: 'x.txt', contentType: 'text/plain;charset=utf-8', filename: 'n;1.txt' },
    ],
    ['a=@"x;type=y.jpg"', { name: 'a', path: 'x;type=y.jpg' }],
    [
      'a=@"a\\"b\\\\c.jpg";filename="d;type=e.jpg"',
      { name: 'a', path: 'a"b\\c.jpg', filename: 'd;type=e.jpg' },
    ],
    ['a=@"quoted" not.jpg', { name: 'a', path: '"quoted" not.jpg' }],
    ['a=@-', { name: 'a', path: '-' }],
  ] as const)('%s', ([text, file]) => {
    expect(fileArgument(text)).toEqual({ ok: true, value: file });
  });

  test.for(['a.jpg', 'a=b.jpg', 'a=@', 'a=@"x";size=3'])('%s is refused', (text) => {
    expect(fileArgument(text)).toMatchObject({ ok: false, error: { code: 'USAGE' } });
  });
});

describe('the body options', () => {
  const given = (...words: readonly string[]): readonly BodyArgument[] =>
    words.map((word) => {
      const [option = '', ...value] = word.split(' ');
      return { option: option as BodyArgument['option'], value: value.join(' ') };
    });

  test('fields and files keep the order in which they were given', () => {
    expect(planBody(given('file a=@1', 'field b=2', 'file =@3', 'field b='))).toMatchObject({
      value: {
        kind: 'multipart',
        parts: [
          { file: { name: 'a', path: '1' } },
          { field: { name: 'b', value: '2' } },
          { file: { name: '', path: '3' } },
          { field: { name: 'b', value: '' } },
        ],
      },
    });
  });

  test.for([
    ['json {}', 'field a=1', /--json and --field/],
    ['form a=1', 'field a=1', /--form and --field/],
    ['body @a', 'text b', /--body and --text/],
    ['json {}', 'json {}', /--json can be given only once/],
    ['body @a', 'body @b', /--body can be given only once/],
  ] as const)('%s and %s contradict each other', ([a, b, detail]) => {
    expect(planBody(given(a, b))).toMatchObject({
      error: { code: 'USAGE', params: { detail: expect.stringMatching(detail) } },
    });
  });

  test('an @ means a file for --json and --text, and must stand before the one of --body', () => {
    expect(planBody(given('json @a b.json'))).toMatchObject({
      value: { from: { path: 'a b.json' } },
    });
    expect(planBody(given('text a@b'))).toMatchObject({ value: { from: { text: 'a@b' } } });
    expect(planBody(given('body raw.bin'))).toMatchObject({ error: { code: 'USAGE' } });
  });

  test('a field without = is refused', () => {
    expect(planBody(given('field a'))).toMatchObject({ error: { code: 'USAGE' } });
  });
});

describe('a line of JSONL', () => {
  const read = (value: unknown) =>
    requestOfLine(
      new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
      7,
      (path) => `/at/${path}`,
    );

  test('blank lines are nothing', () => {
    expect(read(' \t')).toEqual({ ok: true, value: null });
  });

  test.for([['{'], ['3'], ['[]'], ['null']] as const)('%s is refused by its line', ([text]) => {
    expect(read(text)).toMatchObject({ error: { code: 'JSONL_INVALID', params: { line: 7 } } });
  });

  test('an error names the field', () => {
    const body = { kind: 'multipart', parts: [{ name: 'a', file: {} }] };
    expect(read({ method: 'POST', url: 'u', body })).toMatchObject({
      error: { code: 'INPUT_INVALID', params: { line: 7, path: 'body.parts.0.file.path' } },
    });
    expect(read({ method: 'POST', url: 'u', priority: 9 })).toMatchObject({
      error: { code: 'PRIORITY_INVALID', params: { line: 7, value: '9' } },
    });
  });

  test('paths of files, parts and addToOutbox are resolved; an empty one stays empty', () => {
    const file = { kind: 'file', file: { path: 'a' } };
    expect(read({ method: 'PUT', url: 'u', body: file })).toMatchObject({
      value: { request: { body: { file: { path: '/at/a' } } } },
    });
    const parts = [
      { name: 'x', value: '1' },
      { name: '', file: { path: 'b', byReference: true } },
    ];
    expect(read({ method: 'PUT', url: 'u', body: { kind: 'multipart', parts } })).toMatchObject({
      value: {
        request: {
          body: { parts: [{ value: '1' }, { file: { path: '/at/b', byReference: true } }] },
        },
      },
    });
    for (const [given, resolved] of [
      ['["c","d"]', ['/at/c', '/at/d']],
      [[''], ['']],
      ['not a list', 'not a list'],
    ] as const) {
      expect(read({ operation: 'POST', url: 'u', filePathsJson: given })).toMatchObject({
        value: { request: { filePathsJson: resolved } },
      });
    }
  });
});
