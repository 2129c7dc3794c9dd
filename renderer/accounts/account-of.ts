import type { CallInput } from '../../shared/contracts/outbox-api.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { isConfidential } from '../../shared/lang/confidential-url.ts';
import { JSON_POINTER } from '../../shared/lang/json-pointer.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { AccountProblem } from '../../shared/messages/account-words.ts';
import type { AccountField, AccountForm, HeaderRow } from './account-form.ts';
import { HEADER_NAME } from './answer-form.ts';

/** What is wrong, by the field where it is to be put right. */
export type AccountProblems = Readonly<Partial<Record<AccountField, AccountProblem>>>;

type AccountInput = CallInput<'accounts.save'>;

export interface AccountParts extends Pick<AccountInput, 'name' | 'origins'> {
  /** Null: as it is. */
  readonly auth: AccountInput['auth'] | null;
}

/** The account that the form describes, or what is wrong with it. */
export function accountOf(form: AccountForm): Result<AccountParts, AccountProblems> {
  const problems: AccountProblems = {
    ...when(!/^[\w.@-]{1,100}$/.test(form.name.trim()), { name: 'NAME' }),
    ...originProblems(originsOf(form)),
    ...(form.keepsWay ? {} : authProblems(form)),
  };
  return Object.keys(problems).length > 0
    ? err(problems)
    : ok({
        name: form.name.trim(),
        origins: [...originsOf(form)],
        auth: form.keepsWay ? null : authOf(form),
      });
}

const when = (wrong: boolean, problem: AccountProblems): AccountProblems => (wrong ? problem : {});

export const originsOf = ({ origins }: AccountForm): readonly string[] =>
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
  if (headersOf(form.headers).length === 0) return { headers: 'HEADERS' };
  return when(!areHeaders(form.headers), { headers: 'HEADER_NAME' });
}

const areHeaders = (rows: readonly HeaderRow[]): boolean =>
  headersOf(rows).every(({ name, value }) => HEADER_NAME.test(name) && value !== '');

const headersOf = (rows: readonly HeaderRow[]) =>
  rows
    .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }))
    .filter(({ name, value }) => name !== '' || value !== '');

function refreshProblems(form: AccountForm): AccountProblems {
  switch (form.refresh) {
    case 'none':
      return {};
    case 'oauth2':
      return oauth2Problems(form);
    case 'json':
      return {
        ...when(!isWebAddress(form.callUrl.trim()), { callUrl: 'URL' }),
        ...when(!areHeaders(form.callHeaders), { callHeaders: 'HEADER_NAME' }),
        ...bodyProblems(form),
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

function oauth2Problems(form: AccountForm): AccountProblems {
  const { tokenUrl, authorizationUrl, issuer } = form;
  const signsIn = authorizationUrl.trim() !== '' || issuer.trim() !== '';
  const wrong = (url: string): AccountProblem | null => {
    if (!isWebAddress(url.trim())) return 'URL';
    return signsIn && !isConfidential(url.trim()) ? 'HTTPS' : null;
  };
  const given = Object.entries({ tokenUrl, authorizationUrl, issuer }).filter(
    ([name, url]) => name === 'tokenUrl' || url.trim() !== '',
  );
  return {
    ...Object.fromEntries(
      given.map(([name, url]) => [name, wrong(url)]).filter(([, problem]) => problem !== null),
    ),
    ...when(form.clientId.trim() === '', { clientId: 'CLIENT' }),
  };
}

function bodyProblems({ body, hasHidden }: AccountForm): AccountProblems {
  if (jsonOf(body) === undefined) return { body: 'JSON' };
  if (hasHidden && body.includes('""')) return { body: 'HIDDEN' };
  return when(!body.includes('{{refreshToken}}'), { body: 'NO_TOKEN_PLACE' });
}

const isPointer = (text: string): boolean => JSON_POINTER.test(text.trim());

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
        headers: asRecord(form.headers),
      };
    case 'bearer': {
      const refresh = refreshOf(form);
      return { kind: 'bearer', ...(refresh === null ? {} : { refresh }) };
    }
    default:
      return assertNever(form.kind);
  }
}

const asRecord = (rows: readonly HeaderRow[]): Record<string, string> =>
  Object.fromEntries(headersOf(rows).map(({ name, value }) => [name, value]));

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
        ...given('issuer', form.issuer),
      };
    case 'json':
      return {
        kind: 'json' as const,
        url: form.callUrl.trim(),
        method: form.method,
        headers: asRecord(form.callHeaders),
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
