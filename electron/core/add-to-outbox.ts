import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type {
  AddToOutboxInput,
  PartInput,
  RequestInput,
} from '../../shared/contracts/request-input.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';

/**
 * The call of the Flutter package `ma_ng_outbox` as one of our requests. File lists are JSON arrays (or
 * arrays) of equal length; `['']` or none means a JSON body, otherwise the body is multipart with the
 * payload as fields. An empty field name stays empty, and a missing file is an error, never left out.
 */
export function fromAddToOutbox(input: AddToOutboxInput): Result<RequestInput, OutboxError> {
  const files = listOf(input.filePathsJson, 'filePathsJson', isFile);
  if (!files.ok) return files;
  const fields = listOf(input.fileFieldsJson, 'fileFieldsJson', isText);
  if (!fields.ok) return fields;
  const payload = payloadOf(input.payload);
  if (!payload.ok) return payload;
  const base = {
    method: input.operation,
    url: input.url,
    ...(input.priority === undefined ? {} : { priority: input.priority }),
    ...(input.requestId === undefined ? {} : { requestId: input.requestId }),
    ...(input.primaryKey === undefined || input.primaryKey === '' ? {} : { ref: input.primaryKey }),
  };
  // `['']` is how the package says "no files".
  if (files.value.every((file) => file === '') && files.value.length < 2) {
    const bodyless =
      ['GET', 'HEAD'].includes(input.operation.toUpperCase()) || payload.value.text === null;
    return ok(
      bodyless ? base : { ...base, body: { kind: 'json', text: payload.value.text ?? '' } },
    );
  }
  if (files.value.length !== fields.value.length) {
    return err(
      outboxError('FILE_LISTS_UNEQUAL', { paths: files.value.length, fields: fields.value.length }),
    );
  }
  if (payload.value.fields === null) {
    return err(
      outboxError('INPUT_INVALID', {
        path: 'payload',
        detail: 'must be an object when files are sent',
      }),
    );
  }
  const parts = files.value.map(
    (file, index): PartInput => ({
      name: fields.value[index] ?? '',
      file: typeof file === 'string' ? { path: file } : { upload: file.upload },
    }),
  );
  const values = Object.entries(payload.value.fields).map(
    ([name, value]): PartInput => ({ name, value: fieldText(value) }),
  );
  return ok({ ...base, body: { kind: 'multipart', parts: [...values, ...parts] } });
}

function listOf<Entry>(
  input: string | readonly Entry[] | undefined,
  path: string,
  isEntry: (value: unknown) => value is Entry,
): Result<readonly Entry[], OutboxError> {
  if (input === undefined || input === '') return ok([]);
  const list = typeof input === 'string' ? parsed(input) : input;
  return Array.isArray(list) && list.every(isEntry)
    ? ok(list)
    : err(outboxError('INPUT_INVALID', { path, detail: 'must be a JSON array of texts' }));
}

type FileEntry = string | { readonly upload: string };

const isText = (value: unknown): value is string => typeof value === 'string';

const isFile = (value: unknown): value is FileEntry =>
  isText(value) || (isRecord(value) && isText(value['upload']));

interface Payload {
  readonly text: string | null;
  readonly fields: Readonly<Record<string, unknown>> | null;
}

function payloadOf(input: AddToOutboxInput['payload']): Result<Payload, OutboxError> {
  if (input === undefined) return ok({ text: null, fields: {} });
  const value = typeof input === 'string' ? parsed(input) : input;
  if (value === undefined)
    return err(outboxError('JSON_INVALID', { detail: 'payload is not JSON' }));
  return ok({
    text: typeof input === 'string' ? input : JSON.stringify(input),
    fields: isRecord(value) ? value : null,
  });
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Scalars as text, nested values as JSON text. */
const fieldText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
