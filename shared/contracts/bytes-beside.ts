/** Where in a message bytes stand that travel beside it. */
export type BytesPath = readonly (string | number)[];

export type BytesFound = readonly (readonly [path: BytesPath, bytes: Uint8Array])[];

/** The value with every `Uint8Array` in it taken out, as JSON can have it, and what was taken out. */
export function takeBytes(value: unknown): {
  readonly value: unknown;
  readonly bytes: BytesFound;
} {
  const bytes: [BytesPath, Uint8Array][] = [];
  return { value: without(value, [], bytes), bytes };
}

/** The value with the bytes back in their places; a place that does not exist is nobody's. */
export function putBytes(value: unknown, bytes: BytesFound): unknown {
  const holder = { value };
  for (const [path, one] of bytes) put(holder, ['value', ...path], one);
  return holder.value;
}

function without(value: unknown, path: BytesPath, found: [BytesPath, Uint8Array][]): unknown {
  if (value instanceof Uint8Array) {
    found.push([path, value]);
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

function put(holder: object, path: BytesPath, bytes: Uint8Array): void {
  let place: object = holder;
  for (const step of path.slice(0, -1)) {
    const next: unknown = Object.getOwnPropertyDescriptor(place, step)?.value;
    if (typeof next !== 'object' || next === null) return;
    place = next;
  }
  const last = path.at(-1);
  if (last === undefined || !Object.hasOwn(place, last)) return;
  Object.defineProperty(place, last, { value: bytes });
}
