import { fork } from 'node:child_process';
import type { FromPractice, ToPractice } from '../../shared/contracts/practice-protocol.ts';
import type { PracticeServer } from '../core/practice-mode/practice-mode.ts';
import { entryPath } from './entry-path.ts';

/** The practice server, in a process of its own. */
export interface PracticeProcess extends PracticeServer {
  readonly ended: Promise<number>;
}

export interface PracticeOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly ledgerFile?: string;
  /** Of an access token, in seconds. */
  readonly tokenLifeS?: number;
  /** Whether a refresh token is good for one refresh only, which is so unless it is said. */
  readonly rotation?: boolean;
}

/** A process that was started, as far as the practice server's is concerned. */
interface Child {
  send(message: ToPractice): void;
  onMessage(listener: (message: FromPractice) => void): void;
  onExit(listener: (code: number) => void): void;
}

export type StartChild = (entry: string, args: readonly string[]) => Child;

/** A child of plain Node. */
const forkChild: StartChild = (entry, args) => {
  const child = fork(entry, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
    send(message) {
      if (child.connected) child.send(message);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener(code ?? 1)),
  };
};

interface Utility {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: FromPractice) => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
}

/** A utility process of Electron, whose own program is no Node. */
export const utilityChild =
  (
    forkUtility: (
      entry: string,
      args: string[],
      options: { readonly stdio: ['ignore', 'ignore', 'inherit'] },
    ) => Utility,
  ): StartChild =>
  (entry, args) => {
    const child = forkUtility(entry, [...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is a window's
      send: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.once('exit', listener),
    };
  };

/** Starts the practice server in a process of its own, and resolves when it listens. */
export function startPractice(
  { port, ledgerFile, tokenLifeS, rotation = true }: PracticeOptions,
  start: StartChild = forkChild,
): Promise<PracticeProcess> {
  const child = start(entryPath('practice/index'), [
    '--port',
    String(port),
    ...(ledgerFile === undefined ? [] : ['--ledger-file', ledgerFile]),
    ...(tokenLifeS === undefined ? [] : ['--token-life', String(tokenLifeS)]),
    ...(rotation ? [] : ['--no-rotation']),
  ]);
  let isOver = false;
  const ended = new Promise<number>((resolve) => {
    child.onExit((code) => {
      isOver = true;
      resolve(code);
    });
  });
  const listeners = new Set<(message: FromPractice) => void>();
  child.onMessage((message) => {
    for (const listener of listeners) listener(message);
  });

  const answer = (type: FromPractice['type']): Promise<FromPractice> =>
    new Promise((resolve, reject) => {
      const onMessage = (message: FromPractice): void => {
        if (message.type !== type) return;
        listeners.delete(onMessage);
        resolve(message);
      };
      listeners.add(onMessage);
      void ended.then((code) => reject(new Error(`the practice server ended with code ${code}`)));
    });
  const order = async (message: ToPractice, type: FromPractice['type']): Promise<void> => {
    const answered = answer(type);
    child.send(message);
    await answered;
  };

  return answer('listening').then((listening) => ({
    url: listening.type === 'listening' ? listening.url : '',
    goOffline: () => order({ type: 'offline' }, 'offline'),
    goOnline: () => order({ type: 'online' }, 'listening'),
    ended,
    async stop() {
      if (!isOver) child.send({ type: 'stop' });
      await ended;
    },
  }));
}
