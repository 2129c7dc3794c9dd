import type { CallInput } from '../../shared/contracts/outbox-api.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { AccountProblem } from '../../shared/messages/account-words.ts';

/** What stands in the form, as it was written. */
export interface AccountForm {
  readonly name: string;
  readonly origins: string;
  readonly kind: 'none' | 'headers' | 'bearer';
  readonly headers: readonly {
    readonly key: number;
    readonly name: string;
    readonly value: string;
  }[];
  readonly refresh: 'none' | 'oauth2' | 'json';
  readonly tokenUrl: string;
  readonly authorizationUrl: string;
  readonly clientId: string;
  readonly scope: string;
  readonly callUrl: string;
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly body: string;
  readonly accessPointer: string;
  readonly refreshPointer: string;
  readonly expiresPointer: string;
}

export const EMPTY_ACCOUNT: AccountForm = {
  name: '',
  origins: '',
  kind: 'bearer',
  headers: [{ key: 0, name: '', value: '' }],
  refresh: 'oauth2',
  tokenUrl: '',
  authorizationUrl: '',
  clientId: '',
  scope: '',
  callUrl: '',
  method: 'POST',
  body: '{"refreshToken":"{{refreshToken}}"}',
  accessPointer: '/accessToken',
  refreshPointer: '',
  expiresPointer: '',
};

export type AccountField = Exclude<keyof AccountForm, 'kind' | 'refresh' | 'method' | 'scope'>;

/** What is wrong, by the field where it is to be put right. */
export type AccountProblems = Readonly<Partial<Record<AccountField, AccountProblem>>>;

type AccountInput = CallInput<'accounts.save'>;

/** The account that the form describes, or what is wrong with it. */
export function accountOf(form: AccountForm): Result<AccountInput, AccountProblems> {
  const problems: AccountProblems = {
    ...when(!/^[\w.@-]{1,100}$/.test(form.name.trim()), { name: 'NAME' }),
    ...originProblems(originsOf(form)),
    ...authProblems(form),
  };
  return Object.keys(problems).length > 0
    ? err(problems)
    : ok({ name: form.name.trim(), origins: [...originsOf(form)], auth: authOf(form) });
}

const when = (wrong: boolean, problem: AccountProblems): AccountProblems => (wrong ? problem : {});

const originsOf = ({ origins }: AccountForm): readonly string[] =>
  origins.split(/[\s,]+/).filter((line) => line !== '');

function originProblems(origins: readonly string[]): AccountProblems {
  if (origins.length === 0) return { origins: 'ORIGINS' };
  return when(!origins.every(isWebAddress), { origins: 'ORIGIN' });
}

const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

function authProblems(form: AccountForm): AccountProblems {
  switch (form.kind) {
    case 'none':
      return {};
    case 'headers':
      return headerProblems(form);
    case 'bearer':
      return refreshProblems(form);
    default:
      return assertNever(form.kind);
  }
}

function headerProblems(form: AccountForm): AccountProblems {
  const headers = headersOf(form);
  if (headers.length === 0) return { headers: 'HEADERS' };
  const wrong = headers.some(
    ({ name, value }) => !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) || value === '',
  );
  return when(wrong, { headers: 'HEADER_NAME' });
}

const headersOf = ({ headers }: AccountForm) =>
  headers
    .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }))
    .filter(({ name, value }) => name !== '' || value !== '');

function refreshProblems(form: AccountForm): AccountProblems {
  switch (form.refresh) {
    case 'none':
      return {};
    case 'oauth2':
      return {
        ...when(!isWebAddress(form.tokenUrl.trim()), { tokenUrl: 'URL' }),
        ...when(
          form.authorizationUrl.trim() !== '' && !isWebAddress(form.authorizationUrl.trim()),
          {
            authorizationUrl: 'URL',
          },
        ),
        ...when(form.clientId.trim() === '', { clientId: 'CLIENT' }),
      };
    case 'json':
      return {
        ...when(!isWebAddress(form.callUrl.trim()), { callUrl: 'URL' }),
        ...bodyProblems(form.body),
        ...when(!isPointer(form.accessPointer) || form.accessPointer === '', {
          accessPointer: 'POINTER',
        }),
        ...when(!isPointer(form.refreshPointer), { refreshPointer: 'POINTER' }),
        ...when(!isPointer(form.expiresPointer), { expiresPointer: 'POINTER' }),
      };
    default:
      return assertNever(form.refresh);
  }
}

function bodyProblems(body: string): AccountProblems {
  if (jsonOf(body) === undefined) return { body: 'JSON' };
  return when(!body.includes('{{refreshToken}}'), { body: 'NO_TOKEN_PLACE' });
}

/** A JSON pointer (RFC 6901). */
const isPointer = (text: string): boolean => /^(?:\/(?:[^~/]|~[01])*)*$/.test(text.trim());

type Json = Extract<
  Extract<AccountInput['auth'], { kind: 'bearer' }>['refresh'],
  { kind: 'json' }
>['body'];

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function authOf(form: AccountForm): AccountInput['auth'] {
  switch (form.kind) {
    case 'none':
      return { kind: 'none' };
    case 'headers':
      return {
        kind: 'headers',
        headers: Object.fromEntries(headersOf(form).map(({ name, value }) => [name, value])),
      };
    case 'bearer': {
      const refresh = refreshOf(form);
      return { kind: 'bearer', ...(refresh === null ? {} : { refresh }) };
    }
    default:
      return assertNever(form.kind);
  }
}

function refreshOf(form: AccountForm) {
  switch (form.refresh) {
    case 'none':
      return null;
    case 'oauth2':
      return {
        kind: 'oauth2' as const,
        tokenUrl: form.tokenUrl.trim(),
        clientId: form.clientId.trim(),
        ...given('scope', form.scope),
        ...given('authorizationUrl', form.authorizationUrl),
      };
    case 'json':
      return {
        kind: 'json' as const,
        url: form.callUrl.trim(),
        method: form.method,
        body: jsonOf(form.body) ?? null,
        accessToken: form.accessPointer.trim(),
        ...given('refreshToken', form.refreshPointer),
        ...given('expiresIn', form.expiresPointer),
      };
    default:
      return assertNever(form.refresh);
  }
}

const given = <Name extends string>(name: Name, text: string): { readonly [N in Name]?: string } =>
  text.trim() === '' ? {} : ({ [name]: text.trim() } as { readonly [N in Name]?: string });
