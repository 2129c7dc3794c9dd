import { useState } from 'react';
import { ACCOUNT_PROBLEMS, ACCOUNT_WORDS } from '../../shared/messages/account-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { Data } from '../bodies/Data.tsx';
import { useClient } from '../live/client.ts';
import { Field } from '../shell/Field.tsx';
import { FormDialog } from '../shell/FormDialog.tsx';

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

  const save = async () => {
    const given = Object.fromEntries(
      Object.entries(texts).flatMap(([key, text]) =>
        text.trim() === '' ? [] : [[key, text.trim()]],
      ),
    );
    const count = Object.keys(given).length;
    if (count === 0 || count < headers.length)
      return setSaid(hasHeaders ? ACCOUNT_PROBLEMS.SECRETS : ACCOUNT_PROBLEMS.TOKENS);
    setBusy(true);
    const tokens = hasHeaders ? { headers: given } : given;
    const result = await client.call('accounts.setTokens', { name, tokens });
    setBusy(false);
    if (result.ok) onSaved();
    else setSaid(pageErrorSentence(result.error));
  };

  return (
    <FormDialog
      title={
        <>
          {hasHeaders ? ACCOUNT_WORDS.setHeaders : ACCOUNT_WORDS.tokensTitle}: <Data text={name} />
        </>
      }
      hint={hasHeaders ? ACCOUNT_WORDS.headersHint : ACCOUNT_WORDS.tokensHint}
      said={said}
      action={PAGE_WORDS.save}
      isBusy={busy}
      onClose={onClose}
      onSubmit={save}
    >
      {Object.entries(fields).map(([key, label]) => (
        <Field
          key={key}
          label={label}
          value={texts[key] ?? ''}
          secret
          onChange={(text) => setTexts({ ...texts, [key]: text })}
        />
      ))}
    </FormDialog>
  );
}
