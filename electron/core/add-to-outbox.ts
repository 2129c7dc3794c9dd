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
  const paths = fileList(input.filePathsJson, 'filePathsJson');
  if (!paths.ok) return paths;
  const fields = fileList(input.fileFieldsJson, 'fileFieldsJson');
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
  if (paths.value.length === 0) {
    const bodyless =
      ['GET', 'HEAD'].includes(input.operation.toUpperCase()) || payload.value.text === null;
    return ok(
      bodyless ? base : { ...base, body: { kind: 'json', text: payload.value.text ?? '' } },
    );
  }
  if (paths.value.length !== fields.value.length) {
    return err(
      outboxError('FILE_LISTS_UNEQUAL', { paths: paths.value.length, fields: fields.value.length }),
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
  const files = paths.value.map(
    (path, index): PartInput => ({ name: fields.value[index] ?? '', file: { path } }),
  );
  const values = Object.entries(payload.value.fields).map(
    ([name, value]): PartInput => ({ name, value: fieldText(value) }),
  );
  return ok({ ...base, body: { kind: 'multipart', parts: [...values, ...files] } });
}

/** `['']` is how the package says "no files". */
function fileList(
  input: string | readonly string[] | undefined,
  path: string,
): Result<readonly string[], OutboxError> {
  if (input === undefined || input === '') return ok([]);
  const list = typeof input === 'string' ? parsed(input) : input;
  if (!Array.isArray(list) || !list.every((entry) => typeof entry === 'string')) {
    return err(outboxError('INPUT_INVALID', { path, detail: 'must be a JSON array of texts' }));
  }
  const onlyEmpty = list.length === 1 && list[0] === '' && path === 'filePathsJson';
  return ok(onlyEmpty ? [] : list);
}

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
