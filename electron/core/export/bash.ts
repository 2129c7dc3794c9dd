import { assertNever } from '../../../shared/lang/assert-never.ts';
import { notFilledWords, notSentWords } from '../../../shared/messages/command-words.ts';
import { curlOptions, FILE_MARK, isPlain } from './curl-options.ts';
import type { Piece } from './multipart-pieces.ts';
import { filesIn, type WireBody, type WireRequest } from './wire-request.ts';

/** Linux takes no argument of 128 KiB or more. */
const ARGUMENT_BYTES = 100_000;

/**
 * For bash on Linux and macOS. Nothing in it is expanded by the shell. A value that is not in it yet keeps it from being
 * sent, as does a file that is gone or is not what was accepted: it ends with 1 and says so in one line.
 */
export function bashCommand(request: WireRequest): string {
  const { before, option } = bodyOf(request.body);
  const options = curlOptions(request).map(([name, value]) =>
    value === null ? `--${name}` : `--${name} ${quoted(bytesOf(name, value))}`,
  );
  const lines = ['curl', ...options, ...(option === null ? [] : [`--data-binary ${option}`])];
  return guarded(request, `${before}${lines.join(' \\\n  ')}\n`);
}

/** Other bytes under the same key would be taken for the item itself (G4). */
function guarded(request: WireRequest, command: string): string {
  const refused = (test: string, words: string) =>
    `if ${test}; then\n  printf '%s\\n' ${quoted(utf8(words))} >&2; false\n`;
  const files = filesIn(request.body).map(({ path, sha256 }) => {
    const isOther = `! { (sha256sum || shasum -a 256) <${quoted(utf8(path))} | grep -q '^${sha256}'; } 2>/dev/null`;
    return refused(isOther, notSentWords(request, path));
  });
  const branches = [
    ...(request.isTemplate ? [refused('true', notFilledWords(request))] : []),
    ...files,
  ];
  return branches.length === 0 ? command : `${branches.join('el')}else\n${command}fi\n`;
}

/** What stands before `curl`, and what `--data-binary` is given. */
function bodyOf(body: WireBody): { readonly before: string; readonly option: string | null } {
  switch (body.kind) {
    case 'none':
      return { before: '', option: null };
    case 'file':
      return { before: '', option: quoted(utf8(FILE_MARK + body.path)) };
    case 'text': {
      const bytes = utf8(body.text);
      const fits = bytes.length <= ARGUMENT_BYTES && !bytes.includes(0);
      return fits && !body.text.startsWith(FILE_MARK)
        ? { before: '', option: quoted(bytes) }
        : piped([body]);
    }
    case 'pieces':
      return piped(body.pieces);
    default:
      return assertNever(body);
  }
}

function piped(pieces: readonly Piece[]) {
  const lines = pieces.map((piece) =>
    piece.kind === 'text' ? `printf -- ${printed(piece.text)}` : `cat ${quoted(utf8(piece.path))}`,
  );
  return { before: `{\n  ${lines.join('\n  ')}\n} | `, option: `${FILE_MARK}-` };
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Characters of a header are bytes (RFC 9110 §5.5); everything else is UTF-8. */
const bytesOf = (option: string, value: string): Uint8Array =>
  option === 'header'
    ? Uint8Array.from(value, (character) => character.charCodeAt(0))
    : utf8(value);

/** One word of the shell with exactly these bytes, which have no NUL among them. */
function quoted(bytes: Uint8Array): string {
  const text = textIn(bytes);
  if (text !== null && isPlain(text) && !text.includes('\t'))
    return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${escapedBytes(bytes, text, /['\\!]/)}'`;
}

/** A format of `printf` that prints exactly this text, also a NUL. */
function printed(text: string): string {
  const bytes = utf8(text);
  const format = escapedBytes(bytes, textIn(bytes), /[\\%!']/);
  return `'${format}'`;
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** With `\xNN` for what cannot stand there as it is, or would not show itself. */
function escapedBytes(bytes: Uint8Array, text: string | null, special: RegExp): string {
  if (text === null) return Array.from(bytes, (byte) => hidden(byte, special)).join('');
  return Array.from(text, (character) => {
    const named = NAMED[character];
    if (named !== undefined) return named;
    if (isPlain(character) && !special.test(character)) return character;
    return Array.from(utf8(character), hex).join('');
  }).join('');
}

const hidden = (byte: number, special: RegExp): string => {
  const character = String.fromCharCode(byte);
  return byte >= 0x20 && byte < 0x7f && !special.test(character) ? character : hex(byte);
};

const hex = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;

/** Null for bytes that are no UTF-8. */
function textIn(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
