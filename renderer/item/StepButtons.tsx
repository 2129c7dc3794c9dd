import { Button } from 'react-aria-components';
import { STEP_WORDS } from '../../shared/messages/item-words.ts';
import type { Step } from './next-steps.ts';

export const stepWords = (step: Step): string =>
  step.kind === 'retry' && step.force ? STEP_WORDS.retryByForce : STEP_WORDS[step.kind];

/** Steps that take something away for good, or may. */
export const isDestructive = (step: Step): boolean =>
  step.kind === 'cancel' || step.kind === 'remove';

/** The first one is what most people will want. */
export function StepButtons({
  steps,
  onStep,
}: {
  readonly steps: readonly Step[];
  readonly onStep: (step: Step) => void;
}) {
  return (
    <div className="steps">
      {steps.map((step, at) => (
        <Button
          key={step.kind}
          className={`button${at === 0 ? ' primary' : ''}${isDestructive(step) ? ' destructive' : ''}`}
          onPress={() => onStep(step)}
        >
          {stepWords(step)}
        </Button>
      ))}
    </div>
  );
}
