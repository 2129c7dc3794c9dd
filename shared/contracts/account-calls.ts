import { z } from 'zod';
import type { Account } from '../outbox/account.ts';
import { accountChangeInput, accountInput, tokensInput } from './account-input.ts';
import { ANYBODY, call, OWN } from './call.ts';

/** An account as anybody may see it: how it signs in, and whether it is. */
export type AccountView = Pick<
  Account,
  | 'name'
  | 'origins'
  | 'contract'
  | 'verify'
  | 'idempotency'
  | 'unknownOutcome'
  | 'identity'
  | 'ca'
  | 'managed'
> & {
  readonly session: Omit<Account['session'], 'person'>;
  /** Who signed in last, if that is known; their name, if the server says one. */
  readonly person: { readonly name: string | null } | null;
  readonly auth: Account['auth']['kind'];
  /** All of it, but for what is secret: that stands elsewhere. */
  readonly way: Account['auth'];
  /** People can sign it in in their browser. */
  readonly byBrowser: boolean;
};

export interface SignInBegun {
  readonly signIn: string;
  readonly url: string;
  readonly launchUrl: string;
  readonly opened: boolean;
}

/** Accounts: who one is to servers, and signing in. */
export const accountCalls = {
  'accounts.list': call<readonly AccountView[]>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: [],
    repeatable: 'always',
  }),
  'accounts.save': call<AccountView>()({
    input: accountInput,
    callers: OWN,
    errors: [
      'INPUT_INVALID',
      'NO_KEYCHAIN',
      'CA_FILE_NOT_FOUND',
      'CA_FILE_INVALID',
      'CA_FILE_EXPIRED',
      'MANAGED',
      'POLICY_INVALID',
    ],
  }),
  /** Of an account that is there; what is left out stays as it is, and who stays signed in. */
  'accounts.change': call<AccountView>()({
    input: accountChangeInput,
    callers: OWN,
    errors: [
      'INPUT_INVALID',
      'ACCOUNT_NOT_FOUND',
      'NO_KEYCHAIN',
      'CA_FILE_NOT_FOUND',
      'CA_FILE_INVALID',
      'CA_FILE_EXPIRED',
      'MANAGED',
      'POLICY_INVALID',
    ],
  }),
  'accounts.setTokens': call<AccountView>()({
    input: z.strictObject({ name: z.string(), tokens: tokensInput }),
    callers: ANYBODY,
    errors: [
      'INPUT_INVALID',
      'ACCOUNT_NOT_FOUND',
      'ACCOUNT_KIND',
      'NO_KEYCHAIN',
      'TOKENS_NOT_GRANTED',
    ],
  }),
  /**
   * Begins a sign-in in the browser, in place of one that may be under way for the account; five minutes to do it.
   * `opened`: the browser shows it already. Else `url` is for a person, and `launchUrl` for a command line: it leads
   * there once.
   */
  'accounts.signIn': call<SignInBegun>()({
    input: z.strictObject({ name: z.string() }),
    callers: OWN,
    errors: [
      'ACCOUNT_NOT_FOUND',
      'ACCOUNT_KIND',
      'NO_KEYCHAIN',
      'SIGN_IN_UNAVAILABLE',
      'SIGN_IN_FAILED',
      'SIGN_IN_OVER',
    ],
  }),
  /** Resolves when the sign-in has ended: the account is signed in, or the error says why not. */
  'accounts.signInEnd': call<AccountView>()({
    input: z.strictObject({ signIn: z.string() }),
    callers: OWN,
    errors: [
      'ACCOUNT_NOT_FOUND',
      'SIGN_IN_REFUSED',
      'SIGN_IN_FAILED',
      'SIGN_IN_TIMED_OUT',
      'SIGN_IN_OVER',
      'NO_KEYCHAIN',
    ],
    repeatable: 'always',
  }),
  /** Gives a sign-in up; one that is over already is no error. */
  'accounts.cancelSignIn': call<null>()({
    input: z.strictObject({ signIn: z.string() }),
    callers: OWN,
    errors: [],
    repeatable: 'always',
  }),
  'accounts.signOut': call<AccountView>()({
    input: z.strictObject({ name: z.string() }),
    callers: OWN,
    errors: ['ACCOUNT_NOT_FOUND', 'NO_KEYCHAIN'],
  }),
  'accounts.remove': call<null>()({
    input: z.strictObject({ name: z.string() }),
    callers: OWN,
    errors: ['ACCOUNT_NOT_FOUND', 'NO_KEYCHAIN', 'MANAGED', 'POLICY_INVALID'],
  }),
} as const;
