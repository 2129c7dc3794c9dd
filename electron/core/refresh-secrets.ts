import type { TokenRefresh } from '../../shared/outbox/account.ts';

export type JsonRefresh = Extract<TokenRefresh, { readonly kind: 'json' }>;

/** By where they stand, as a JSON pointer (RFC 6901) into `{"headers", "body"}`. */
export type RefreshSecrets = Readonly<Record<string, string>>;

/** What stands in the database in place of a text that is kept with the secrets. */
const ELSEWHERE = '';

/** Not secret in any API, so that a call with nothing else in it needs no keychain. */
const OPEN_NAME = /^(?:accept|content-type|grant[_-]?type|client[_-]?id|scope)$/i;
const OPEN_TEXT = /^(?:\{\{refreshToken\}\})?$/;

/**
 * The texts of a JSON refresh may be secrets (a client's, an API key), and nobody can tell which. All of them are
 * kept with the secrets, but for those that cannot be one.
 */
export function takeSecretsOut<Texts extends Pick<JsonRefresh, 'headers' | 'body'>>(
  refresh: Texts,
): {
  readonly open: Texts;
  readonly secrets: RefreshSecrets;
} {
  const secrets: Record<string, string> = {};
  const open = mapTexts(refresh, (text, at, name) => {
    if (OPEN_TEXT.test(text) || OPEN_NAME.test(name)) return text;
    secrets[at] = text;
    return ELSEWHERE;
  });
  return { open, secrets };
}

export const putSecretsBack = (open: JsonRefresh, secrets: RefreshSecrets): JsonRefresh =>
  mapTexts(open, (text, at) => (Object.hasOwn(secrets, at) ? (secrets[at] ?? text) : text));

type MapText = (text: string, at: string, name: string) => string;

const mapTexts = <Texts extends Pick<JsonRefresh, 'headers' | 'body'>>(
  refresh: Texts,
  map: MapText,
): Texts => ({
  ...refresh,
  headers: mapped(refresh.headers, '/headers', '', map) as JsonRefresh['headers'],
  body: mapped(refresh.body, '/body', '', map),
});

function mapped(value: unknown, at: string, name: string, map: MapText): unknown {
  if (typeof value === 'string') return map(value, at, name);
  // A list's texts are called as the list is.
  if (Array.isArray(value)) return value.map((one, n) => mapped(one, `${at}/${n}`, name, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      mapped(one, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, key, map),
    ]),
  );
}
