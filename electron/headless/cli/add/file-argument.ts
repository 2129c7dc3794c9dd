import { ok, type Result } from '../../../../shared/lang/result.ts';
import { type UsageError, usage } from '../cli-error.ts';

/** What `--file` says. The path is as given, not yet resolved. */
export interface FileArgument {
  readonly name: string;
  readonly path: string;
  readonly filename?: string;
  readonly contentType?: string;
}

/**
 * Reads `name=@path[;type=TYPE][;filename=NAME]`, the notation of curl's `--form`. The name may be empty. Only
 * `;type=` and `;filename=` end a path, so other semicolons belong to it; a path that contains one of these two
 * is written in double quotes, `\"` and `\\` inside.
 */
export function fileArgument(text: string): Result<FileArgument, UsageError> {
  const [, name, rest] = /^([^=]*)=@(.*)$/s.exec(text) ?? [];
  if (name === undefined || rest === undefined) {
    return usage(`--file takes NAME=@PATH, e.g. --file front=@a.jpg, not "${text}"`);
  }
  const { value: path, end } = quotedOrPlain(rest);
  if (path === '') return usage(`--file "${text}" names no path after the @`);
  const suffixes = suffixesOf(rest.slice(end));
  return suffixes === null
    ? usage(`--file "${text}" is not understood after the path; use ;type=TYPE or ;filename=NAME`)
    : ok({ name, path, ...suffixes });
}

type Suffixes = Pick<FileArgument, 'filename' | 'contentType'>;

/** Null when something else stands there. */
function suffixesOf(text: string): Suffixes | null {
  let found: Suffixes = {};
  let rest = text;
  while (rest !== '') {
    const [start, kind] = /^;(type|filename)=/.exec(rest) ?? [];
    if (start === undefined) return null;
    const { value, end } = quotedOrPlain(rest.slice(start.length));
    found = kind === 'type' ? { ...found, contentType: value } : { ...found, filename: value };
    rest = rest.slice(start.length + end);
  }
  return found;
}

/** The value at the beginning of `text`, and where it ends. */
function quotedOrPlain(text: string): { readonly value: string; readonly end: number } {
  const [quoted, inside] = /^"((?:[^"\\]|\\.)*)"(?=;|$)/s.exec(text) ?? [];
  if (quoted !== undefined && inside !== undefined) {
    return { value: inside.replaceAll(/\\(["\\])/g, '$1'), end: quoted.length };
  }
  const next = text.search(/;(type|filename)=/);
  const end = next < 0 ? text.length : next;
  return { value: text.slice(0, end), end };
}
