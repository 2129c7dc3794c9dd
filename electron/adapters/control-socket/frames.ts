import { err, ok, type Result } from '../../../shared/lang/result.ts';

const LENGTH_BYTES = 4;

/** One frame: the length of what follows (four bytes, big-endian) and JSON. Answers its size when that is over `limit`. */
export function encodeFrame(message: object, limit: number): Result<Uint8Array, number> {
  let text: string;
  try {
    text = JSON.stringify(message);
  } catch (error) {
    // More than the longest string there can be.
    if (error instanceof RangeError) return err(Number.MAX_SAFE_INTEGER);
    throw error;
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > limit) return err(bytes);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + bytes);
  frame.writeUInt32BE(bytes);
  frame.write(text, LENGTH_BYTES);
  return ok(frame);
}

export interface FrameReader {
  /** The messages that `chunk` completes; null when this is no frame of ours, and nothing after it can be understood. */
  push(chunk: Uint8Array): readonly unknown[] | null;
}

/** Puts frames together, however they were cut on their way. Keeps at most `limit()` bytes of one that is not complete. */
export function createFrameReader(limit: () => number): FrameReader {
  let chunks: Uint8Array[] = [];
  let held = 0;
  let expected: number | null = null;
  let broken = false;

  /** The first `size` bytes of what is held. */
  function take(size: number): Buffer {
    const [first = new Uint8Array()] = chunks;
    const all =
      chunks.length === 1
        ? Buffer.from(first.buffer, first.byteOffset, first.byteLength)
        : Buffer.concat(chunks, held);
    chunks = held === size ? [] : [all.subarray(size)];
    held -= size;
    return all.subarray(0, size);
  }

  function read(): readonly unknown[] {
    const messages: unknown[] = [];
    for (;;) {
      if (expected === null) {
        if (held < LENGTH_BYTES) return messages;
        expected = take(LENGTH_BYTES).readUInt32BE();
        if (expected > limit()) throw new RangeError('frame too large');
      }
      if (held < expected) return messages;
      const text = take(expected).toString();
      expected = null;
      messages.push(JSON.parse(text));
    }
  }

  return {
    push(chunk) {
      if (broken) return null;
      chunks.push(chunk);
      held += chunk.length;
      try {
        return read();
      } catch {
        broken = true;
        chunks = [];
        return null;
      }
    },
  };
}
