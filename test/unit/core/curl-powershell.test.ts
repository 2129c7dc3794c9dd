import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { powershellCommand } from '../../../electron/core/export/powershell.ts';
import type { WireBody } from '../../../electron/core/export/wire-request.ts';
import { readPowershell } from '../../support/powershell-rules.ts';

const SHA256 = 'ab'.repeat(32);

const HARD = [
  "'",
  '"',
  '`',
  '$',
  '$(id)',
  '$env:PATH',
  '`n',
  "'@",
  "\n'@",
  '\n"@',
  '@',
  '‘',
  '’',
  '‚',
  '‛',
  '“',
  '”',
  '„',
  '\\',
  '\\"',
  '#',
  '%',
  '\t',
  '\r',
  '\n',
  '\0',
  '\u202e',
  '😀',
  ';',
  ' ',
] as const;

const command = (body: WireBody, value = 'a "b" \\', isTemplate = false) =>
  powershellCommand({
    method: 'POST',
    url: 'https://one.test/a?b=[1]',
    headers: [['X-A', value]],
    without: ['Accept'],
    body,
    isTemplate,
  });

describe('the command for PowerShell', () => {
  test('gives curl its options through a file, in which nothing is expanded', () => {
    expect(
      command({ kind: 'text', text: '{"a":"it\'s $x"}\n\\' }),
    ).toBe(`$options = [IO.Path]::GetTempFileName()
[IO.File]::WriteAllText($options, @'
request = "POST"
url = "https://one.test/a?b=[1]"
globoff
http1.1
header = "X-A: a \\"b\\" \\\\"
header = "Accept:"
data-binary = "{\\"a\\":\\"it's $x\\"}\\n\\\\"
'@)
curl.exe --config $options
Remove-Item $options
`);
  });

  test('sends nothing while values are not in it yet', () => {
    const text = command({ kind: 'text', text: "{{ref:it's.response.body.id}}" }, 'b', true);
    const [guard, rest = ''] = text.split(' else {\n');
    expect(guard).toBe(`if ($true) {
  [Console]::Error.WriteLine('Not sent: POST https://one.test/a?b=[1]: values from the answers to other items are not in it yet.'); $failed = $true
}`);
    expect(rest.endsWith('}\n')).toBe(true);
    expect(readPowershell(rest.slice(0, -2)).options).toContain("{{ref:it's");
  });

  test('puts a body of texts and files together, whatever quotes are in them', () => {
    const text = command({
      kind: 'pieces',
      pieces: [
        { kind: 'text', text: '--b\r\n"$x" `y` “z” \u0000\u202e' },
        { kind: 'file', path: "C:\\it's\\‘ü’.jpg", sha256: SHA256 },
      ],
    });
    expect(text).toContain('  "--b`r`n`"`$x`" ``y`` `“z`” $([char]0)$([char]8238)",');
    expect(text).toContain("  [IO.FileInfo]'C:\\it''s\\‘‘ü’’.jpg'");
    expect(text).toContain('curl.exe --config $options --data-binary "@$body"');
  });

  test('looks at a file before it is sent, and else says in one line that nothing was', () => {
    const text = command({ kind: 'file', path: "C:\\it's.jpg", sha256: SHA256 });
    expect(
      text,
    ).toContain(`if ((Get-FileHash -LiteralPath 'C:\\it''s.jpg' -ErrorAction SilentlyContinue).Hash -ne '${SHA256}') {
  [Console]::Error.WriteLine('Not sent: POST https://one.test/a?b=[1]: its file C:\\it''s.jpg is gone, has changed, or cannot be checked.'); $failed = $true
} else {
$options = `);
    expect(text).toMatch(/\nRemove-Item \$options\n\}\n$/);
    expect(readPowershell(text)).toMatchObject({
      guards: [{ path: "C:\\it's.jpg", sha256: SHA256 }],
      pieces: null,
    });
  });

  test('never takes a text for the name of a file, and says what it cannot send exactly', () => {
    expect(command({ kind: 'text', text: '@C:\\secret' })).toContain('  "@C:\\secret"');
    expect(command({ kind: 'none' }, 'café')).toMatch(/^# Header X-A /);
  });
});

describe('by the rules that PowerShell documents', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.array(fc.constantFrom(...HARD), { maxLength: 8 }).map((pieces) => pieces.join('')),
  );

  test('every text and every path is read as it is', () => {
    const piece = fc.oneof(
      text.map((one) => ({ kind: 'text' as const, text: one })),
      text.map((one) => ({ kind: 'file' as const, path: `C:\\${one}`, sha256: SHA256 })),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), (pieces) => {
        const read = readPowershell(command({ kind: 'pieces', pieces }));
        expect(read.pieces).toEqual(
          pieces.map((one) => (one.kind === 'text' ? one.text : { path: one.path })),
        );
        const paths = pieces.flatMap((one) => (one.kind === 'file' ? [one.path] : []));
        expect(read.guards.map(({ path }) => path)).toEqual([...new Set(paths)]);
      }),
      { numRuns: 1000 },
    );
  });

  test('the file of options is a text in which nothing means anything, whatever a request says', () => {
    const header = fc.array(fc.constantFrom(...HARD.filter((one) => /^[\t -~]+$/.test(one))), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, header, (body, value) => {
        const { options, pieces } = readPowershell(
          command({ kind: 'text', text: body }, value.join('')),
        );
        const lines = options.split('\n');
        expect(lines.every((line) => /^[a-z0-9.-]+( = ".*")?$/s.test(line))).toBe(true);
        expect(lines.some((line) => line.startsWith('data-binary'))).toBe(pieces === null);
      }),
      { numRuns: 1000 },
    );
  });
});
