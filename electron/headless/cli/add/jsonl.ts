import type { z } from 'zod';
import { type OutboxError, outboxError } from '../../../../shared/contracts/errors.ts';
import type { HandoverInput } from '../../../../shared/contracts/handover.ts';
import {
  type AddToOutboxInput,
  addToOutboxInput,
  type FileInput,
  requestInput,
} from '../../../../shared/contracts/request-input.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import { readInput } from '../../../api/read-input.ts';

/** A request of a JSONL file and where it stands, for what is found wrong with it later. */
export interface NumberedRequest {
  /** From 1, blank lines counted. */
  readonly line: number;
  readonly request: HandoverInput;
}

/**
 * One line of JSONL (design.md §11): a request, or a call of `addToOutbox`, told by its `operation`. Null for a
 * blank line. Relative paths are resolved by `absolute`. Every error names the line.
 */
export function requestOfLine(
  bytes: Uint8Array,
  line: number,
  absolute: (path: string) => string,
): Result<NumberedRequest | null, OutboxError> {
  const wrong = (detail: string) => err(outboxError('JSONL_INVALID', { line, detail }));
  const text = utf8(bytes);
  if (text === null) return wrong('this is not UTF-8');
  if (text.trim() === '') return ok(null);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return wrong(`this is not JSON: ${error instanceof Error ? error.message : 'not understood'}`);
  }
  if (!isRecord(value)) {
    return wrong('a request is a JSON object');
  }
  const schema = 'operation' in value ? addToOutboxInput : requestInput;
  const request = readInput<z.ZodType<HandoverInput>>(schema, value);
  if (!request.ok) return err(atLine(request.error, line));
  return ok({ line, request: withAbsolutePaths(request.value, absolute) });
}

/** Null for what is no text: what cannot be read would be sent as something else. */
function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The same error, named by the line instead of by the position among the requests. */
export function atLine(error: OutboxError, line: number): OutboxError {
  const { entry: _, ...params } = error.params;
  return outboxError(error.code, { ...params, line });
}

function withAbsolutePaths(
  request: HandoverInput,
  absolute: (path: string) => string,
): HandoverInput {
  if ('operation' in request) {
    return request.filePathsJson === undefined
      ? request
      : { ...request, filePathsJson: absoluteList(request.filePathsJson, absolute) };
  }
  const { body } = request;
  if (body?.kind === 'file') {
    return {
      ...request,
      body: { ...body, file: absoluteFile(body.file, absolute) },
    };
  }
  if (body?.kind !== 'multipart') return request;
  const parts = body.parts.map((part) =>
    'file' in part ? { ...part, file: absoluteFile(part.file, absolute) } : part,
  );
  return { ...request, body: { ...body, parts } };
}

const absoluteFile = (file: FileInput, absolute: (path: string) => string): FileInput =>
  'path' in file ? { ...file, path: absolute(file.path) } : file;

type FileList = NonNullable<AddToOutboxInput['filePathsJson']>;

/** An empty path is how `addToOutbox` says "no file"; a text that is no list is left for the outbox to refuse. */
function absoluteList(list: FileList, absolute: (path: string) => string): FileList {
  if (typeof list !== 'string')
    return list.map((file) => (typeof file !== 'string' || file === '' ? file : absolute(file)));
  try {
    const parsed: unknown = JSON.parse(list);
    return Array.isArray(parsed) && parsed.every((path) => typeof path === 'string')
      ? absoluteList(parsed, absolute)
      : list;
  } catch {
    return list;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
