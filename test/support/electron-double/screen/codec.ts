/** Whatever can be cloned, as text and back: a binding between Chromium and a test carries nothing but text. */
export interface Codec {
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/** Stands for itself: its text runs in pages as well. */
export function createCodec(): Codec {
  interface Coded {
    readonly $: string;
    readonly id?: number;
    readonly v?: unknown;
    readonly t?: string;
  }

  const toText = (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000)
      text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  };
  const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

  function coded(value: unknown, seen: Map<object, number>): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
      case 'undefined':
        return { $: 'undefined' };
      case 'bigint':
        return { $: 'bigint', v: String(value) };
      case 'object':
        return value === null ? null : codedObject(value, seen);
      default:
        throw new Error('An object could not be cloned.');
    }
  }

  function codedObject(value: object, seen: Map<object, number>): Coded {
    const before = seen.get(value);
    if (before !== undefined) return { $: 'again', id: before };
    const id = seen.size;
    seen.set(value, id);
    if (Array.isArray(value)) return { $: 'list', id, v: value.map((one) => coded(one, seen)) };
    if (value instanceof Date) return { $: 'date', v: value.getTime() };
    if (value instanceof ArrayBuffer) return { $: 'buffer', v: toText(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      const name = value.constructor.name === 'Buffer' ? 'Uint8Array' : value.constructor.name;
      return { $: 'view', t: name, v: toText(bytes) };
    }
    if (value instanceof Map)
      return { $: 'map', id, v: Array.from(value, (pair) => pair.map((one) => coded(one, seen))) };
    if (value instanceof Set)
      return { $: 'set', id, v: Array.from(value, (one) => coded(one, seen)) };
    if (value instanceof Error) return { $: 'error', t: value.name, v: value.message };
    return {
      $: 'object',
      id,
      v: Object.entries(value).map(([name, one]) => [name, coded(one, seen)]),
    };
  }

  function decoded(value: unknown, known: Map<number, unknown>): unknown {
    if (value === null || typeof value !== 'object') return value;
    const { $, id = -1, v, t = '' } = value as Coded;
    const text = String(v);
    const keep = <T>(made: T): T => {
      known.set(id, made);
      return made;
    };
    switch ($) {
      case 'number':
        return Number(text);
      case 'undefined':
        return undefined;
      case 'bigint':
        return BigInt(text);
      case 'again':
        return known.get(id);
      case 'date':
        return new Date(Number(v));
      case 'buffer':
        return toBytes(text).buffer;
      case 'view': {
        const bytes = toBytes(text);
        const View = Reflect.get(globalThis, t) as new (buffer: ArrayBuffer) => unknown;
        return t === 'Uint8Array' ? bytes : new View(bytes.buffer);
      }
      case 'error':
        return Object.assign(new Error(text), { name: t });
      case 'list': {
        const list = keep<unknown[]>([]);
        for (const one of v as unknown[]) list.push(decoded(one, known));
        return list;
      }
      case 'map': {
        const map = keep(new Map<unknown, unknown>());
        for (const [key, one] of v as [unknown, unknown][])
          map.set(decoded(key, known), decoded(one, known));
        return map;
      }
      case 'set': {
        const set = keep(new Set<unknown>());
        for (const one of v as unknown[]) set.add(decoded(one, known));
        return set;
      }
      default: {
        const object = keep<Record<string, unknown>>({});
        for (const [name, one] of v as [string, unknown][])
          Object.defineProperty(object, name, {
            value: decoded(one, known),
            enumerable: true,
            writable: true,
            configurable: true,
          });
        return object;
      }
    }
  }

  return {
    encode: (value) => JSON.stringify(coded(value, new Map())),
    decode: (text) => decoded(JSON.parse(text), new Map()),
  };
}
