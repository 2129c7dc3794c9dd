/**
 * For suites that need something from outside (chromium, a keyring, strace): says by name that the suite is
 * skipped. On CI everything must be there, so a missing part is a failure there and not a skip.
 *
 *     describe.skipIf(requirePart('strace', hasStrace) === 'skip')('a full disk', () => { … });
 */
export function requirePart(name: string, available: boolean): 'run' | 'skip' {
  if (available) return 'run';
  const ci = process.env['CI'];
  if (ci !== undefined && ci !== '' && ci !== '0' && ci !== 'false') {
    throw new Error(`${name} is not available, and on CI it must be`);
  }
  process.stderr.write(`skipped: ${name} is not available on this machine\n`);
  return 'skip';
}
