import { Button } from 'react-aria-components';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { ACCOUNT_PROBLEMS, ACCOUNT_WORDS, kindWords } from '../../shared/messages/account-words.ts';
import { Field } from '../shell/Field.tsx';
import { Radios } from '../shell/Radios.tsx';
import type { AccountField, AccountForm } from './account-form.ts';
import type { AccountProblems } from './account-of.ts';
import { SecretHeaders } from './SecretHeaders.tsx';

interface Props {
  readonly form: AccountForm;
  readonly problems: AccountProblems;
  readonly onChange: (fields: Partial<AccountForm>) => void;
}

/** How the account signs in; of one that is there, not before somebody wants to change it. */
export function WayFields({ form, problems, onChange }: Props) {
  if (form.keepsWay)
    return (
      <div className="field">
        <span>{ACCOUNT_WORDS.kind}</span>
        <div className="kept-way">
          <span className="quiet">{kindWords(form.kind)}</span>
          <Button className="button" onPress={() => onChange({ keepsWay: false })}>
            {ACCOUNT_WORDS.changeWay}
          </Button>
        </div>
      </div>
    );
  return (
    <>
      <Radios
        legend={ACCOUNT_WORDS.kind}
        options={ACCOUNT_WORDS.kinds}
        value={form.kind}
        onChange={(kind) => onChange({ kind })}
      />
      <AuthFields form={form} problems={problems} onChange={onChange} />
    </>
  );
}

function AuthFields({ form, problems, onChange }: Props) {
  switch (form.kind) {
    case 'none':
      return null;
    case 'headers':
      return (
        <SecretHeaders
          headers={form.headers}
          problem={problems.headers && ACCOUNT_PROBLEMS[problems.headers]}
          onChange={(headers) => onChange({ headers })}
        />
      );
    case 'bearer':
      return (
        <>
          <Radios
            legend={ACCOUNT_WORDS.refresh}
            options={ACCOUNT_WORDS.refreshes}
            value={form.refresh}
            onChange={(refresh) => onChange({ refresh })}
          />
          <RefreshFields form={form} problems={problems} onChange={onChange} />
        </>
      );
    default:
      return assertNever(form.kind);
  }
}

type TextField = Exclude<AccountField, 'headers' | 'callHeaders'> | 'scope';

function RefreshFields({ form, problems, onChange }: Props) {
  const text = (
    name: TextField,
    more: { readonly lines?: number; readonly hint?: string } = {},
  ) => {
    const problem = name === 'scope' ? undefined : problems[name];
    return (
      <Field
        label={ACCOUNT_WORDS[name]}
        value={form[name]}
        problem={problem && ACCOUNT_PROBLEMS[problem]}
        {...more}
        onChange={(value) => onChange({ [name]: value })}
      />
    );
  };
  switch (form.refresh) {
    case 'none':
      return null;
    case 'oauth2':
      return (
        <>
          {text('tokenUrl')}
          {text('authorizationUrl')}
          {text('issuer')}
          {text('clientId')}
          {text('scope')}
        </>
      );
    case 'json':
      return (
        <>
          {text('callUrl')}
          <Radios
            legend={ACCOUNT_WORDS.method}
            options={{ POST: 'POST', PUT: 'PUT', PATCH: 'PATCH' }}
            value={form.method}
            onChange={(method) => onChange({ method })}
          />
          <SecretHeaders
            legend={ACCOUNT_WORDS.callHeaders}
            headers={form.callHeaders}
            problem={problems.callHeaders && ACCOUNT_PROBLEMS[problems.callHeaders]}
            onChange={(callHeaders) => onChange({ callHeaders })}
          />
          {text('body', { lines: 3, ...(form.hasHidden ? { hint: ACCOUNT_WORDS.hidden } : {}) })}
          {text('accessPointer')}
          {text('refreshPointer')}
          {text('expiresPointer')}
        </>
      );
    default:
      return assertNever(form.refresh);
  }
}
