import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HostFile, hostFile } from '../../../shared/contracts/control-protocol.ts';

const fileOf = (profile: string): string => join(profile, 'host.json');

/** Says where the host listens; at once as a whole, so that nobody reads half of it. Throws what the file system says. */
export function writeHostFile(profile: string, content: HostFile): void {
  const file = fileOf(profile);
  const part = `${file}.part`;
  rmSync(part, { force: true });
  writeFileSync(part, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  renameSync(part, file);
}

/** Null when no host has said anything, or it cannot be believed: others could have read or written it. */
export function readHostFile(profile: string): HostFile | null {
  const file = fileOf(profile);
  try {
    if (process.platform !== 'win32') {
      const { uid, mode } = statSync(file);
      if (uid !== process.getuid?.() || (mode & 0o077) !== 0) return null;
    }
    const read = hostFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

export function removeHostFile(profile: string): void {
  rmSync(fileOf(profile), { force: true });
}
