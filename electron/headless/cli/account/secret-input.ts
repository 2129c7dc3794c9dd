import type { z } from 'zod';
import { ACCESS_TOKEN } from '../../../../shared/contracts/account-input.ts';
import { type OutboxError, outboxError } from '../../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import { readInput } from '../../../api/read-input.ts';

/**
 * JSON with secrets in it, checked. JSON_INVALID and INPUT_INVALID name what is wrong by its place and never
 * quote it: the parser's own message would.
 */
export function secretInput<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): Result<z.output<Schema>, OutboxError> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err(outboxError('JSON_INVALID', { detail: 'check quotes, commas and braces' }));
  }
  return readInput(schema, value);
}

/** An access token: `{"accessToken"}`, a token endpoint's answer, or the token alone. INPUT_INVALID for anything that is not one line. */
export function accessTokenOf(text: string): Result<string, OutboxError> {
  const trimmed = text.trim();
  const token = trimmed.startsWith('{') ? tokenIn(trimmed) : trimmed;
  return token !== null && ACCESS_TOKEN.test(token)
    ? ok(token)
    : err(
        outboxError('INPUT_INVALID', {
          path: '--token-from',
          detail: 'takes one line with the token, or {"accessToken":"…"}',
        }),
      );
}

function tokenIn(text: string): string | null {
  try {
    const answer = JSON.parse(text) as {
      readonly accessToken?: unknown;
      readonly access_token?: unknown;
    };
    const token = answer.accessToken ?? answer.access_token;
    return typeof token === 'string' ? token : null;
  } catch {
    return null;
  }
}
