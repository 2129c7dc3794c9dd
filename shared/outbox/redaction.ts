import type { Header } from './request.ts';

/** Stands for a value that must not be written down (G11). */
export const REDACTED = '[redacted]';

/** Shorter values cannot be told from ordinary text: hiding each of them would make answers unreadable. */
const SHORTEST = 8;

/** What somebody could repeat of an account's headers: the values, of credentials without the scheme. Longest first. */
export const secretsIn = (headers: readonly Header[]): readonly string[] =>
  [...new Set(headers.map(([name, value]) => credentials(name, value)))]
    .filter((secret) => secret.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length);

const credentials = (name: string, value: string): string =>
  /^(?:proxy-)?authorization$/i.test(name) ? value.replace(/^\s*\S+\s+/, '').trim() : value.trim();

/** The value with every exact occurrence of a secret taken out of its texts, at any depth. Bytes are left alone. */
export function withoutSecrets<T>(value: T, secrets: readonly string[]): T {
  return (secrets.length === 0 ? value : cleaned(value, secrets)) as T;
}

function cleaned(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string')
    return secrets.reduce((text, secret) => text.replaceAll(secret, REDACTED), value);
  if (Array.isArray(value)) return value.map((one) => cleaned(one, secrets));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, cleaned(one, secrets)]),
  );
}
