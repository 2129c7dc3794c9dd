import { useEffect, useRef, useState } from 'react';
import type { AccountView } from '../../shared/contracts/account-calls.ts';
import {
  ACCOUNT_PROBLEMS,
  ACCOUNT_WORDS,
  changeAccountTitle,
} from '../../shared/messages/account-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { Data } from '../bodies/Data.tsx';
import { Field } from '../shell/Field.tsx';
import { FormDialog } from '../shell/FormDialog.tsx';
import { WayFields } from './AuthFields.tsx';
import { type AccountForm, accountFormOf, EMPTY_ACCOUNT } from './account-form.ts';
import { type AccountProblems, accountOf, originsOf } from './account-of.ts';
import { RulesFold } from './RulesFold.tsx';
import { type RulesForm, type RulesProblems, rulesOf } from './rules-form.ts';
import { useSaveAccount } from './use-save-account.ts';

interface Props {
  /** Null: a new one. */
  readonly known: AccountView | null;
  readonly onClose: () => void;
  readonly onSaved: (account: AccountView) => void;
}

/** An account, as somebody describes it. */
export function AccountFormDialog({ known, onClose, onSaved }: Props) {
  const [form, setForm] = useState(known === null ? EMPTY_ACCOUNT : accountFormOf(known));
  // Null: nobody changed them, so they stay as they are.
  const [rules, setRules] = useState<RulesForm | null>(null);
  const [problems, setProblems] = useState<AccountProblems>({});
  const [rulesProblems, setRulesProblems] = useState<RulesProblems>({});
  const { save, busy, error, forget } = useSaveAccount(known !== null, onSaved);

  const fields = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Where to go on writing.
    fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problems, rulesProblems, error]);

  const change = (changed: Partial<AccountForm>) => {
    setForm({ ...form, ...changed });
    setProblems({});
    forget();
  };
  const submit = async () => {
    const account = accountOf(form);
    const extra = rules === null ? null : rulesOf(rules, originsOf(form));
    if (!account.ok) setProblems(account.error);
    if (extra?.ok === false) setRulesProblems(extra.error);
    if (account.ok && extra?.ok !== false) await save(account.value, extra?.value ?? {});
  };

  const problem = problems.name;
  const aboutFile = error?.code.startsWith('CA_FILE') === true;
  const said = error === null ? '' : pageErrorSentence(error);
  return (
    <FormDialog
      title={
        known === null ? ACCOUNT_WORDS.addTitle : <Data text={changeAccountTitle(known.name)} />
      }
      said={aboutFile ? '' : said}
      action={PAGE_WORDS.save}
      isBusy={busy}
      form={fields}
      onClose={onClose}
      onSubmit={submit}
    >
      {known === null && (
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
      <WayFields form={form} problems={problems} onChange={change} />
      <RulesFold
        known={known}
        form={rules}
        problems={rulesProblems}
        fileTrouble={aboutFile ? said : undefined}
        onChange={(changed) => {
          setRules(changed);
          setRulesProblems({});
          forget();
        }}
      />
    </FormDialog>
  );
}
