import type { AccountView } from '../../shared/contracts/account-calls.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';

export interface HeaderRow {
  readonly key: number;
  readonly name: string;
  readonly value: string;
}

/** What stands in the form, as it was written. */
export interface AccountForm {
  readonly name: string;
  readonly origins: string;
  /** How it signs in stays as it is, whatever stands in the fields for it. */
  readonly keepsWay: boolean;
  readonly kind: 'none' | 'headers' | 'bearer';
  readonly headers: readonly HeaderRow[];
  readonly refresh: 'none' | 'oauth2' | 'json';
  readonly tokenUrl: string;
  readonly authorizationUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly callUrl: string;
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly callHeaders: readonly HeaderRow[];
  /** The call has texts that are kept as secrets, and stand here as "". */
  readonly hasHidden: boolean;
  readonly body: string;
  readonly accessPointer: string;
  readonly refreshPointer: string;
  readonly expiresPointer: string;
}

export const EMPTY_ACCOUNT: AccountForm = {
  name: '',
  origins: '',
  keepsWay: false,
  kind: 'bearer',
  headers: [{ key: 0, name: '', value: '' }],
  refresh: 'oauth2',
  tokenUrl: '',
  authorizationUrl: '',
  issuer: '',
  clientId: '',
  scope: '',
  callUrl: '',
  method: 'POST',
  callHeaders: [],
  hasHidden: false,
  body: '{"refreshToken":"{{refreshToken}}"}',
  accessPointer: '/accessToken',
  refreshPointer: '',
  expiresPointer: '',
};

/** An account that is there. What is secret has to be written anew where it is to change. */
export function accountFormOf({ name, origins, way }: AccountView): AccountForm {
  const form = { ...EMPTY_ACCOUNT, name, origins: origins.join('\n'), keepsWay: true };
  switch (way.kind) {
    case 'none':
      return { ...form, kind: 'none' };
    case 'headers':
      return { ...form, kind: 'headers', headers: rowsOf(way.names) };
    case 'bearer':
      return { ...form, kind: 'bearer', ...refreshFieldsOf(way.refresh) };
    default:
      return assertNever(way);
  }
}

const rowsOf = (names: readonly string[]): readonly HeaderRow[] =>
  names.map((name, key) => ({ key, name, value: '' }));

type Refresh = Extract<AccountView['way'], { kind: 'bearer' }>['refresh'];

function refreshFieldsOf(refresh: Refresh): Partial<AccountForm> {
  if (refresh === null) return { refresh: 'none' };
  if (refresh.kind === 'oauth2')
    return {
      refresh: 'oauth2',
      tokenUrl: refresh.tokenUrl,
      clientId: refresh.clientId,
      scope: refresh.scope ?? '',
      authorizationUrl: refresh.signIn?.authorizationUrl ?? '',
      issuer: refresh.signIn?.issuer ?? '',
    };
  return {
    refresh: 'json',
    callUrl: refresh.url,
    method: refresh.method as AccountForm['method'],
    callHeaders: rowsOf(Object.keys(refresh.headers)),
    hasHidden: refresh.keptBy !== null,
    body: JSON.stringify(refresh.body),
    accessPointer: refresh.accessToken,
    refreshPointer: refresh.refreshToken ?? '',
    expiresPointer: refresh.expiresIn ?? '',
  };
}

export type AccountField = Exclude<
  keyof AccountForm,
  'keepsWay' | 'kind' | 'refresh' | 'method' | 'scope' | 'hasHidden'
>;
