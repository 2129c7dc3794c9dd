import { REDACTED } from '../../../shared/outbox/redaction.ts';
import { isSecretName } from '../../../shared/outbox/secret-names.ts';

/** What credentials look like, wherever they stand: a scheme with its value, and tokens with three parts. */
const TOKENS = [
  /\b(Bearer|Basic|Digest|Negotiate)\s+[\w+/.~-]{8,}=*/gi,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
];

/** Of a URL, what may hold personal data or tokens: user and password, query, fragment. */
const URL_DETAILS = /\b(https?:\/\/)(?:[^\s"'/@]*@)?([^\s"'?#]*)[?#][^\s"']*/gi;
const URL_USER = /\b(https?:\/\/)[^\s"'/@]+@/gi;

/**
 * A log line without what looks like a secret. A second net: whoever logs chooses fields that hold none. Fields with a
 * secret's name lose their value, at any depth.
 */
export function maskedLine(line: string): string {
  return maskedText(withoutNamedSecrets(line));
}

function withoutNamedSecrets(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line), (name, value: unknown) =>
      name !== '' && typeof value === 'string' && isSecretName(name) ? REDACTED : value,
    );
  } catch {
    return line; // no JSON: the text's own net is left
  }
}

const maskedText = (text: string): string =>
  TOKENS.reduce((masked, token) => masked.replace(token, REDACTED), text)
    .replace(URL_DETAILS, '$1$2')
    .replace(URL_USER, '$1');
