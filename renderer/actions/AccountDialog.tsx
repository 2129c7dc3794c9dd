import { Button } from 'react-aria-components';
import { accountTitle, DIALOG_WORDS } from '../../shared/messages/action-words.ts';
import { printableLine } from '../../shared/messages/printable.ts';
import { Data } from '../bodies/Data.tsx';
import { useCall } from '../live/use-call.ts';
import { Loading, Trouble } from '../shell/PlaceHolder.tsx';
import { useRouter } from '../shell/use-route.ts';
import type { Target } from './action.ts';
import { ChoiceDialog } from './ChoiceDialog.tsx';
import { useActions } from './use-actions.ts';

export function AccountDialog({
  target,
  onDone,
}: {
  readonly target: Target;
  readonly onDone: () => void;
}) {
  const { act } = useActions();
  const { openView } = useRouter();
  const { value: accounts, error, reload } = useCall('accounts.list', {});
  return (
    <ChoiceDialog
      title={accountTitle(target.count)}
      hint={DIALOG_WORDS.accountHint}
      onDone={onDone}
    >
      {error !== null && <Trouble error={error} onRetry={reload} />}
      {error === null && accounts === null && <Loading />}
      {accounts !== null && accounts.length === 0 && (
        <>
          <p>{DIALOG_WORDS.noAccounts}</p>
          <Button
            className="button"
            onPress={() => {
              openView('accounts');
              onDone();
            }}
          >
            {DIALOG_WORDS.openAccounts}
          </Button>
        </>
      )}
      <div className="choice-buttons">
        {accounts?.map((account) => (
          <Button
            key={account.name}
            className="button account-choice"
            onPress={() => {
              act(target, { kind: 'assignAccount', account: account.name });
              onDone();
            }}
          >
            <Data text={account.name} />
            <span className="quiet">{printableLine(account.origins.join(', '))}</span>
          </Button>
        ))}
      </div>
    </ChoiceDialog>
  );
}
