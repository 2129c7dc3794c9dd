import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { ByteRange } from '../../../shared/contracts/window-calls.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';

const PIECE_BYTES = 1024 * 1024;

type ReadRange = (range: {
  readonly offset: number;
  readonly length: number;
}) => Promise<Result<ByteRange, OutboxError>>;

/** Takes a stored body piece by piece, from its beginning to its end. */
export async function readPieces(
  read: ReadRange,
  take: (piece: Uint8Array) => void,
): Promise<Result<null, OutboxError>> {
  for (let offset = 0; ; ) {
    const piece = await read({ offset, length: PIECE_BYTES });
    if (!piece.ok) return piece;
    const { bytes, size } = piece.value;
    take(bytes);
    offset += bytes.length;
    if (bytes.length === 0 || offset >= size) return ok(null);
  }
}
