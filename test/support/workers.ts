import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The worker processes of a profile folder, by its registry. */
export function workersOf(home: string): readonly number[] {
  const file = join(home, 'workers.json');
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/"pid":\s*(\d+)/g)].map((match) => Number(match[1]));
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It was faster.
  }
}
