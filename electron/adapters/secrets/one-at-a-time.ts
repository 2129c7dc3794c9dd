import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Timers } from '../../core/ports/timers.ts';

/** What came of a call: its value, what it threw, or that it did not return in time. */
export type CallFailure =
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'late' };

/**
 * Runs calls one after the other and gives each `limitMs` from the moment it was asked for. A late one that runs
 * is left to itself, and the others wait for its end within their own limits: a keychain's prompt that stands
 * open holds one thread of Node's pool, and not all of them. A late one that never began does not begin any more.
 */
export function oneAtATime({
  timers,
  limitMs,
}: {
  readonly timers: Timers;
  readonly limitMs: number;
}): <T>(call: () => Promise<T>) => Promise<Result<T, CallFailure>> {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(call: () => Promise<T>) =>
    new Promise<Result<T, CallFailure>>((resolve) => {
      let isLate = false;
      const cancel = timers.after(limitMs, () => {
        isLate = true;
        resolve(err({ kind: 'late' }));
      });
      const run = async (): Promise<void> => {
        if (isLate) return;
        try {
          resolve(ok(await call()));
        } catch (error) {
          resolve(err({ kind: 'threw', error }));
        } finally {
          cancel();
        }
      };
      last = last.then(run);
    });
}
