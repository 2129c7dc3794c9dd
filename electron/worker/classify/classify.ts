import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { SendProgress } from '../../../shared/outbox/attempt.ts';
import type { AbortedBy, BodyProblem } from '../../../shared/outbox/attempt-outcome.ts';
import type { SuccessContract } from '../../../shared/outbox/success-contract.ts';
import type { Answer } from './answer.ts';
import { type Classified, classifyAnswer } from './classify-answer.ts';
import { classifyFailure, type Failure } from './classify-failure.ts';
import { proxyWord, type Via } from './proxy-word.ts';

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

/** The one place where statuses, bodies and error codes get their meaning. `via`: the proxy on the way. Pure. */
export function classify(
  ending: Ending,
  contract: SuccessContract,
  via: Via | null = null,
): Classified {
  switch (ending.kind) {
    case 'answered':
      return answered(ending.answer, contract, via);
    case 'failed':
      return { outcome: classifyFailure(ending.failure, ending.progress, via), verdict: null };
    case 'unsendable':
      return { outcome: { kind: 'unsendable', problem: ending.problem }, verdict: null };
    case 'aborted': {
      // A delivery that was faster than the abort stands: sending the item again would send it twice.
      const early = ending.answer === null ? null : answered(ending.answer, contract, via);
      if (early?.outcome.kind === 'delivered') return early;
      const mayHaveArrived = ending.progress === 'complete';
      return { outcome: { kind: 'aborted', by: ending.by, mayHaveArrived }, verdict: null };
    }
    default:
      return assertNever(ending);
  }
}

function answered(answer: Answer, contract: SuccessContract, via: Via | null): Classified {
  const outcome = proxyWord(answer, via);
  return outcome === null ? classifyAnswer(answer, contract) : { outcome, verdict: null };
}
