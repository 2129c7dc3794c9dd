import { z } from 'zod';
import { tokensInput } from './account-input.ts';

/** Members of a token endpoint's answer (RFC 6749 section 5.1), and what they are called here. */
const NAMES: Readonly<Record<string, string>> = {
  access_token: 'accessToken',
  refresh_token: 'refreshToken',
  expires_in: 'expiresIn',
};

const OURS: ReadonlySet<string> = new Set(Object.keys(tokensInput.shape));

/**
 * Tokens as `tokensInput` has them, or the whole answer of a token endpoint or JSON login. What else a token endpoint
 * says is ignored, as the RFC asks for; `null` is as good as nothing.
 */
export const tokenAnswerInput = z
  .unknown()
  .transform((value, context) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const isEndpoint = 'access_token' in value;
    if (isEndpoint && 'token_type' in value && !isBearer(value.token_type))
      context.addIssue({ code: 'custom', path: ['token_type'], message: 'must be Bearer' });
    return Object.fromEntries(
      Object.entries(value).flatMap(([given, one]) => {
        const name = NAMES[given] ?? given;
        const isLeftOut = OURS.has(name) ? one === null : isEndpoint;
        return isLeftOut ? [] : [[name, one]];
      }),
    );
  })
  .pipe(tokensInput);

const isBearer = (type: unknown): boolean =>
  typeof type === 'string' && type.toLowerCase() === 'bearer';
