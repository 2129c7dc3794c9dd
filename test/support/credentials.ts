import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { tempFolder } from './temp-folder.ts';

/** A credentials file that every host of the running test keeps its secrets in; answers its path. */
export function useCredentialsFile(): string {
  const file = join(tempFolder(), 'credentials.json');
  writeFileSync(file, '{}', { mode: 0o600 });
  vi.stubEnv('OUTTRAY_CREDENTIALS_FILE', file);
  onTestFinished(() => void vi.unstubAllEnvs());
  return file;
}
