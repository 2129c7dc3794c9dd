const SECRET_NAME =
  /authorization|cookie|token|secret|passw|(?:api|auth|access|private|subscription)[-_]?key|credential/i;

/** Whether a header of that name is taken to carry a secret, whoever set it: its value is never shown (G11). */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** Parameters of a URL whose short names are those of keys and signatures. */
const SECRET_PARAMETER = /^(?:key|auth|sig)$|signature$/i;

/**
 * The URL with `REDACTED` for the values of query parameters that are taken to carry a secret, e.g. `?api_key=…`; all else
 * stays as it was written.
 */
export function withoutSecretsInQuery(url: string): string {
  const [, before = url, query = '', after = ''] = /^([^?#]*\?)([^#]*)(.*)$/s.exec(url) ?? [];
  const shown = query.replaceAll(/([^&=]+)=([^&]+)/g, (whole, name: string) =>
    isSecretName(name) || SECRET_PARAMETER.test(name) ? `${name}=REDACTED` : whole,
  );
  return `${before}${shown}${after}`;
}
