const PASSED_ON = new Set([
  'PATH',
  'HOME',
  'TZ',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  // Windows opens no socket without the first, and has no temporary folder without the others.
  'SYSTEMROOT',
  'TEMP',
  'TMP',
]);

/** What of the host's environment a worker gets to see: no tokens, no NODE_OPTIONS. */
export function workerEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const passed = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && PASSED_ON.has(entry[0].toUpperCase()),
  );
  return Object.fromEntries(passed);
}
