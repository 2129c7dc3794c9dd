import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { requirePart } from '../../support/real-part.ts';
import { closedPort } from '../worker/support.ts';
import type { FormParser } from './seen-part.ts';

/** Debian's own: others may stand first on the PATH, without the modules, or of another mind about forms. */
const PYTHON = '/usr/bin/python3';
const PHP = '/usr/bin/php';

const works = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args).status === 0;

const script = (name: string): string => join(import.meta.dirname, name);

/** From Debian packages; those that are missing are named as skipped, and fail the test on CI. */
const FOREIGN: readonly {
  readonly label: string;
  readonly part: string;
  readonly isHere: () => boolean;
  readonly start: () => Promise<string>;
}[] = [
  {
    label: 'PHP',
    part: 'php (Debian package php-cli)',
    isHere: () => works(PHP, ['--version']),
    start: async () => {
      const port = await closedPort();
      // -n: as PHP is by itself, whatever this machine has set.
      const child = spawn(PHP, ['-n', '-S', `127.0.0.1:${port}`, script('form-server.php')]);
      await firstLine(child, /Development Server .* started/);
      return `http://127.0.0.1:${port}/`;
    },
  },
  ...[
    { label: 'Werkzeug (Flask)', name: 'werkzeug', module: 'werkzeug' },
    { label: 'python-multipart (FastAPI)', name: 'python-multipart', module: 'multipart' },
  ].map(({ label, name, module }) => ({
    label,
    part: `${name} (Debian package python3-${module})`,
    isHere: () => works(PYTHON, ['-c', `import ${module}`]),
    start: async () => {
      const child = spawn(PYTHON, [script('form-server.py'), name]);
      return `http://127.0.0.1:${(await firstLine(child, /^\d+\n/)).trim()}/`;
    },
  })),
];

export const FOREIGN_LABELS: readonly string[] = FOREIGN.map(({ label }) => label);

/** Servers that are no Node, as far as they are here; stopped after the test. */
export const foreignParsers = async (): Promise<readonly FormParser[]> =>
  Promise.all(
    FOREIGN.filter(({ part, isHere }) => requirePart(part, isHere()) === 'run').map(
      async ({ label, start }) => ({ label, url: await start() }),
    ),
  );

/** Resolves with what a server says when it listens. */
function firstLine(child: ChildProcess, ready: RegExp): Promise<string> {
  onTestFinished(() => void child.kill());
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = ready.exec(said);
      if (found !== null) resolve(found[0]);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('close', () => reject(new Error(said)));
  });
}
