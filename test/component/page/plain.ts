/** What crosses between the page and its test: JSON, with bytes as text. */
export type Plain = string;

const BYTES = 'bytes:';

/** Each byte as a character of its own. */
const binary = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};

export const toPlain = (value: unknown): Plain =>
  JSON.stringify(value, (_key, one: unknown) =>
    one instanceof Uint8Array ? BYTES + btoa(binary(one)) : one,
  ) ?? 'null';

export const fromPlain = (plain: Plain): unknown =>
  JSON.parse(plain, (_key, one: unknown) =>
    typeof one === 'string' && one.startsWith(BYTES)
      ? Uint8Array.from(atob(one.slice(BYTES.length)), (character) => character.charCodeAt(0))
      : one,
  );
