import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';

/** `sun_path` holds 108 bytes with its end on Linux, 104 on macOS and BSD; longer ones fail, or are cut. */
const LONGEST_PATH = process.platform === 'linux' ? 107 : 103;

/**
 * Where the host of a profile folder listens: the same for every way of writing that folder. Null when every
 * folder for it has too long a name.
 */
export function socketPlace(
  profile: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const hash = createHash('sha256').update(realpathSync(profile)).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\outtray-${hash}`;
  const runtime = env['XDG_RUNTIME_DIR'] ?? '';
  const own = `outtray-${process.getuid?.() ?? 0}`;
  const folders = [
    ...(isAbsolute(runtime) && isFolder(runtime) ? [join(runtime, 'outtray')] : []),
    join(tmpdir(), own),
    join('/tmp', own),
  ];
  const paths = folders.map((folder) => join(folder, `${hash}.sock`));
  return paths.find((path) => Buffer.byteLength(path) <= LONGEST_PATH) ?? null;
}

/** Makes the folder of a socket, for its owner alone; SOCKET_UNUSABLE when there is one that is not so. */
export function ensureSocketFolder(socket: string): Result<null, OutboxError> {
  if (process.platform === 'win32') return ok(null);
  try {
    mkdirSync(dirname(socket), { mode: 0o700 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code !== 'EEXIST') {
      return err(outboxError('SOCKET_UNUSABLE', { path: dirname(socket), detail: code }));
    }
  }
  return checkSocketFolder(socket);
}

/** In a folder that others may write to, anybody could put a socket in place of the host's. */
export function checkSocketFolder(socket: string): Result<null, OutboxError> {
  if (process.platform === 'win32') return ok(null);
  const path = dirname(socket);
  const stat = lstatSync(path, { throwIfNoEntry: false });
  // Without a folder there is no socket, and nobody to fear.
  if (stat === undefined) return ok(null);
  const wrong = (detail: string) => err(outboxError('SOCKET_UNUSABLE', { path, detail }));
  if (!stat.isDirectory()) return wrong('not a folder');
  if (stat.uid !== process.getuid?.()) return wrong("somebody else's");
  return (stat.mode & 0o777) === 0o700 ? ok(null) : wrong('open to others');
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
