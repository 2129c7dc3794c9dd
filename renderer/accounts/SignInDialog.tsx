import { useEffect, useState } from 'react';
import { Button, Dialog, Heading, Modal } from 'react-aria-components';
import type { SignInBegun } from '../../shared/contracts/account-calls.ts';
import { ACCOUNT_WORDS } from '../../shared/messages/account-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { Data } from '../bodies/Data.tsx';
import { useClient } from '../live/client.ts';

interface Props {
  readonly name: string;
  readonly onClose: () => void;
  readonly onSignedIn: () => void;
}

/** Here until somebody has signed in in a browser, or it is given up. */
export function SignInDialog({ name, onClose, onSignedIn }: Props) {
  const { begun, trouble } = useSignIn(name, onSignedIn);
  return (
    <Modal className="modal" isOpen onOpenChange={(open) => !open && onClose()}>
      <Dialog className="dialog">
        <Heading slot="title">
          {ACCOUNT_WORDS.signIn}: <Data text={name} />
        </Heading>
        <p role="status">
          {trouble ?? (begun?.opened === true ? ACCOUNT_WORDS.inBrowser : ACCOUNT_WORDS.onPage)}
        </p>
        <div className="dialog-foot">
          <Button className="button" onPress={onClose}>
            {PAGE_WORDS.cancel}
          </Button>
          {begun !== null && !begun.opened && trouble === null && (
            <a className="button primary" href={begun.url} target="_blank" rel="noreferrer">
              {ACCOUNT_WORDS.openSignIn}
            </a>
          )}
        </div>
      </Dialog>
    </Modal>
  );
}

function useSignIn(name: string, onSignedIn: () => void) {
  const client = useClient();
  const [begun, setBegun] = useState<SignInBegun | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one sign-in for each dialog
  useEffect(() => {
    let isGone = false;
    let cancel = (): void => {};
    const run = async (): Promise<void> => {
      const beginning = await client.call('accounts.signIn', { name });
      if (!beginning.ok) return setTrouble(pageErrorSentence(beginning.error));
      const { signIn } = beginning.value;
      cancel = () => void client.call('accounts.cancelSignIn', { signIn });
      if (isGone) return cancel();
      setBegun(beginning.value);
      const ended = await client.call('accounts.signInEnd', { signIn });
      if (isGone) return;
      if (ended.ok) onSignedIn();
      else setTrouble(pageErrorSentence(ended.error));
    };
    void run();
    return () => {
      isGone = true;
      cancel();
    };
  }, [client, name]);
  return { begun, trouble };
}
