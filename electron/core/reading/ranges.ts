import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import type { ByteRange } from '../../../shared/contracts/window-calls.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { fileAt } from '../../../shared/outbox/request.ts';
import type { StoreReader } from '../ports/store-reader.ts';
import type { ReadableFile, Vault } from '../ports/vault.ts';
import { keptRequest } from './request-view.ts';

export interface RangeDeps {
  readonly read: StoreReader;
  readonly vault: Pick<Vault, 'readRange'>;
}

export interface Range {
  readonly offset: number;
  readonly length: number;
}

/** Bytes of a file that a revision sends: of a part, counted from 0, or of a raw body (`part` null). */
export async function requestFileRange(
  { read, vault }: RangeDeps,
  of: { readonly id: string; readonly revision?: number; readonly part: number | null },
  range: Range,
): Promise<Result<ByteRange, OutboxError>> {
  const request = keptRequest(read, of.id, of.revision);
  if (!request.ok) return request;
  const found = fileAt(request.value.body, of.part);
  if (found === null) {
    return err(outboxError('ITEM_NOT_FOUND', { id: `${of.id}/${of.part ?? 'body'}` }));
  }
  return rangeOf(vault, found.file, found.filename ?? 'body', range);
}

/** Bytes of the answer to an attempt, as far as it was kept. */
export async function responseRange(
  { read, vault }: RangeDeps,
  id: string,
  attempt: number,
  range: Range,
): Promise<Result<ByteRange, OutboxError>> {
  const body = read.responseBody(id, attempt);
  if (body === null) return err(outboxError('ITEM_NOT_FOUND', { id: `${id}/${attempt}` }));
  const { inline, file, bytes } = body;
  if (inline !== null) {
    const { offset, length } = range;
    return ok({ offset, bytes: inline.subarray(offset, offset + length), size: inline.length });
  }
  if (file !== null) return rangeOf(vault, { kind: 'vault', file }, 'answer', range);
  return bytes === 0
    ? ok({ offset: range.offset, bytes: new Uint8Array(), size: 0 })
    : err(outboxError('BODY_NOT_KEPT'));
}

/** Where a file lies is nobody's business: a failure names it as its request does. */
async function rangeOf(
  vault: RangeDeps['vault'],
  file: ReadableFile,
  name: string,
  { offset, length }: Range,
): Promise<Result<ByteRange, OutboxError>> {
  const range = await vault.readRange(file, offset, length);
  return range.ok
    ? ok({ offset, ...range.value })
    : err(outboxError(range.error.code, { ...range.error.params, path: name }));
}
