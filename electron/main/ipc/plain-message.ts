import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';

/** Of each value, beside the text or bytes in it: a message of many small ones costs time, not room. */
const EACH = 32;
/** More than any call has, and few enough to walk through by recursion. */
const DEPTH = 200;

/**
 * What arrived, as JSON could have said it, with bytes as they are: trees of plain objects, lists, texts, finite numbers,
 * booleans and null. Everything else that can be cloned into this process is INPUT_INVALID, more than `limit` bytes
 * are CALL_TOO_LARGE, and what is far too deep, or contains itself, is INPUT_INVALID too. As in JSON, a field that is
 * undefined is none.
 */
export function plainMessage(received: unknown, limit: number): Result<unknown, OutboxError> {
  let left = limit;

  const spend = (bytes: number): void => {
    left -= bytes + EACH;
    if (left < 0) throw new Refused(outboxError('CALL_TOO_LARGE', { limit }));
  };

  function plain(value: unknown, path: Step | null): unknown {
    if (path !== null && path.depth > DEPTH) throw refused(path, 'nested too deeply');
    switch (typeof value) {
      case 'string':
        spend(value.length);
        return value;
      case 'number':
        spend(0);
        if (!Number.isFinite(value)) throw refused(path, 'not a finite number');
        return value;
      case 'boolean':
        spend(0);
        return value;
      case 'object':
        if (value !== null) return plainObject(value, path);
        spend(0);
        return null;
      default:
        throw refused(path, `${typeof value} cannot be part of a call`);
    }
  }

  function plainObject(value: object, path: Step | null): unknown {
    if (value instanceof Uint8Array) {
      spend(value.byteLength);
      // Of memory that others can change meanwhile, or that has been taken away, nothing is taken.
      if (!(value.buffer instanceof ArrayBuffer) || value.buffer.detached)
        throw refused(path, 'not bytes of their own');
      return value;
    }
    if (Array.isArray(value)) {
      spend(0);
      return Array.from(value, (one: unknown, at) => plain(one, below(path, at)));
    }
    if (!isPlain(value)) throw refused(path, 'neither JSON nor bytes');
    spend(0);
    const entries: [string, unknown][] = [];
    for (const name of Object.keys(value)) {
      const here = below(path, name);
      const property = Object.getOwnPropertyDescriptor(value, name);
      if (property === undefined || !('value' in property))
        throw refused(here, 'not a plain value');
      spend(name.length);
      if (property.value !== undefined) entries.push([name, plain(property.value, here)]);
    }
    return Object.fromEntries(entries);
  }

  try {
    return ok(plain(received, null));
  } catch (error) {
    if (error instanceof Refused) return err(error.error);
    throw error;
  }
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Where in the message; linked, since most of them are never told. */
interface Step {
  readonly name: string | number;
  readonly up: Step | null;
  readonly depth: number;
}

const below = (up: Step | null, name: string | number): Step => ({
  name,
  up,
  depth: (up?.depth ?? 0) + 1,
});

/** The first steps of the way there. */
function pathOf(step: Step | null): string {
  const names: (string | number)[] = [];
  for (let at = step; at !== null; at = at.up) if (at.depth <= 5) names.unshift(at.name);
  return names.join('.').slice(0, 100);
}

const refused = (at: Step | null, detail: string): Refused =>
  new Refused(outboxError('INPUT_INVALID', { path: pathOf(at), detail }));

/** Leaves the walk; never this file. */
class Refused extends Error {
  readonly error: OutboxError;

  constructor(error: OutboxError) {
    super(error.code);
    this.error = error;
  }
}
