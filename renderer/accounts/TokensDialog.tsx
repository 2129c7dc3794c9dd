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
  /** Of an account that signs in with fixed headers. */
  readonly headers: readonly string[];
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

const TOKENS: Readonly<Record<string, string>> = {
  accessToken: ACCOUNT_WORDS.accessToken,
  refreshToken: ACCOUNT_WORDS.refreshToken,
};

/** What signs an account in without a browser. */
export function TokensDialog({ name, headers, onClose, onSaved }: Props) {
  const client = useClient();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);

  const hasHeaders = headers.length > 0;
  const fields = hasHeaders ? Object.fromEntries(headers.map((one) => [one, one])) : TOKENS;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const given = Object.fromEntries(
      Object.entries(texts).flatMap(([key, text]) =>
        text.trim() === '' ? [] : [[key, text.trim()]],
      ),
    );
    const count = Object.keys(given).length;
    if (count === 0 || count < headers.length)
      return setSaid(hasHeaders ? ACCOUNT_WORDS.headersHint : ACCOUNT_PROBLEMS.TOKENS);
    setBusy(true);
    const tokens = hasHeaders ? { headers: given } : given;
    const result = await client.call('accounts.setTokens', { name, tokens });
    setBusy(false);
    if (result.ok) onSaved();
    else setSaid(pageErrorSentence(result.error));
  };

  return (
    <Modal className="modal" isOpen onOpenChange={(open) => !open && onClose()}>
      <Dialog className="dialog">
        <Heading slot="title">
          {hasHeaders ? ACCOUNT_WORDS.setHeaders : ACCOUNT_WORDS.tokensTitle}: <Data text={name} />
        </Heading>
        <p className="quiet">{hasHeaders ? ACCOUNT_WORDS.headersHint : ACCOUNT_WORDS.tokensHint}</p>
        <form className="form" onSubmit={(event) => void save(event)}>
          {Object.entries(fields).map(([key, label]) => (
            <Field
              key={key}
              label={label}
              value={texts[key] ?? ''}
              secret
              onChange={(text) => setTexts({ ...texts, [key]: text })}
            />
          ))}
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
