import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type Ask, createLink } from './link.ts';
import type { AppCalls, ScreenCalls, Shown } from './screen-protocol.ts';

export interface Start {
  /** A source or a built file. */
  readonly main: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** An Electron app that runs under the double in a process of its own. */
export interface AppProcess {
  /** Does what people, pages and the system do. */
  readonly ask: Ask<AppCalls>;
  /** What the system would have shown so far. */
  readonly shown: readonly Shown[];
  /** Resolves with the exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly child: ChildProcess;
  output(): string;
}

const START = join(import.meta.dirname, 'start.ts');

/** `screen` shows its windows. */
export function startApp(
  { main, args = [], env }: Start,
  screen: Omit<ScreenCalls, 'show'>,
): AppProcess {
  const child = fork(START, [main, ...args], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, ...env, ELECTRON_DOUBLE_SCREEN: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const shown: Shown[] = [];
  const ask = createLink<AppCalls>(
    {
      send(message) {
        if (child.connected) child.send(message as object, () => {});
      },
      onMessage: (listener) => void child.on('message', listener),
    },
    { ...screen, show: (one: Shown) => void shown.push(one) } satisfies ScreenCalls,
  );
  return { ask, shown, ended, child, output: () => output };
}
