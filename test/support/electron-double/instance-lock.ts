import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Start {
  readonly argv: readonly string[];
  readonly cwd: string;
}

const LOCK = 'SingletonLock';
const CALL = 'second-instance-';

/** As Chromium's: one app for each `userData`; another start leaves its arguments there and is told to go. */
export function isFirstInstance(userData: string): boolean {
  mkdirSync(userData, { recursive: true });
  const lock = join(userData, LOCK);
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      process.once('exit', () => rmSync(lock, { force: true }));
      return true;
    } catch {
      if (isAlive(Number(readFileSync(lock, 'utf8')))) break;
      rmSync(lock, { force: true });
    }
  }
  const call = JSON.stringify({ argv: process.argv, cwd: process.cwd() } satisfies Start);
  writeFileSync(join(userData, `${CALL}${process.pid}`), call);
  return false;
}

export function onSecondInstance(userData: string, tell: (start: Start) => void): void {
  const told = new Set<string>();
  const look = (): void => {
    for (const name of readdirSync(userData).filter((one) => one.startsWith(CALL))) {
      if (told.has(name)) continue;
      const text = readFileSync(join(userData, name), 'utf8');
      if (text === '') continue; // being written
      told.add(name);
      tell(JSON.parse(text) as Start);
    }
  };
  watch(userData, look).unref();
  look();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
