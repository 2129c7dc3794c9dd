import { readFileSync } from 'node:fs';

/** The most that a process has ever had in memory, in bytes (Linux); 0 for one that is gone. */
function peakOf(pid: number): number {
  const status = textOf(`/proc/${pid}/status`);
  return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

const childrenOf = (pid: number): readonly number[] =>
  textOf(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);

/** Of a process and all below it, each at its own peak, which is no less than what they ever had together. */
export const peakOfTree = (pid: number): number =>
  childrenOf(pid).reduce((sum, child) => sum + peakOfTree(child), peakOf(pid));

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
