import type { AccountView } from '../../shared/contracts/account-calls.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Result } from '../../shared/lang/result.ts';
import { accountSaid, accountSure } from '../../shared/messages/account-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { SureDialog } from '../actions/SureDialog.tsx';
import { useClient } from '../live/client.ts';
import { useLiveStore } from '../live/use-live.ts';
import { useToasts } from '../shell/use-toasts.ts';
import { AccountFormDialog } from './AccountFormDialog.tsx';
import { SignInDialog } from './SignInDialog.tsx';
import { TokensDialog } from './TokensDialog.tsx';

export type AccountQuestion =
  | { readonly kind: 'add' }
  | { readonly kind: 'change'; readonly account: AccountView }
  | { readonly kind: 'signIn'; readonly name: string }
  /** `headers`: their names, where it signs in with fixed ones. */
  | { readonly kind: 'tokens'; readonly name: string; readonly headers: readonly string[] }
  | { readonly kind: 'signOut'; readonly name: string }
  | { readonly kind: 'remove'; readonly name: string };

interface Props {
  readonly question: AccountQuestion;
  readonly onAsk: (question: AccountQuestion) => void;
  readonly onDone: () => void;
}

/** The dialog for what is to be done with an account. */
export function AccountDialogs({ question, onAsk, onDone }: Props) {
  const client = useClient();
  const live = useLiveStore();
  const toasts = useToasts();

  const finish = (words: string) => {
    toasts.say(words);
    live.refresh();
    onDone();
  };
  const run = async (call: Promise<Result<unknown, OutboxError>>, words: string) => {
    const result = await call;
    if (result.ok) return finish(words);
    toasts.say(pageErrorSentence(result.error), { tone: 'trouble' });
  };

  switch (question.kind) {
    case 'add':
    case 'change': {
      const known = question.kind === 'change' ? question.account : null;
      return (
        <AccountFormDialog
          known={known}
          onClose={onDone}
          onSaved={({ name, auth, byBrowser, session }) => {
            finish(accountSaid.saved(name));
            if (auth === 'bearer' && session.state === 'signInNeeded')
              onAsk(byBrowser ? { kind: 'signIn', name } : { kind: 'tokens', name, headers: [] });
          }}
        />
      );
    }
    case 'signIn':
      return (
        <SignInDialog
          name={question.name}
          onClose={onDone}
          onSignedIn={() => finish(accountSaid.tokensSet(question.name))}
        />
      );
    case 'tokens':
      return (
        <TokensDialog
          name={question.name}
          headers={question.headers}
          onClose={onDone}
          onSaved={() => finish(accountSaid.tokensSet(question.name))}
        />
      );
    case 'signOut':
      return (
        <SureDialog
          {...accountSure.signOut(question.name)}
          onDone={onDone}
          onSure={() =>
            void run(
              client.call('accounts.signOut', { name: question.name }),
              accountSaid.signedOut(question.name),
            )
          }
        />
      );
    case 'remove':
      return (
        <SureDialog
          {...accountSure.remove(question.name)}
          onDone={onDone}
          onSure={() =>
            void run(
              client.call('accounts.remove', { name: question.name }),
              accountSaid.removed(question.name),
            )
          }
        />
      );
    default:
      return assertNever(question);
  }
}
