import { assertNever } from '../../../shared/lang/assert-never.ts';
import { notFilledWords, notSentWords } from '../../../shared/messages/command-words.ts';
import { type CurlOption, curlOptions, FILE_MARK, isPlain } from './curl-options.ts';
import type { FilePiece, Piece } from './multipart-pieces.ts';
import { filesIn, type WireBody, type WireRequest } from './wire-request.ts';

/** curl ignores longer lines of a file of options. */
const LINE_CHARACTERS = 30_000;

/**
 * For PowerShell 5 and 7. The options go through a file, since version 5 loses double quotes in the arguments of
 * programs; a body that is more than a short text is put together in another one. A value that is not in it yet keeps it
 * from being sent, as does a file that is gone or is not what was accepted: it says so in one line, and sets $failed.
 */
export function powershellCommand(request: WireRequest): string {
  const { options, pieces } = bodyOf(request.body);
  const lines = [...curlOptions(request), ...options].map(optionLine);
  const hasBody = pieces.length > 0;
  const guards = [
    ...(request.isTemplate ? [refused('$true', notFilledWords(request))] : []),
    ...filesIn(request.body).map((file) => guard(request, file)),
  ];
  return [
    ...request.headers.flatMap(([name, value]) => (ASCII.test(value) ? [] : [inexact(name)])),
    ...(guards.length === 0 ? [] : [`${guards.join(' else')} else {`]),
    ...(hasBody ? bodyFile(pieces) : []),
    '$options = [IO.Path]::GetTempFileName()',
    "[IO.File]::WriteAllText($options, @'",
    ...lines,
    "'@)",
    `curl.exe --config $options${hasBody ? ` --data-binary "${FILE_MARK}$body"` : ''}`,
    `Remove-Item $options${hasBody ? ', $body' : ''}`,
    ...(guards.length === 0 ? [] : ['}']),
    '',
  ].join('\n');
}

/** Get-FileHash is SHA-256 unless told otherwise, and -ne knows no case. No line begins with `else`: one may be pasted. */
const guard = (request: WireRequest, { path, sha256 }: FilePiece): string =>
  refused(
    `(Get-FileHash -LiteralPath ${singleQuoted(path)} -ErrorAction SilentlyContinue).Hash -ne '${sha256}'`,
    notSentWords(request, path),
  );

const refused = (test: string, words: string): string =>
  [
    `if (${test}) {`,
    `  [Console]::Error.WriteLine(${singleQuoted(words)}); $failed = $true`,
    '}',
  ].join('\n');

const ASCII = /^[\t\x20-\x7e]*$/;

const inexact = (name: string): string =>
  `# Header ${name} has characters beyond ASCII, which curl.exe sends as UTF-8 and OutTray as single bytes.`;

function bodyOf(body: WireBody): {
  readonly options: readonly CurlOption[];
  readonly pieces: readonly Piece[];
} {
  switch (body.kind) {
    case 'none':
      return { options: [], pieces: [] };
    case 'file':
      return { options: [['data-binary', FILE_MARK + body.path]], pieces: [] };
    case 'text': {
      const { text } = body;
      const fits = text.length <= LINE_CHARACTERS && isPlain(text) && !text.startsWith(FILE_MARK);
      return fits
        ? { options: [['data-binary', text]], pieces: [] }
        : { options: [], pieces: [body] };
    }
    case 'pieces':
      return { options: [], pieces: body.pieces };
    default:
      return assertNever(body);
  }
}

/** A line of curl's file of options; it never begins like the end of the text that it stands in. */
const optionLine = ([name, value]: CurlOption): string =>
  value === null ? name : `${name} = "${value.replaceAll(/[\\"\n\r\t]/g, optionEscape)}"`;

const optionEscape = (character: string): string =>
  ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[character] ?? `\\${character}`;

const bodyFile = (pieces: readonly Piece[]): readonly string[] => [
  '$body = [IO.Path]::GetTempFileName()',
  '$out = [IO.File]::Create($body)',
  'foreach ($piece in @(',
  pieces
    .map((piece) =>
      piece.kind === 'text'
        ? `  ${doubleQuoted(piece.text)}`
        : `  [IO.FileInfo]${singleQuoted(piece.path)}`,
    )
    .join(',\n'),
  ')) {',
  '  if ($piece -is [IO.FileInfo]) { $in = $piece.OpenRead(); $in.CopyTo($out); $in.Dispose() }',
  '  else { $bytes = [Text.Encoding]::UTF8.GetBytes($piece); $out.Write($bytes, 0, $bytes.Length) }',
  '}',
  '$out.Dispose()',
];

/** PowerShell takes typographic quotes for quotes (about_Quoting_Rules). */
const singleQuoted = (text: string): string => `'${text.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;

const NAMED: Readonly<Record<string, string>> = { '\n': '`n', '\r': '`r', '\t': '`t' };

const doubleQuoted = (text: string): string => {
  const units = text.split('').map((unit) => {
    const named = NAMED[unit];
    if (named !== undefined) return named;
    if (!isPlain(unit)) return `$([char]${unit.charCodeAt(0)})`;
    return /["“”„`$]/.test(unit) ? `\`${unit}` : unit;
  });
  return `"${units.join('')}"`;
};
