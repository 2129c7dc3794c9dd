import { assertNever } from '../../shared/lang/assert-never.ts';
import { confirmation } from '../../shared/messages/action-words.ts';
import { count } from '../../shared/messages/format.ts';
import { ProxySignInDialog } from '../accounts/ProxySignInDialog.tsx';
import { EditDialog } from '../edit/EditDialog.tsx';
import { ExportDialog } from '../export/ExportDialog.tsx';
import { ChangeDialog } from '../groups/ChangeDialog.tsx';
import { useLiveStore } from '../live/use-live.ts';
import { AccountDialog } from './AccountDialog.tsx';
import { PriorityDialog } from './PriorityDialog.tsx';
import { ResolveMany } from './ResolveMany.tsx';
import { SureDialog } from './SureDialog.tsx';
import { type Question, useActions } from './use-actions.ts';

interface Props {
  readonly question: Question;
  readonly onDone: () => void;
}

/** The dialog that asks the question. */
export function Questions({ question, onDone }: Props) {
  const { act, sure, forItem, forGroups } = useActions();
  const live = useLiveStore();
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
        <ChangeDialog
          items={question.target.items}
          about={count(question.target.count, 'item')}
          onChanged={forGroups.changed}
          onClose={onDone}
        />
      );
    case 'export':
      return <ExportDialog target={question.target} onDone={onDone} />;
    case 'edit':
      return <EditDialog item={question.item} onClose={onDone} onSaved={forItem.edited} />;
    case 'proxySignIn':
      return (
        <ProxySignInDialog
          proxy={question.proxy}
          onClose={onDone}
          onSignedIn={() => {
            onDone();
            live.refresh();
          }}
        />
      );
    default:
      return assertNever(question);
  }
}
