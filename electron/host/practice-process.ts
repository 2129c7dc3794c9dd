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
}

/** Starts the practice server in a process of its own, and resolves when it listens. */
export function startPractice({
  port,
  ledgerFile,
  tokenLifeS,
}: PracticeOptions): Promise<PracticeProcess> {
  const child = fork(
    entryPath('practice/index'),
    [
      '--port',
      String(port),
      ...(ledgerFile === undefined ? [] : ['--ledger-file', ledgerFile]),
      ...(tokenLifeS === undefined ? [] : ['--token-life', String(tokenLifeS)]),
    ],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
  });

  const answer = (type: FromPractice['type']): Promise<FromPractice> =>
    new Promise((resolve, reject) => {
      const onMessage = (message: FromPractice): void => {
        if (message.type !== type) return;
        child.off('message', onMessage);
        resolve(message);
      };
      child.on('message', onMessage);
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
      if (child.connected) child.send({ type: 'stop' } satisfies ToPractice);
      await ended;
    },
  }));
}
