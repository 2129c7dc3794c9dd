import { spawnSync } from 'node:child_process';
import { requirePart } from './real-part.ts';

const works = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** Commands for bash are made for Linux and macOS: on Windows, paths look otherwise. */
export const bashAndCurl = (): 'run' | 'skip' =>
  requirePart(
    'bash with curl, not on Windows',
    process.platform !== 'win32' && works('bash') && works('curl'),
  );
