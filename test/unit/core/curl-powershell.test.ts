import { describe, expect, test } from 'vitest';
import { powershellCommand } from '../../../electron/core/export/powershell.ts';
import type { WireBody } from '../../../electron/core/export/wire-request.ts';

const command = (body: WireBody, value = 'a "b" \\') =>
  powershellCommand({
    method: 'POST',
    url: 'https://one.test/a?b=[1]',
    headers: [['X-A', value]],
    without: ['Accept'],
    body,
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

  test('puts a body of texts and files together, whatever quotes are in them', () => {
    const text = command({
      kind: 'pieces',
      pieces: [
        { kind: 'text', text: '--b\r\n"$x" `y` “z” \u0000\u202e' },
        { kind: 'file', path: "C:\\it's\\‘ü’.jpg" },
      ],
    });
    expect(text).toContain('  "--b`r`n`"`$x`" ``y`` `“z`” $([char]0)$([char]8238)",');
    expect(text).toContain("  [IO.FileInfo]'C:\\it''s\\‘‘ü’’.jpg'");
    expect(text).toContain('curl.exe --config $options --data-binary "@$body"');
  });

  test('never takes a text for the name of a file, and says what it cannot send exactly', () => {
    expect(command({ kind: 'text', text: '@C:\\secret' })).toContain('  "@C:\\secret"');
    expect(command({ kind: 'none' }, 'café')).toMatch(/^# Header X-A /);
  });
});
