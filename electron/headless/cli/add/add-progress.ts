import type { CallProgress } from '../../../../shared/contracts/call.ts';
import { bytes, count } from '../../../../shared/messages/format.ts';
import type { Cli } from '../cli.ts';
import { createProgress, type Progress } from '../progress.ts';

/** Less than this is over before a bar could be read. */
const WORTH_A_BAR = 16 * 1024 * 1024;

/** How far a handing over has got, on a terminal. */
export const addProgress = (cli: Cli): Progress =>
  createProgress(cli.terminal, cli.out, '{bar} {percentage}%  {note}');

export const onProgress =
  (progress: Progress) =>
  ({ what, done, total }: CallProgress): void => {
    if (what === 'bytes' && total < WORTH_A_BAR) return;
    const note =
      what === 'bytes'
        ? `read ${bytes(done)} of ${bytes(total)}`
        : `${count(done, 'request')} of ${total} in the queue`;
    progress.show({ done, total, note });
  };
