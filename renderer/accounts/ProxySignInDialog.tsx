import { type FormEvent, useState } from 'react';
import { Button, Dialog, Heading, Modal } from 'react-aria-components';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { PROXY_WORDS } from '../../shared/messages/proxy-words.ts';
import { Data } from '../bodies/Data.tsx';
import { useClient } from '../live/client.ts';
import { Field } from '../shell/Field.tsx';

interface Props {
  readonly proxy: string;
  readonly onClose: () => void;
  readonly onSignedIn: () => void;
}

export function ProxySignInDialog({ proxy, onClose, onSignedIn }: Props) {
  const client = useClient();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (user.trim() === '') return setSaid(PROXY_WORDS.noUser);
    setBusy(true);
    const result = await client.call('proxies.signIn', { proxy, user: user.trim(), password });
    setBusy(false);
    if (result.ok) onSignedIn();
    else setSaid(pageErrorSentence(result.error));
  };

  return (
    <Modal className="modal" isOpen onOpenChange={(open) => !open && onClose()}>
      <Dialog className="dialog">
        <Heading slot="title">
          {PROXY_WORDS.title}: <Data text={proxy} />
        </Heading>
        <p className="quiet">{PROXY_WORDS.hint}</p>
        <form className="form" onSubmit={(event) => void save(event)}>
          <Field label={PROXY_WORDS.user} value={user} onChange={setUser} />
          <Field label={PROXY_WORDS.password} value={password} secret onChange={setPassword} />
          <p className="trouble" role="status">
            {said}
          </p>
          <div className="dialog-foot">
            <Button className="button" onPress={onClose}>
              {PAGE_WORDS.cancel}
            </Button>
            <Button className="button primary" type="submit" isDisabled={busy}>
              {PROXY_WORDS.signIn}
            </Button>
          </div>
        </form>
      </Dialog>
    </Modal>
  );
}
