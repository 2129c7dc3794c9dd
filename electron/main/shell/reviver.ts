/** A page that fails over and over is left alone: somebody who opens the window anew tries again. */
const MOST = 3;
const WITHIN_MS = 60_000;

/** Whether what has just failed is to be started again. */
export function reviver(now: () => number): () => boolean {
  let failures: readonly number[] = [];
  return () => {
    failures = [...failures.filter((at) => now() - at < WITHIN_MS), now()];
    return failures.length <= MOST;
  };
}
