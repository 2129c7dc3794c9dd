import type { Answer } from './answer.ts';

const IS_ABOUT_THE_KEY = /idempoten/i;

const IS_UNDER_WAY = /in[ _-](?:progress|use\b|flight)|being processed|outstanding|concurrent/i;

/**
 * Whether a 409 only says that the same request, under the same key, is still being worked on: the problem type or
 * title of draft-ietf-httpapi-idempotency-key-header §2.7, or the error code that deployed APIs have for it
 * (`idempotency_key_in_use`). What fits into the sample is looked at.
 */
export function saysInProgress({ bodyStart }: Answer): boolean {
  const document = parsed(bodyStart);
  const { error } = document;
  const words = [document, isObject(error) ? error : {}].flatMap(({ type, title, code }) => [
    type,
    title,
    code,
  ]);
  const said = [...words, error].filter((one) => typeof one === 'string').join(' ');
  return IS_ABOUT_THE_KEY.test(said) && IS_UNDER_WAY.test(said);
}

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;

function parsed(bytes: Uint8Array): Members {
  try {
    const document: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(document) ? document : {};
  } catch {
    return {};
  }
}
