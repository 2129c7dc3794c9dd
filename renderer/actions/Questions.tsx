import { lazy, Suspense } from 'react';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { confirmation } from '../../shared/messages/action-words.ts';
import { count } from '../../shared/messages/format.ts';
import { AccountDialog } from './AccountDialog.tsx';
import { PriorityDialog } from './PriorityDialog.tsx';
import { ResolveMany } from './ResolveMany.tsx';
import { SureDialog } from './SureDialog.tsx';
import { type Question, useActions } from './use-actions.ts';

const EditDialog = lazy(async () => ({
  default: (await import('../edit/EditDialog.tsx')).EditDialog,
}));

const ChangeDialog = lazy(async () => ({
  default: (await import('../groups/ChangeDialog.tsx')).ChangeDialog,
}));

interface Props {
  readonly question: Question;
  readonly onDone: () => void;
}

/** The dialog that asks the question. */
export function Questions({ question, onDone }: Props) {
  const { act, sure, forItem, forGroups } = useActions();
  switch (question.kind) {
    case 'priority':
      return <PriorityDialog target={question.target} onDone={onDone} />;
    case 'account':
      return <AccountDialog target={question.target} onDone={onDone} />;
    case 'resolve':
      return (
        <ResolveMany
          onClose={onDone}
          onResolve={(arrived) => act(question.target, { kind: 'resolve', arrived })}
        />
      );
    case 'sure':
      return (
        <SureDialog
          {...confirmation(question.action.kind, question.target.count)}
          onDone={onDone}
          onSure={() => sure(question.target, question.action)}
        />
      );
    case 'change':
      return (
        <Suspense fallback={null}>
          <ChangeDialog
            items={question.target.items}
            about={count(question.target.count, 'item')}
            onChanged={forGroups.changed}
            onClose={onDone}
          />
        </Suspense>
      );
    case 'edit':
      return (
        <Suspense fallback={null}>
          <EditDialog item={question.item} onClose={onDone} onSaved={forItem.edited} />
        </Suspense>
      );
    default:
      return assertNever(question);
  }
}
