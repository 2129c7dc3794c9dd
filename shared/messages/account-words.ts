import { assertNever } from '../lang/assert-never.ts';
import type { KeptBy } from '../outbox/account.ts';

export const ACCOUNT_WORDS = {
  title: 'Accounts',
  intro:
    'An account is who you are to a server. What is secret stays in the keychain of this computer and is never shown.',
  none: 'No account yet',
  noneText:
    'Requests without an account are sent as they are. Add one for servers that want to know who you are.',
  add: 'Add an account',
  addTitle: 'New account',
  name: 'Name',
  nameHint: 'Letters, digits and . @ - _',
  origins: 'Servers',
  originsHint: 'One address on each line, e.g. https://api.example',
  kind: 'How it signs in',
  changeWay: 'Change how it signs in',
  hidden: 'What is secret is not shown. Write it anew.',
  kinds: {
    none: 'Not at all',
    headers: 'With fixed headers, e.g. an API key',
    bearer: 'With tokens',
  },
  header: 'Header',
  headerValue: 'Value',
  addHeader: 'Add a header',
  removeHeader: 'Take this header away',
  refresh: 'How it gets new tokens',
  refreshes: {
    none: 'Not at all: somebody sets them here',
    oauth2: 'OAuth 2',
    json: 'A JSON call of its own',
  },
  tokenUrl: 'Address for new tokens',
  clientId: 'Client id',
  scope: 'Scope, if it needs one',
  callUrl: 'Address',
  method: 'Method',
  body: 'Body (JSON; {{refreshToken}} stands for the token)',
  accessPointer: 'Where the access token stands in the answer, e.g. /token',
  refreshPointer: 'Where the next refresh token stands, if there is one',
  expiresPointer: 'Where its life in seconds stands, if it does',
  authorizationUrl: 'Address of its sign-in page, if people sign in in their browser',
  issuer: 'Or the address of its issuer, which knows that page (OpenID Connect)',
  callHeaders: 'Headers of this call, e.g. an API key',
  signIn: 'Sign in',
  onPage: 'Sign in on the page of its server. This closes by itself.',
  inBrowser: 'Go on in your browser. This closes by itself.',
  openSignIn: 'Open the sign-in page',
  setTokens: 'Set tokens',
  setHeaders: 'Set headers',
  headersHint: 'They go to the keychain and cannot be read here again.',
  tokensTitle: 'Tokens',
  tokensHint: 'One of them is enough. They go to the keychain and cannot be read here again.',
  accessToken: 'Access token',
  refreshToken: 'Refresh token',
  test: 'Test',
  testing: 'Being tested…',
  signOut: 'Sign out',
  remove: 'Remove',
  change: 'Change',
  sessionNote:
    'What it signs in with is kept only for as long as OutTray runs: there is no keychain.',
  well: 'It can send.',
} as const;

export const ACCOUNT_PROBLEMS = {
  NAME: 'Give it a name of letters, digits and . @ - _',
  ORIGINS: 'Give the address of at least one server.',
  ORIGIN: 'Write each server like https://api.example, one on each line.',
  HEADERS: 'Give at least one header with a name and a value.',
  HEADER_NAME: 'A header has a name of one word, and a value.',
  URL: 'Write a whole address, like https://login.example/token',
  HTTPS: 'Write an address with https, so that nobody reads along when people sign in.',
  CLIENT: 'Give the client id that the server knows this app by.',
  JSON: 'This is not JSON.',
  HIDDEN: 'Write the texts anew that stand as "": they are secret, and not shown.',
  NO_TOKEN_PLACE: 'Put {{refreshToken}} where the token belongs.',
  POINTER: 'A place begins with a slash, e.g. /data/token',
  TOKENS: 'Give at least one of the two.',
  SECRETS: 'Every header needs a value.',
} as const;

export type AccountProblem = keyof typeof ACCOUNT_PROBLEMS;

export const kindWords = (kind: 'none' | 'headers' | 'bearer'): string =>
  ({ none: 'does not sign in', headers: 'signs in with headers', bearer: 'signs in with tokens' })[
    kind
  ];

export const changeAccountTitle = (name: string): string => `Change ${name}`;

/** How an account stands. */
export function sessionWords(
  kind: 'none' | 'headers' | 'bearer',
  state: 'signedIn' | 'signInNeeded',
  person: string | null,
): string {
  switch (kind) {
    case 'none':
      return 'ready';
    case 'headers':
    case 'bearer':
      if (state === 'signInNeeded') return 'needs to be signed in';
      return person === null ? 'signed in' : `signed in as ${person}`;
    default:
      return assertNever(kind);
  }
}

export const keptWords = (keptBy: KeptBy | null): string | null =>
  keptBy === 'session' ? ACCOUNT_WORDS.sessionNote : null;

export const accountSaid = {
  saved: (name: string) => `The account ${name} is saved.`,
  tokensSet: (name: string) => `The account ${name} is signed in.`,
  signedOut: (name: string) => `The account ${name} is signed out. Its items wait.`,
  removed: (name: string) => `The account ${name} is removed. Its items wait for it.`,
} as const;

export const accountSure = {
  signOut: (name: string) => ({
    title: `Sign out of "${name}"?`,
    text: 'What it signs in with is deleted from this computer. Its items wait until somebody signs it in again.',
    confirm: 'Sign out',
  }),
  remove: (name: string) => ({
    title: `Remove the account "${name}"?`,
    text: 'What it signs in with is deleted from this computer. Its items wait until it is back, or another account is assigned to them.',
    confirm: 'Remove',
  }),
} as const;
