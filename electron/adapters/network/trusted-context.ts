import tls from 'node:tls';

const made = new Map<string | null, tls.SecureContext>();
let everybody: readonly string[] | null = null;

/** More than that many accounts with files of their own are not worth the memory. */
const REMEMBERED = 8;

/**
 * Whom the host itself believes: Node's own authorities, those of the system (SSL_CERT_FILE and SSL_CERT_DIR where it
 * has such), NODE_EXTRA_CA_CERTS, and `ca`, PEM, for this one purpose. The first call takes some 200 ms.
 */
export function trustedContext(ca: string | null): tls.SecureContext {
  const known = made.get(ca);
  if (known !== undefined) return known;
  everybody ??= [
    ...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')]),
  ];
  const context = tls.createSecureContext({
    ca: ca === null ? [...everybody] : [...everybody, ca],
  });
  const [oldest] = made.keys();
  if (made.size >= REMEMBERED && oldest !== undefined) made.delete(oldest);
  made.set(ca, context);
  return context;
}
