import type { CallAside } from '../../shared/contracts/call.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { FileInput, RequestInput } from '../../shared/contracts/request-input.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import type { Source } from '../../shared/outbox/item.ts';
import {
  filesOf,
  type StoredBody,
  type StoredFile,
  type StoredPart,
} from '../../shared/outbox/request.ts';
import type { Draft } from './admit.ts';
import { type CheckedBody, checkRequest, type MediaTypeOf, utf8Length } from './check-request.ts';
import type { FileAside, Ids, Vault } from './ports.ts';

export interface DraftingTools {
  readonly vault: Vault;
  readonly ids: Ids;
  readonly mediaTypeOf: MediaTypeOf;
  /** SHA-256 of a text's UTF-8 bytes, in hex. */
  readonly digest: (text: string) => string;
}

/**
 * Checks a request and takes its files into the vault, so that nothing that happens to the originals
 * afterwards changes what is delivered. On failure the copies made so far are discarded.
 */
export async function makeDraft(
  input: RequestInput,
  source: Source,
  tools: DraftingTools,
  aside: CallAside = {},
): Promise<Result<Draft, OutboxError>> {
  const checked = checkRequest(input, tools.mediaTypeOf);
  if (!checked.ok) return checked;
  const body = await storeBody(checked.value.body, tools, aside);
  if (!body.ok) return body;
  return ok({
    id: tools.ids.item(),
    source,
    checked: checked.value,
    body: body.value,
    bodyBytes: contentBytes(body.value),
    idempotencyKey: input.idempotencyKey ?? tools.ids.idempotencyKey(),
    account: input.account ?? null,
    ref: input.ref ?? null,
    orderKey: input.orderKey ?? null,
    after: input.after ?? [],
    requestId: input.requestId ?? null,
    title: input.title ?? null,
    labels: input.labels ?? [],
    unknownOutcome: input.unknownOutcome ?? 'retry',
  });
}

/** Gives back the copies of a draft that was not accepted. */
export const discardDraft = (draft: Draft, vault: Vault): Promise<void> =>
  vault.discard(vaultNames(draft.body));

export async function storeBody(
  body: CheckedBody,
  tools: DraftingTools,
  aside: CallAside = {},
): Promise<Result<StoredBody, OutboxError>> {
  const takeFile = fileTaker(tools.vault, aside);
  switch (body.kind) {
    case 'none':
      return ok(body);
    case 'inline':
      return ok({ ...body, sha256: tools.digest(body.text) });
    case 'file': {
      const file = await takeFile(body.file);
      return file.ok ? ok({ kind: 'file', file: file.value, contentType: body.contentType }) : file;
    }
    case 'multipart': {
      const parts: StoredPart[] = [];
      const stored = (): StoredBody => ({
        kind: 'multipart',
        boundary: tools.ids.boundary(),
        parts,
      });
      for (const part of body.parts) {
        if (part.kind === 'field') {
          parts.push(part);
          continue;
        }
        const file = await takeFile(part.file);
        if (!file.ok) {
          await tools.vault.discard(vaultNames(stored()));
          return file;
        }
        parts.push({ ...part, file: file.value });
      }
      return ok(stored());
    }
    default:
      return assertNever(body);
  }
}

/** Takes one file after the other; progress is told for all that were begun together. */
function fileTaker(vault: Vault, { signal, onProgress }: CallAside) {
  let before = 0;
  return async ({ path, byReference }: FileInput): Promise<Result<StoredFile, OutboxError>> => {
    const aside: FileAside = {
      ...(signal === undefined ? {} : { signal }),
      onProgress: (done, total) =>
        onProgress?.({ what: 'bytes', done: before + done, total: before + total }),
    };
    const file = await (byReference === true
      ? vault.reference(path, aside)
      : vault.snapshot(path, aside));
    if (file.ok) before += file.value.size;
    return file;
  };
}

export const vaultNames = (body: StoredBody): readonly string[] =>
  filesOf(body).flatMap((file) => (file.kind === 'vault' ? [file.file] : []));

export function contentBytes(body: StoredBody): number {
  switch (body.kind) {
    case 'none':
      return 0;
    case 'inline':
      return utf8Length(body.text);
    case 'file':
      return body.file.size;
    case 'multipart':
      return body.parts.reduce(
        (sum, part) => sum + (part.kind === 'field' ? utf8Length(part.value) : part.file.size),
        0,
      );
    default:
      return assertNever(body);
  }
}
