import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Spawned {
  readonly child: ChildProcess;
  /** Resolves with the first output that contains `text`; rejects when the process ends before that. */
  printed(text: string): Promise<void>;
  /** Resolves with the exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  output(): string;
}

/** Starts one of our own sources as a process, under the Node that runs the tests. */
export function spawnSource(
  source: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Spawned {
  const file = fileURLToPath(new URL(`../../${source}`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code));
  });
  return {
    child,
    ended,
    output: () => output,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!output.includes(text)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`ended without "${text}": ${output}`)));
      }),
  };
}
