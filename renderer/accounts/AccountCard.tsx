import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { AccountView } from '../../shared/contracts/account-calls.ts';
import {
  ACCOUNT_WORDS,
  keptWords,
  kindWords,
  sessionWords,
} from '../../shared/messages/account-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { pageFindingSentence } from '../../shared/messages/page-finding-sentences.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { heldForSentence } from '../../shared/messages/people-words.ts';
import { printableLine } from '../../shared/messages/printable.ts';
import { gateFact } from '../../shared/messages/queue-words.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import type { HeldFor } from '../../shared/outbox/held-for.ts';
import { Data } from '../bodies/Data.tsx';
import { useClient } from '../live/client.ts';
import type { AccountQuestion } from './AccountDialogs.tsx';

interface Props {
  readonly account: AccountView;
  /** False where the policy of this machine has it otherwise. */
  readonly mayChange: boolean;
  /** What keeps it from sending. */
  readonly gate: ClosedGate | null;
  /** What of it waits for people who are not signed in. */
  readonly held: readonly HeldFor[];
  readonly onAsk: (question: AccountQuestion) => void;
}

export function AccountCard({ account, mayChange, gate, held, onAsk }: Props) {
  const { name, origins, auth, way, byBrowser, session, managed } = account;
  const { said, busy, test } = useTest(name);
  const needsPerson = auth !== 'none' && session.state === 'signInNeeded';
  const kept = session.state === 'signedIn' ? keptWords(session.keptBy) : null;
  return (
    <article className="account" aria-labelledby={`account-${name}`}>
      <h2 id={`account-${name}`}>
        <Data text={name} />
      </h2>
      <p>
        <span className="pill" data-state={needsPerson ? 'attention' : 'delivered'}>
          {printableLine(sessionWords(auth, session.state, account.person?.name ?? null))}
        </span>{' '}
        <span className="quiet">{kindWords(auth)}</span>
      </p>
      <ul className="account-origins">
        {origins.map((origin) => (
          <li key={origin}>
            <Data text={origin} />
          </li>
        ))}
      </ul>
      {gate !== null && gate.reason.code !== 'SIGN_IN_NEEDED' && (
        <p className="notice">{printableLine(gateFact(gate))}</p>
      )}
      {managed && <p className="quiet">{PAGE_WORDS.setByOrganisation}</p>}
      {held.map((one) => (
        <p className="notice" key={one.person}>
          {printableLine(heldForSentence(one))}
        </p>
      ))}
      {kept !== null && <p className="quiet">{kept}</p>}
      <div className="account-said" role="status">
        {busy && <p className="quiet">{ACCOUNT_WORDS.testing}</p>}
        {said.map((line) => (
          <p key={line}>{printableLine(line)}</p>
        ))}
      </div>
      <div className="choice-buttons">
        {byBrowser && (
          <Button
            className={`button${needsPerson ? ' primary' : ''}`}
            onPress={() => onAsk({ kind: 'signIn', name })}
          >
            {ACCOUNT_WORDS.signIn}
          </Button>
        )}
        {auth !== 'none' && (
          <Button
            className={`button${needsPerson && !byBrowser ? ' primary' : ''}`}
            onPress={() =>
              onAsk({ kind: 'tokens', name, headers: way.kind === 'headers' ? way.names : [] })
            }
          >
            {auth === 'bearer' ? ACCOUNT_WORDS.setTokens : ACCOUNT_WORDS.setHeaders}
          </Button>
        )}
        <Button className="button" isPending={busy} onPress={test}>
          {ACCOUNT_WORDS.test}
        </Button>
        {mayChange && (
          <Button className="button" onPress={() => onAsk({ kind: 'change', account })}>
            {ACCOUNT_WORDS.change}
          </Button>
        )}
        {auth !== 'none' && session.state === 'signedIn' && (
          <Button className="button" onPress={() => onAsk({ kind: 'signOut', name })}>
            {ACCOUNT_WORDS.signOut}
          </Button>
        )}
        {!managed && (
          <Button className="button destructive" onPress={() => onAsk({ kind: 'remove', name })}>
            {ACCOUNT_WORDS.remove}
          </Button>
        )}
      </div>
    </article>
  );
}

/** Whether the account can send, found out when somebody asks. */
function useTest(name: string) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<readonly string[]>([]);
  const test = async () => {
    setBusy(true);
    setSaid([]);
    const result = await client.call('accounts.test', { name });
    setBusy(false);
    if (!result.ok) return setSaid([pageErrorSentence(result.error)]);
    const { findings } = result.value;
    setSaid(findings.length === 0 ? [ACCOUNT_WORDS.well] : findings.map(pageFindingSentence));
  };
  return { busy, said, test: () => void test() };
}
