import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import type {
  BodyView,
  FileView,
  RequestView,
  TemplateView,
} from '../../../shared/contracts/request-view.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { isFinal } from '../../../shared/outbox/item.ts';
import type {
  AwaitedValue,
  StoredBody,
  StoredFile,
  StoredRequest,
  Template,
} from '../../../shared/outbox/request.ts';
import type { StoreReader } from '../ports/store-reader.ts';

/** A longer text is shown by its beginning. */
export const SHOWN_TEXT_BYTES = 256 * 1024;

/** In characters: enough of a value to know it by. */
const SHOWN_VALUE = 1_000;

/** A stored request. BODY_NOT_KEPT once retention let go of it; ITEM_NOT_FOUND for a revision that never was. */
export function keptRequest(
  read: StoreReader,
  id: string,
  revision?: number,
): Result<StoredRequest, OutboxError> {
  const request = read.request(id, revision);
  if (request !== null) return ok(request);
  const item = read.item(id);
  const isDropped = item !== null && isFinal(item.state) && read.revisions(id).length === 0;
  return err(
    isDropped
      ? outboxError('BODY_NOT_KEPT')
      : outboxError('ITEM_NOT_FOUND', { id: revision === undefined ? id : `${id}/${revision}` }),
  );
}

/** What a revision of an item sends, without where its files lie. */
export function viewRequest(
  read: StoreReader,
  id: string,
  revision?: number,
): Result<RequestView, OutboxError> {
  const request = keptRequest(read, id, revision);
  if (!request.ok) return request;
  const { headers, body, template } = request.value;
  return ok({
    revision: request.value.revision,
    revisions: read.revisions(id),
    headers,
    body: bodyView(body),
    template: template === undefined ? null : templateView(template),
  });
}

/** The values of a request that come from the answers to other items, long ones cut. */
export const shownValues = (values: readonly AwaitedValue[]): readonly AwaitedValue[] =>
  values.map((one) => ({ ...one, json: one.json?.slice(0, SHOWN_VALUE) ?? null }));

function templateView({ values, written }: Template): TemplateView {
  return {
    values: shownValues(values),
    written: written === null ? null : { ...written, body: bodyView(written.body) },
  };
}

function bodyView(body: StoredBody): BodyView {
  switch (body.kind) {
    case 'none':
      return body;
    case 'inline':
      return { kind: body.as, ...beginningOf(body.text), contentType: body.contentType };
    case 'file':
      return { kind: 'file', contentType: body.contentType, file: fileView(body.file) };
    case 'multipart':
      return {
        kind: 'multipart',
        parts: body.parts.map((part) =>
          part.kind === 'field' ? part : { ...part, file: fileView(part.file) },
        ),
      };
    default:
      return assertNever(body);
  }
}

const fileView = ({ kind, size, sha256 }: StoredFile): FileView => ({
  size,
  sha256,
  kind: kind === 'vault' ? 'copy' : 'reference',
});

/** Never cuts within a character: what is left of one is kept back. */
function beginningOf(text: string): { readonly text: string; readonly bytes: number } {
  const whole = new TextEncoder().encode(text);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const beginning = decoder.decode(whole.subarray(0, SHOWN_TEXT_BYTES), { stream: true });
  return { text: beginning, bytes: whole.length };
}
