import type { CallAside } from '../../shared/contracts/call.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { FileInput } from '../../shared/contracts/request-input.ts';
import { err, type Result } from '../../shared/lang/result.ts';
import type { Item, Source } from '../../shared/outbox/item.ts';
import {
  fileAt,
  type StoredBody,
  type StoredFile,
  type StoredPart,
} from '../../shared/outbox/request.ts';
import { fileAside, newNames } from './draft.ts';
import { type EditDeps, editable, saveRevision, unchanged } from './edit.ts';
import type { FileAside } from './ports/vault.ts';

export interface FileLocation {
  readonly id: string;
  /** The part of a multipart body, counted from 0; null: the raw body; undefined: the only file, or the one that is missed. */
  readonly part?: number | null | undefined;
  readonly file: FileInput;
  /** Send it although it is another than the one that was accepted. */
  readonly newVersion?: boolean | undefined;
}

/**
 * Says where a file is now. The same bytes (SHA-256) keep the item's key and body as they were accepted; others are
 * refused (FILE_DIFFERS) unless they are said to be a new version, which makes another request of it.
 */
export async function locateFile(
  deps: EditDeps,
  { id, part, file, newVersion = false }: FileLocation,
  source: Source,
  aside: CallAside = {},
): Promise<Result<Item, OutboxError>> {
  const { store, vault } = deps;
  const opened = editable(store.read, id);
  if (!opened.ok) return opened;
  const { item, before } = opened.value;
  const place = part === undefined ? missedPlace(item, before.body) : part;
  const old = place === undefined ? null : fileAt(before.body, place);
  if (place === undefined || old === null) return err(noSuchFile(before.body));
  const found = await take(deps, file, old.file, source, fileAside(aside));
  if (!found.ok) return found;
  const isSame = found.value.sha256 === old.file.sha256 && found.value.size === old.file.size;
  const body = withFile(before.body, place, found.value, isSame ? null : deps.ids.boundary());
  const saved =
    isSame || newVersion
      ? await store.write<Item, OutboxError>((tx) => {
          const current = unchanged(tx, item, before);
          if (!current.ok) return current;
          const request = { headers: before.headers, body };
          return saveRevision(
            tx,
            current.value,
            { fields: {}, request, bytesChanged: !isSame },
            deps,
          );
        })
      : err(outboxError('FILE_DIFFERS', { id }));
  if (!saved.ok) await vault.discard(newNames(body, before.body));
  return saved;
}

/** A file by reference stays one. */
function take(
  { vault, filesOf }: EditDeps,
  file: FileLocation['file'],
  old: StoredFile,
  source: Source,
  aside: FileAside,
): Promise<Result<StoredFile, OutboxError>> {
  if ('upload' in file) return filesOf(source).take(file.upload, aside);
  return (file.byReference ?? old.kind === 'reference')
    ? vault.reference(file.path, aside)
    : vault.snapshot(file.path, aside);
}

function missedPlace(item: Item, body: StoredBody): number | null | undefined {
  const places = placesOf(body);
  const missed = item.state === 'attention' && 'file' in item.reason ? item.reason.file : undefined;
  const named = places.find((place) => {
    const file = fileAt(body, place)?.file;
    return file?.kind === 'reference' && file.path === missed;
  });
  return named ?? (places.length === 1 ? places[0] : undefined);
}

function placesOf(body: StoredBody): readonly (number | null)[] {
  if (body.kind === 'file') return [null];
  if (body.kind !== 'multipart') return [];
  return body.parts.flatMap(({ kind }, index) => (kind === 'file' ? [index] : []));
}

function noSuchFile(body: StoredBody): OutboxError {
  const places = placesOf(body).map((place) => (place === null ? 'the body' : String(place + 1)));
  const detail =
    places.length === 0 ? 'the item has no file' : `say which file: ${places.join(', ')}`;
  return outboxError('INPUT_INVALID', { path: 'part', detail });
}

/** `boundary`: null keeps the one that is there. */
function withFile(
  body: StoredBody,
  place: number | null,
  file: StoredFile,
  boundary: string | null,
): StoredBody {
  if (body.kind === 'file') return { ...body, file };
  if (body.kind !== 'multipart') return body;
  const parts = body.parts.map(
    (part, index): StoredPart =>
      index === place && part.kind === 'file' ? { ...part, file } : part,
  );
  return { ...body, boundary: boundary ?? body.boundary, parts };
}
