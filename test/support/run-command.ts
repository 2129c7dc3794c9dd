import { spawn } from 'node:child_process';

export interface Finished {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs a tool from node_modules/.bin (npm scripts have it on the PATH). With `show` its output goes straight
 * to the terminal, else it is collected.
 */
export function runCommand(
  command: string,
  options: { readonly show: boolean },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      stdio: options.show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
