import { Button } from 'react-aria-components';
import { DIALOG_WORDS, priorityTitle } from '../../shared/messages/action-words.ts';
import { type Priority, priorityWord } from '../../shared/outbox/priority.ts';
import type { Target } from './action.ts';
import { ChoiceDialog } from './ChoiceDialog.tsx';
import { useActions } from './use-actions.ts';

const HIGHEST_FIRST: readonly Priority[] = [4, 3, 2, 1];

export function PriorityDialog({
  target,
  onDone,
}: {
  readonly target: Target;
  readonly onDone: () => void;
}) {
  const { act } = useActions();
  return (
    <ChoiceDialog
      title={priorityTitle(target.count)}
      hint={DIALOG_WORDS.priorityHint}
      onDone={onDone}
    >
      <div className="choice-buttons">
        {HIGHEST_FIRST.map((priority) => (
          <Button
            key={priority}
            className="button"
            autoFocus={priority === HIGHEST_FIRST[0]}
            onPress={() => {
              act(target, { kind: 'setPriority', priority });
              onDone();
            }}
          >
            {priorityWord(priority)}
          </Button>
        ))}
      </div>
    </ChoiceDialog>
  );
}
