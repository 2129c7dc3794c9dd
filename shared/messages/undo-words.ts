import { UNDO_MS, type UndoResult } from '../contracts/bulk-result.ts';
import { count } from './format.ts';

/** Follows an act that can be undone, on the command line. */
export const UNDO_HINT = `undo within ${UNDO_MS / 1000} s: outtray undo`;

/** `3 items restored, 1 item changed meanwhile and stays as it is`. */
export function undoWords({ restored, refused }: UndoResult): string {
  const back = `${count(restored, 'item')} restored`;
  return refused === 0
    ? back
    : `${back}, ${count(refused, 'item')} changed meanwhile and left alone`;
}

export const undoneSentence = (result: UndoResult): string => `${undoWords(result)}.`;
