import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, type Result } from '../../../shared/lang/result.ts';
import type { Timers } from '../../core/ports/timers.ts';

type Answer = Result<unknown, OutboxError>;

/** The calls under way. When the host stops, those get time that cannot safely be asked again. */
export interface OpenCalls {
  carryOut(repeatable: boolean, call: () => Promise<Answer>): Promise<Answer>;
  /** No further calls: HOST_STOPPED. */
  close(graceMs: number): Promise<void>;
}

export function createOpenCalls(timers: Timers): OpenCalls {
  const unrepeatable = new Set<Promise<Answer>>();
  let stopping = false;
  return {
    async carryOut(repeatable, call) {
      if (stopping) return err(outboxError('HOST_STOPPED', { begun: 'no' }));
      const answer = call();
      if (repeatable) return answer;
      unrepeatable.add(answer);
      try {
        return await answer;
      } finally {
        unrepeatable.delete(answer);
      }
    },
    async close(graceMs) {
      stopping = true;
      let cancel = (): void => {};
      const late = new Promise<void>((resolve) => {
        cancel = timers.after(graceMs, resolve);
      });
      await Promise.race([Promise.allSettled(unrepeatable), late]);
      cancel();
    },
  };
}
