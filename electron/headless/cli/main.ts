import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { resolve as absolute } from 'node:path';
import { EVERY_COMMAND } from './program.ts';
import { runCli } from './run-cli.ts';

/** Runs one command line (without the names of node and script) and answers the process's exit code. */
export const main = (argv: readonly string[]): Promise<number> =>
  runCli(argv, {
    version: version(),
    self: [process.execPath, ...process.execArgv, absolute(process.argv[1] ?? '')],
    stdin: process.stdin,
    commands: EVERY_COMMAND,
    root: () => import('../index.ts'),
  });

function version(): string {
  const file = findPackageJSON(import.meta.url);
  if (file === undefined) return 'unknown';
  const { version: found } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return found;
}
