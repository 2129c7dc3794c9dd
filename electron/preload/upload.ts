import type { BlobLike, PickedFile } from '../../shared/contracts/app-bridge.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';

export interface UploadCalls {
  begin(filename: string): Promise<Result<{ readonly upload: string }, OutboxError>>;
  append(
    upload: string,
    offset: number,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Result<unknown, OutboxError>>;
  drop(upload: string): Promise<unknown>;
}

type Pull = () => Promise<Uint8Array | null>;

export interface Uploader {
  blob(filename: string, blob: BlobLike): Promise<Result<PickedFile, OutboxError>>;
  /** ABORTED when `pull` rejects. What had arrived is dropped, whatever ends it early. */
  stream(filename: string, pull: Pull): Promise<Result<PickedFile, OutboxError>>;
}

const PIECE_BYTES = 1024 * 1024;
const MOST_LETTERS = 255;

/** Brings bytes to the host, a piece at a time: the next is asked for when the one before it is written. */
export function createUploader({ begin, append, drop }: UploadCalls): Uploader {
  async function stream(given: string, pull: Pull): Promise<Result<PickedFile, OutboxError>> {
    const filename = given.slice(0, MOST_LETTERS) || 'file';
    const begun = await begin(filename);
    if (!begun.ok) return begun;
    const { upload } = begun.value;
    const failed = async (error: OutboxError): Promise<Result<never, OutboxError>> => {
      await drop(upload);
      return err(error);
    };
    let size = 0;
    for (;;) {
      const chunk = await pull().catch(() => 'broken' as const);
      if (chunk === null) return ok({ upload, filename, size });
      if (!(chunk instanceof Uint8Array)) return failed(outboxError('ABORTED'));
      for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
        // Of the memory of its own, so that nothing else that the page has there crosses with it.
        const piece = chunk.slice(from, from + PIECE_BYTES);
        const appended = await append(upload, size, piece);
        if (!appended.ok) return failed(appended.error);
        size += piece.length;
      }
    }
  }

  return {
    stream,
    blob(filename, blob) {
      let at = 0;
      return stream(filename, async () => {
        if (at >= blob.size) return null;
        const piece = blob.slice(at, at + PIECE_BYTES);
        at += PIECE_BYTES;
        return new Uint8Array(await piece.arrayBuffer());
      });
    },
  };
}
