import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { SendProgress } from '../../../shared/outbox/attempt.ts';
import type { AbortedBy, BodyProblem } from '../../../shared/outbox/attempt-outcome.ts';
import type { SuccessContract } from '../../../shared/outbox/success-contract.ts';
import type { Answer } from './answer.ts';
import { type Classified, classifyAnswer } from './classify-answer.ts';
import { classifyFailure, type Failure } from './classify-failure.ts';

/** How an attempt ended. */
export type Ending =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly progress: SendProgress }
  | {
      readonly kind: 'aborted';
      readonly by: AbortedBy;
      readonly progress: SendProgress;
      /** What had come of an answer by then. */
      readonly answer: Answer | null;
    }
  | { readonly kind: 'unsendable'; readonly problem: BodyProblem };

/** The one place where statuses, bodies and error codes get their meaning. Pure. */
export function classify(ending: Ending, contract: SuccessContract): Classified {
  switch (ending.kind) {
    case 'answered':
      return classifyAnswer(ending.answer, contract);
    case 'failed':
      return { outcome: classifyFailure(ending.failure, ending.progress), verdict: null };
    case 'unsendable':
      return { outcome: { kind: 'unsendable', problem: ending.problem }, verdict: null };
    case 'aborted': {
      // A delivery that was faster than the abort stands: sending the item again would send it twice.
      const answered = ending.answer === null ? null : classifyAnswer(ending.answer, contract);
      if (answered?.outcome.kind === 'delivered') return answered;
      const mayHaveArrived = ending.progress === 'complete';
      return { outcome: { kind: 'aborted', by: ending.by, mayHaveArrived }, verdict: null };
    }
    default:
      return assertNever(ending);
  }
}
