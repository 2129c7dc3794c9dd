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

/** Kills the workers of a profile folder again and again while something goes on; answers how many, and how long it took. */
export async function killWorkersWhile(
  home: string,
  everyMs: number,
  goesOn: () => Promise<unknown>,
): Promise<{ readonly kills: number; readonly tookMs: number }> {
  let kills = 0;
  const killing = setInterval(() => {
    for (const pid of workersOf(home)) {
      kill(pid, 'SIGKILL');
      kills += 1;
    }
  }, everyMs);
  const began = performance.now();
  await goesOn();
  clearInterval(killing);
  return { kills, tookMs: Math.round(performance.now() - began) };
}
