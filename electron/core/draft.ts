import type { CallAside } from '../../shared/contracts/call.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type {
  EditBodyInput,
  EditFileInput,
  RequestInput,
} from '../../shared/contracts/request-input.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { Source } from '../../shared/outbox/item.ts';
import {
  fileAt,
  filesOf,
  type StoredBody,
  type StoredFile,
  type StoredPart,
} from '../../shared/outbox/request.ts';
import { type Apps, grantOf } from './apps/app-book.ts';
import { refusedByGrant, refusedForSize } from './apps/check-grant.ts';
import type { CallerFiles } from './apps/file-capabilities.ts';
import { lookThrough, readTemplateUrl } from './chaining/template-request.ts';
import {
  type CheckedBody,
  checkRequest,
  checkUrl,
  type MediaTypeOf,
  utf8Length,
} from './check-request.ts';
import type { Draft } from './draft-shape.ts';
import type { Ids } from './ports/ids.ts';
import type { FileAside, Vault } from './ports/vault.ts';

export interface DraftingTools {
  readonly vault: Vault;
  readonly filesOf: (source: Source) => Pick<CallerFiles, 'filenameOf' | 'take'>;
  readonly apps: Pick<Apps, 'find'>;
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
  const unclear = refusedForKeys(input);
  if (unclear !== null) return err(unclear);
  const granted = grantOf(tools.apps, source);
  if (!granted.ok) return granted;
  const grant = granted.value;
  const isTemplate = input.literal !== true;
  const files = tools.filesOf(source);
  const missing = missingFile(input.body, files, NOTHING_KEPT);
  if (missing !== null) return err(missing);
  const checked = checkRequest(
    input,
    tools.mediaTypeOf,
    filenameOf(files, NOTHING_KEPT),
    isTemplate ? readTemplateUrl : checkUrl,
  );
  if (!checked.ok) return checked;
  const looked = isTemplate ? lookThrough(checked.value, checked.value.origin) : null;
  if (looked !== null && !looked.ok) return looked;
  const request = { ...checked.value, ...looked?.value.request };
  const refused = grant && refusedByGrant(grant, request, input.account ?? null);
  if (refused !== null) return err(refused);
  const body = await storeBody(request.body, { ...tools, files }, aside);
  if (!body.ok) return body;
  const bodyBytes = contentBytes(body.value);
  const tooMuch = grant && refusedForSize(grant, bodyBytes);
  if (tooMuch !== null) {
    await tools.vault.discard(vaultNames(body.value));
    return err(tooMuch);
  }
  return ok({
    id: tools.ids.item(),
    source,
    checked: request,
    body: body.value,
    bodyBytes,
    idempotencyKey: input.idempotencyKey ?? tools.ids.idempotencyKey(),
    account: input.account ?? null,
    ref: input.ref ?? null,
    orderKey: input.orderKey ?? input.dedupeKey ?? null,
    dedupeKey: input.dedupeKey ?? null,
    onDuplicate: input.onDuplicate ?? 'append',
    after: input.after ?? [],
    wanted: (looked?.value.wanted ?? []).map((placeholder) => ({ placeholder, parent: null })),
    requestId: input.requestId ?? null,
    title: input.title ?? null,
    labels: input.labels ?? [],
    unknownOutcome: input.unknownOutcome ?? null,
    limits: grant && { accounts: grant.accounts, quota: grant.quota },
  });
}

/** Items of one dedupe key are delivered one after the other, so that is their order key. */
function refusedForKeys({ orderKey, dedupeKey, onDuplicate }: RequestInput): OutboxError | null {
  const invalid = (path: string, detail: string) => outboxError('INPUT_INVALID', { path, detail });
  if (dedupeKey === undefined && onDuplicate !== undefined)
    return invalid('onDuplicate', 'means nothing without a dedupeKey');
  return dedupeKey !== undefined && orderKey !== undefined && orderKey !== dedupeKey
    ? invalid('orderKey', 'must be left out, or be the dedupeKey: that orders its items')
    : null;
}

/** Gives back the copies of a draft that was not accepted. */
export const discardDraft = (draft: Draft, vault: Vault): Promise<void> =>
  vault.discard(vaultNames(draft.body));

type StoringTools = Pick<DraftingTools, 'vault' | 'ids' | 'digest'> & {
  readonly files: Pick<CallerFiles, 'take'>;
};

export async function storeBody(
  body: CheckedBody,
  tools: StoringTools,
  aside: CallAside = {},
  kept: StoredBody = NOTHING_KEPT,
): Promise<Result<StoredBody, OutboxError>> {
  const takeFile = fileTaker(tools, aside, kept);
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
          await tools.vault.discard(newNames(stored(), kept));
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

/** What goes beside a call, for one file of it, with so many bytes read before. */
export const fileAside = ({ signal, onProgress }: CallAside, before = 0): FileAside => ({
  ...(signal === undefined ? {} : { signal }),
  onProgress: (done, total) =>
    onProgress?.({ what: 'bytes', done: before + done, total: before + total }),
});

/** Takes one file after the other; progress is told for all that were begun together. */
function fileTaker({ vault, files }: StoringTools, aside: CallAside, kept: StoredBody) {
  let before = 0;
  const taken = (
    input: Exclude<EditFileInput, { kept: unknown }>,
    own: FileAside,
  ): Promise<Result<StoredFile, OutboxError>> => {
    if ('upload' in input) return files.take(input.upload, own);
    return input.byReference === true
      ? vault.reference(input.path, own)
      : vault.snapshot(input.path, own);
  };
  return async (input: EditFileInput): Promise<Result<StoredFile, OutboxError>> => {
    if ('kept' in input) {
      const found = fileAt(kept, input.kept);
      return found === null ? err(notKept(input.kept)) : ok(found.file);
    }
    const file = await taken(input, fileAside(aside, before));
    if (file.ok) before += file.value.size;
    return file;
  };
}

/** What is wrong with the first file that is neither an upload that is there nor one to keep. */
export function missingFile(
  body: EditBodyInput | undefined,
  files: Pick<CallerFiles, 'filenameOf'>,
  kept: StoredBody,
): OutboxError | null {
  for (const file of filesIn(body)) {
    if ('upload' in file && files.filenameOf(file.upload) === null)
      return outboxError('UPLOAD_UNKNOWN');
    if ('kept' in file && fileAt(kept, file.kept) === null) return notKept(file.kept);
  }
  return null;
}

function filesIn(body: EditBodyInput | undefined): readonly EditFileInput[] {
  if (body?.kind === 'file') return [body.file];
  if (body?.kind !== 'multipart') return [];
  return body.parts.flatMap((part) => ('file' in part ? [part.file] : []));
}

const notKept = (part: number | null): OutboxError =>
  outboxError('INPUT_INVALID', {
    path: 'body',
    detail: `there is no file to keep ${part === null ? 'as the body' : `in part ${part + 1}`}`,
  });

export const NOTHING_KEPT: StoredBody = { kind: 'none' };

/** What a file is called where its request does not say. */
export const filenameOf =
  (files: Pick<CallerFiles, 'filenameOf'>, kept: StoredBody) =>
  (file: EditFileInput): string => {
    if ('path' in file) return file.path;
    if ('upload' in file) return files.filenameOf(file.upload) ?? '';
    return fileAt(kept, file.kept)?.filename ?? '';
  };

/** The vault files of a body that are not those of another one, whose item still needs them. */
export const newNames = (body: StoredBody, other: StoredBody): readonly string[] => {
  const needed = new Set(vaultNames(other));
  return vaultNames(body).filter((name) => !needed.has(name));
};

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
