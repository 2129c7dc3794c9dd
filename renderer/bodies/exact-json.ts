import { err, ok, type Result } from '../../shared/lang/result.ts';
import { findJsonMistake, type JsonMistake } from './json-mistake.ts';

/** A number that a double cannot hold, kept as it was written: an id of 20 digits must not be shown as another one. */
export class ExactNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | ExactNumber
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

const exactly: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined && !isHeldBy(value, source)
    ? new ExactNumber(source)
    : value;

/** Fifteen digits fit into a double, whichever they are. */
const isHeldBy = (value: number, source: string): boolean =>
  Number.isFinite(value) && (source.match(/\d/g)?.length ?? 0) <= 15;

/** Looking at every value takes several times as long as parsing; most texts need it for none. */
const MAY_NOT_FIT = /[\d.]{16}|\d[eE][+-]?\d{3}/;

/** The value, or where the text stops being JSON. */
export function parseJson(text: string): Result<JsonValue, JsonMistake | null> {
  try {
    const parse = JSON.parse as (text: string, reviver?: Reviver) => unknown;
    return ok(parse(text, MAY_NOT_FIT.test(text) ? exactly : undefined) as JsonValue);
  } catch {
    // Null: it is JSON, nested deeper than can be walked through.
    return err(findJsonMistake(text));
  }
}
