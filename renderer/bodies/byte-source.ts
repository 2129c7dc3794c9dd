import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { ByteRange } from '../../shared/contracts/window-calls.ts';
import type { Result } from '../../shared/lang/result.ts';
import { type BodyForm, decoderFor } from './body-form.ts';

/** A stored body or file that is read piece by piece. */
export interface ByteSource {
  /** Tells one source from another. */
  readonly key: string;
  readonly contentType: string | null;
  readonly read: (offset: number, length: number) => Promise<Result<ByteRange, OutboxError>>;
}

/** The most that is read at once. */
export const PIECE_BYTES = 1024 * 1024;

/** Read before it is known what it is. */
export const HEAD_BYTES = 256 * 1024;

/** How much of a body is read without being asked for. */
export function wantedBytes(form: BodyForm, size: number): number {
  switch (form.kind) {
    case 'json':
    case 'image':
      return size;
    case 'empty':
    case 'text':
    case 'binary':
      return Math.min(size, HEAD_BYTES);
  }
}

/** Pieces as text, one page for each; a character that lies across two pieces goes to the second. */
export function textPages(
  pieces: readonly Uint8Array[],
  contentType: string | null,
): readonly string[] {
  const decoder = decoderFor(contentType);
  return pieces.map((piece) => decoder.decode(piece, { stream: true }));
}

/** All of it, for a file to be saved. */
export async function readWhole(
  source: ByteSource,
  onProgress: (read: number, size: number) => void,
): Promise<Result<readonly Uint8Array[], OutboxError>> {
  const pieces: Uint8Array[] = [];
  let offset = 0;
  for (;;) {
    const piece = await source.read(offset, PIECE_BYTES);
    if (!piece.ok) return piece;
    pieces.push(piece.value.bytes);
    offset += piece.value.bytes.length;
    onProgress(offset, piece.value.size);
    if (piece.value.bytes.length === 0 || offset >= piece.value.size)
      return { ok: true, value: pieces };
  }
}
