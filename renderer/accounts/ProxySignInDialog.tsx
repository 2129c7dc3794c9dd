import { useState } from 'react';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { PROXY_WORDS } from '../../shared/messages/proxy-words.ts';
import { Data } from '../bodies/Data.tsx';
import { useClient } from '../live/client.ts';
import { Field } from '../shell/Field.tsx';
import { FormDialog } from '../shell/FormDialog.tsx';

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

  const save = async () => {
    if (user.trim() === '') return setSaid(PROXY_WORDS.noUser);
    setBusy(true);
    const result = await client.call('proxies.signIn', { proxy, user: user.trim(), password });
    setBusy(false);
    if (result.ok) onSignedIn();
    else setSaid(pageErrorSentence(result.error));
  };

  return (
    <FormDialog
      title={
        <>
          {PROXY_WORDS.title}: <Data text={proxy} />
        </>
      }
      hint={PROXY_WORDS.hint}
      said={said}
      action={PROXY_WORDS.signIn}
      isBusy={busy}
      onClose={onClose}
      onSubmit={save}
    >
      <Field label={PROXY_WORDS.user} value={user} onChange={setUser} />
      <Field label={PROXY_WORDS.password} value={password} secret onChange={setPassword} />
    </FormDialog>
  );
}
