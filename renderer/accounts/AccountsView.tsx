import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { AccountView } from '../../shared/contracts/account-calls.ts';
import { ACCOUNT_WORDS } from '../../shared/messages/account-words.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { useCall } from '../live/use-call.ts';
import { useLive } from '../live/use-live.ts';
import { Loading, PlaceHolder, Trouble } from '../shell/PlaceHolder.tsx';
import { AccountCard } from './AccountCard.tsx';
import { AccountDialogs, type AccountQuestion } from './AccountDialogs.tsx';
import './accounts.css';

/** Who this outbox is to servers. */
export function AccountsView() {
  const { stats } = useLive();
  // An account that lost its session closes a gate; whoever signs in opens it.
  const gates = stats?.gates.filter((gate) => gate.scope === 'account') ?? [];
  const held = stats?.heldFor ?? [];
  const version = [
    ...gates.map((gate) => `${gate.key} ${gate.reason.code}`),
    ...held.map((one) => `${one.account} ${one.signedIn}`),
  ].join();
  const { value: accounts, error, reload } = useCall('accounts.list', {}, version);
  const settings = useCall('settings.get', {});
  const mayHaveOwn = settings.value?.managed?.ownAccounts !== false;
  const [question, setQuestion] = useState<AccountQuestion | null>(null);
  return (
    <section className="page" aria-labelledby="accounts-title">
      <div className="page-head">
        <h1 id="accounts-title">{ACCOUNT_WORDS.title}</h1>
        {mayHaveOwn && (
          <Button className="button primary" onPress={() => setQuestion({ kind: 'add' })}>
            <Plus size={16} aria-hidden="true" /> {ACCOUNT_WORDS.add}
          </Button>
        )}
      </div>
      <p className="quiet">{ACCOUNT_WORDS.intro}</p>
      {error !== null && <Trouble error={error} onRetry={reload} />}
      {error === null && accounts === null && <Loading />}
      {accounts !== null && accounts.length === 0 && (
        <PlaceHolder
          title={ACCOUNT_WORDS.none}
          text={mayHaveOwn ? ACCOUNT_WORDS.noneText : PAGE_WORDS.setByOrganisation}
        />
      )}
      <ul className="account-list">
        {accounts?.map((account: AccountView) => (
          <li key={account.name}>
            <AccountCard
              account={account}
              mayChange={mayHaveOwn && !account.managed}
              gate={
                gates.find(
                  ({ key, reason }) => key === account.name && reason.code !== 'OTHER_PERSON',
                ) ?? null
              }
              held={held.filter((one) => one.account === account.name)}
              onAsk={setQuestion}
            />
          </li>
        ))}
      </ul>
      {question !== null && (
        <AccountDialogs
          question={question}
          onAsk={setQuestion}
          onDone={() => {
            setQuestion(null);
            reload();
          }}
        />
      )}
    </section>
  );
}
