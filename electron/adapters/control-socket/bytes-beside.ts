import type { BytesBeside } from '../../../shared/contracts/control-protocol.ts';

type Path = readonly (string | number)[];

/** The value with every `Uint8Array` in it taken out and put beside it. */
export function packBytes(value: unknown): {
  readonly value: unknown;
  readonly bytes?: BytesBeside;
} {
  const bytes: BytesBeside = [];
  const rest = without(value, [], bytes);
  return bytes.length === 0 ? { value: rest } : { value: rest, bytes };
}

/** The value with the bytes back in their places; a place that does not exist is nobody's. */
export function unpackBytes(value: unknown, bytes: BytesBeside = []): unknown {
  const holder = { value };
  for (const [path, base64] of bytes)
    put(holder, ['value', ...path], Buffer.from(base64, 'base64'));
  return holder.value;
}

function without(value: unknown, path: Path, found: BytesBeside): unknown {
  if (value instanceof Uint8Array) {
    const { buffer, byteOffset, byteLength } = value;
    found.push([[...path], Buffer.from(buffer, byteOffset, byteLength).toString('base64')]);
    return null;
  }
  if (Array.isArray(value)) {
    return value.map((one, index) => without(one, [...path, index], found));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, one]) => [name, without(one, [...path, name], found)]),
  );
}

function put(holder: object, path: Path, bytes: Uint8Array): void {
  let place: object = holder;
  for (const step of path.slice(0, -1)) {
    const next: unknown = Object.getOwnPropertyDescriptor(place, step)?.value;
    if (typeof next !== 'object' || next === null) return;
    place = next;
  }
  const last = path.at(-1);
  if (last === undefined || !Object.hasOwn(place, last)) return;
  Object.defineProperty(place, last, { value: new Uint8Array(bytes) });
}
