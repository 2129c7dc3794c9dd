import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button, Dialog, Heading, Modal } from 'react-aria-components';
import type { AccountView } from '../../shared/contracts/outbox-api.ts';
import { ACCOUNT_PROBLEMS, ACCOUNT_WORDS } from '../../shared/messages/account-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { useClient } from '../live/client.ts';
import { Field } from '../shell/Field.tsx';
import { Radios } from '../shell/Radios.tsx';
import { AuthFields } from './AuthFields.tsx';
import { type AccountForm, type AccountProblems, accountOf } from './account-form.ts';

interface Props {
  readonly first: AccountForm;
  readonly isNew: boolean;
  readonly onClose: () => void;
  readonly onSaved: (account: AccountView) => void;
}

/** An account, as somebody describes it. */
export function AccountFormDialog({ first, isNew, onClose, onSaved }: Props) {
  const client = useClient();
  const [form, setForm] = useState(first);
  const [problems, setProblems] = useState<AccountProblems>({});
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const change = (fields: Partial<AccountForm>) => {
    setForm({ ...form, ...fields });
    setProblems({});
    setSaid('');
  };

  const fields = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Where to go on writing.
    fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problems]);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const account = accountOf(form);
    if (!account.ok) return setProblems(account.error);
    setBusy(true);
    const result = await client.call('accounts.save', account.value);
    setBusy(false);
    if (result.ok) onSaved(result.value);
    else setSaid(pageErrorSentence(result.error));
  };

  const problem = problems.name;
  return (
    <Modal className="modal" isOpen onOpenChange={(open) => !open && onClose()}>
      <Dialog className="dialog">
        <Heading slot="title">{isNew ? ACCOUNT_WORDS.addTitle : ACCOUNT_WORDS.changeTitle}</Heading>
        <form ref={fields} className="form" noValidate onSubmit={(event) => void save(event)}>
          {isNew && (
            <Field
              label={ACCOUNT_WORDS.name}
              hint={ACCOUNT_WORDS.nameHint}
              value={form.name}
              problem={problem && ACCOUNT_PROBLEMS[problem]}
              onChange={(name) => change({ name })}
            />
          )}
          <Field
            label={ACCOUNT_WORDS.origins}
            hint={ACCOUNT_WORDS.originsHint}
            lines={2}
            value={form.origins}
            problem={problems.origins && ACCOUNT_PROBLEMS[problems.origins]}
            onChange={(origins) => change({ origins })}
          />
          <Radios
            legend={ACCOUNT_WORDS.kind}
            options={ACCOUNT_WORDS.kinds}
            value={form.kind}
            onChange={(kind) => change({ kind })}
          />
          <AuthFields form={form} problems={problems} onChange={change} />
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
