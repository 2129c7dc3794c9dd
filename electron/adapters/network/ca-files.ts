import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { CaFile, CaFiles } from '../../core/ports/ca-files.ts';
import type { Clock } from '../../core/ports/clock.ts';

/** A bundle of every public authority has a fifth of it. */
const MOST_BYTES = 1024 * 1024;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----/g;

interface Certificates {
  readonly pem: string;
  readonly ends: readonly number[];
}

type Problem = (
  code: OutboxError['code'],
  detail: Record<string, string>,
) => Result<never, OutboxError>;

/** Files are parsed once for each version of them: by modification time, size and inode. */
export function createCaFiles(clock: Clock): CaFiles {
  const known = new Map<string, { readonly version: string; readonly found: Certificates }>();

  async function certificatesOf(
    path: string,
    problem: Problem,
  ): Promise<Result<Certificates, OutboxError>> {
    if (!isAbsolute(path)) return problem('CA_FILE_NOT_FOUND', { detail: 'not a full path' });
    try {
      const { mtimeMs, size, ino } = await stat(path);
      const version = `${mtimeMs} ${size} ${ino}`;
      const before = known.get(path);
      if (before?.version === version) return ok(before.found);
      if (size > MOST_BYTES) return problem('CA_FILE_INVALID', { detail: 'it is too large' });
      const found = parse(await readFile(path, 'latin1'));
      if (found === null) return problem('CA_FILE_INVALID', { detail: 'not PEM, or damaged' });
      known.set(path, { version, found });
      return ok(found);
    } catch (error) {
      const detail = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      return problem('CA_FILE_NOT_FOUND', { detail });
    }
  }

  return {
    async read(path, account): Promise<Result<CaFile, OutboxError>> {
      const problem: Problem = (code, detail) =>
        err(outboxError(code, { path, account, ...detail }));
      const found = await certificatesOf(path, problem);
      if (!found.ok) return found;
      const { pem, ends } = found.value;
      const expiresAt = Math.max(...ends);
      if (expiresAt <= clock.now())
        return problem('CA_FILE_EXPIRED', {
          expired: new Date(expiresAt).toISOString().slice(0, 10),
        });
      return ok({ pem, certificates: ends.length, expiresAt });
    },
  };
}

function parse(text: string): Certificates | null {
  const found = text.match(CERTIFICATE) ?? [];
  if (found.length === 0) return null;
  try {
    const ends = found.map((one) => new X509Certificate(one).validToDate.getTime());
    return { pem: `${found.join('\n')}\n`, ends };
  } catch {
    return null;
  }
}
