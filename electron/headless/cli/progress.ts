import { SingleBar } from 'cli-progress';
import type { TransferProgress } from '../../../shared/contracts/worker-protocol.ts';
import { bytes } from '../../../shared/messages/format.ts';

export interface Step {
  /** Items that are done, of all in this run. */
  readonly done: number;
  readonly total: number;
  /** What is happening besides, e.g. the bytes of what is being uploaded. */
  readonly note: string;
}

/** A bar at the bottom of the terminal with lines above it; without a terminal the lines alone. */
export interface Progress {
  show(step: Step): void;
  line(text: string): void;
  /** Takes the bar away. May be called twice. */
  end(): void;
}

/** For answers as JSON. */
export const SILENT: Progress = { show: () => {}, line: () => {}, end: () => {} };

export function createProgress(
  terminal: NodeJS.WriteStream | null,
  out: (text: string) => void,
  format = '{bar} {value}/{total}  {note}',
): Progress {
  if (terminal === null) {
    return { show: () => {}, line: (text) => out(`${text}\n`), end: () => {} };
  }
  const bar = new SingleBar({
    format,
    stream: terminal,
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    emptyOnZero: true,
    // A signal ends what the command does first, and the command ends the bar.
    gracefulExit: false,
  });
  let last: Step | null = null;
  return {
    show(step) {
      if (last === null) bar.start(step.total, step.done, { note: step.note });
      else {
        bar.setTotal(step.total);
        bar.update(step.done, { note: step.note });
      }
      last = step;
    },
    line(text) {
      if (last !== null) bar.stop();
      out(`${text}\n`);
      if (last !== null) bar.start(last.total, last.done, { note: last.note });
    },
    end() {
      if (last !== null) bar.stop();
      last = null;
    },
  };
}

/** Bytes of what is being uploaded now, for the note of a step. */
export const uploadNote = ({
  bytesUp,
  totalUp,
}: Pick<TransferProgress, 'bytesUp' | 'totalUp'>): string =>
  totalUp === 0 ? '' : `sending ${bytes(bytesUp)} of ${bytes(totalUp)}`;
