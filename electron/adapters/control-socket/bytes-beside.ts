import { putBytes, takeBytes } from '../../../shared/contracts/bytes-beside.ts';
import type { BytesBeside } from '../../../shared/contracts/control-protocol.ts';

/** The value with every `Uint8Array` in it taken out and put beside it. */
export function packBytes(value: unknown): {
  readonly value: unknown;
  readonly bytes?: BytesBeside;
} {
  const taken = takeBytes(value);
  if (taken.bytes.length === 0) return { value: taken.value };
  return {
    value: taken.value,
    bytes: taken.bytes.map(([path, { buffer, byteOffset, byteLength }]) => [
      [...path],
      Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
    ]),
  };
}

/** The value with the bytes back in their places. */
export const unpackBytes = (value: unknown, bytes: BytesBeside = []): unknown =>
  putBytes(
    value,
    bytes.map(([path, base64]) => [path, new Uint8Array(Buffer.from(base64, 'base64'))]),
  );
