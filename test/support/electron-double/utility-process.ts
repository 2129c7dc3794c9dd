import { type ChildProcess, fork as forkChild, type Serializable } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { assertReady } from './app.ts';

const PARENT_PORT = new URL('./parent-port.ts', import.meta.url).href;

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  #running = true;

  constructor(modulePath: string, args: string[], options: Electron.ForkOptions) {
    super();
    const { env, stdio, cwd } = options;
    this.#child = forkChild(modulePath, args, {
      execArgv: ['--import', PARENT_PORT],
      serialization: 'advanced',
      ...(env === undefined ? {} : { env: { ...env } }),
      ...(cwd === undefined ? {} : { cwd }),
      stdio: [...(Array.isArray(stdio) ? stdio : ['ignore', 'inherit', 'inherit']), 'ipc'] as never,
    });
    this.#child.once('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.emit('message', message));
    const exited = new Promise<number>((resolve) => {
      this.#child.once('exit', (code, signal) =>
        resolve(code ?? (signal === null ? 1 : constants.signals[signal])),
      );
      this.#child.once('error', () => resolve(1));
    });
    // As Electron does: the last messages come before the end.
    const silent = new Promise<void>((resolve) => void this.#child.once('disconnect', resolve));
    void this.#tellEnd(exited, silent);
  }

  async #tellEnd(exited: Promise<number>, silent: Promise<void>): Promise<void> {
    const [code] = await Promise.all([exited, silent]);
    this.#running = false;
    this.emit('exit', code);
  }

  get pid(): number | undefined {
    return this.#running ? this.#child.pid : undefined;
  }

  get stdout(): NodeJS.ReadableStream | null {
    return this.#child.stdout;
  }

  get stderr(): NodeJS.ReadableStream | null {
    return this.#child.stderr;
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as Serializable, () => {});
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

export const utilityProcess = {
  fork(
    modulePath: string,
    args: string[] = [],
    options: Electron.ForkOptions = {},
  ): UtilityProcess {
    assertReady('utilityProcess.fork');
    return new UtilityProcess(modulePath, args, options);
  },
};
