import { assertNever } from '../../shared/lang/assert-never.ts';
import { ACCOUNT_PROBLEMS, ACCOUNT_WORDS } from '../../shared/messages/account-words.ts';
import { Field } from '../shell/Field.tsx';
import { Radios } from '../shell/Radios.tsx';
import type { AccountField, AccountForm, AccountProblems } from './account-form.ts';
import { SecretHeaders } from './SecretHeaders.tsx';

interface Props {
  readonly form: AccountForm;
  readonly problems: AccountProblems;
  readonly onChange: (fields: Partial<AccountForm>) => void;
}

/** What the account's way to sign in needs. */
export function AuthFields({ form, problems, onChange }: Props) {
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

type TextField = Exclude<AccountField, 'headers'> | 'scope';

function RefreshFields({ form, problems, onChange }: Props) {
  const text = (name: TextField, lines?: number) => {
    const problem = name === 'scope' ? undefined : problems[name];
    return (
      <Field
        label={ACCOUNT_WORDS[name]}
        value={form[name]}
        problem={problem && ACCOUNT_PROBLEMS[problem]}
        {...(lines === undefined ? {} : { lines })}
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
          {text('body', 3)}
          {text('accessPointer')}
          {text('refreshPointer')}
          {text('expiresPointer')}
        </>
      );
    default:
      return assertNever(form.refresh);
  }
}
