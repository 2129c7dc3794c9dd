import { type FormEvent, useState } from 'react';
import { Button, Dialog, Heading, Modal } from 'react-aria-components';
import { ACCOUNT_PROBLEMS, ACCOUNT_WORDS } from '../../shared/messages/account-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { Data } from '../bodies/Data.tsx';
import { useClient } from '../live/client.ts';
import { Field } from '../shell/Field.tsx';

interface Props {
  readonly name: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

export function TokensDialog({ name, onClose, onSaved }: Props) {
  const client = useClient();
  const [accessToken, setAccessToken] = useState('');
  const [refreshToken, setRefreshToken] = useState('');
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const tokens = {
      ...(accessToken.trim() === '' ? {} : { accessToken: accessToken.trim() }),
      ...(refreshToken.trim() === '' ? {} : { refreshToken: refreshToken.trim() }),
    };
    if (Object.keys(tokens).length === 0) return setSaid(ACCOUNT_PROBLEMS.TOKENS);
    setBusy(true);
    const result = await client.call('accounts.setTokens', { name, tokens });
    setBusy(false);
    if (result.ok) onSaved();
    else setSaid(pageErrorSentence(result.error));
  };

  return (
    <Modal className="modal" isOpen onOpenChange={(open) => !open && onClose()}>
      <Dialog className="dialog">
        <Heading slot="title">
          {ACCOUNT_WORDS.tokensTitle}: <Data text={name} />
        </Heading>
        <p className="quiet">{ACCOUNT_WORDS.tokensHint}</p>
        <form className="form" onSubmit={(event) => void save(event)}>
          <Field
            label={ACCOUNT_WORDS.accessToken}
            value={accessToken}
            secret
            onChange={setAccessToken}
          />
          <Field
            label={ACCOUNT_WORDS.refreshToken}
            value={refreshToken}
            secret
            onChange={setRefreshToken}
          />
          <p className="trouble" role="status">
            {said}
          </p>
          <div className="dialog-foot">
            <Button className="button" onPress={onClose}>
              {PAGE_WORDS.cancel}
            </Button>
            <Button className="button primary" type="submit" isDisabled={busy}>
              {PAGE_WORDS.save}
            </Button>
          </div>
        </form>
      </Dialog>
    </Modal>
  );
}
