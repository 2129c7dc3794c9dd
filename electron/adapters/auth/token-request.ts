import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { Secret } from '../../../shared/lang/secret.ts';
import type { TokenRefresh } from '../../../shared/outbox/account.ts';

export interface TokenRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Has the refresh token in it. */
  readonly body: string;
}

/** Asks for new tokens: as RFC 6749 section 6 has it (a public client names itself in the form), or as told. */
export function tokenRequest(refresh: TokenRefresh, token: Secret): TokenRequest {
  switch (refresh.kind) {
    case 'oauth2': {
      const form = new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: token.reveal(),
        client_id: refresh.clientId,
      });
      if (refresh.scope !== null) form.append('scope', refresh.scope);
      return {
        url: refresh.tokenUrl,
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: form.toString(),
      };
    }
    case 'json':
      return {
        url: refresh.url,
        method: refresh.method,
        headers: { accept: 'application/json', ...lowerCase(refresh.headers), ...JSON_TYPE },
        body: JSON.stringify(filledIn(refresh.body, token.reveal())),
      };
    default:
      return assertNever(refresh);
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** In the texts of the template only, after it was taken apart: a token cannot change the shape of the body. */
function filledIn(template: unknown, token: string): unknown {
  if (typeof template === 'string') return template.replaceAll('{{refreshToken}}', () => token);
  if (Array.isArray(template)) return template.map((one) => filledIn(one, token));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => [name, filledIn(value, token)]),
  );
}
