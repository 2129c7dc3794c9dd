import type { CredentialTrouble, SignInTrouble } from '../outbox/account.ts';

const SENTENCES: Readonly<Record<CredentialTrouble, string>> = {
  NO_KEYCHAIN: 'the keychain that has its tokens cannot be opened here',
  KEYCHAIN_LOCKED: 'the keychain is locked; unlock it',
  KEYCHAIN_FAILED: 'the keychain does not work',
  KEYCHAIN_SLOW: 'the keychain does not answer; perhaps it asks for a password',
  KEYCHAIN_DAMAGED: 'what the keychain has for it cannot be read; sign in again',
  KEYCHAIN_ITEM_MISSING:
    'the keychain has no tokens for it; unlock all of the keychain, or sign in again',
  CREDENTIALS_FILE: 'the file that OUTTRAY_CREDENTIALS_FILE names cannot be used',
  TOKEN_ENDPOINT_UNREACHABLE: 'the server for new tokens cannot be reached',
  TOKEN_PROXY_SIGN_IN: 'the proxy before the server for new tokens asks for a sign-in',
  TOKEN_PROXY_TROUBLE: 'the proxy before the server for new tokens does not lead there',
  TOKEN_CERTIFICATE:
    "the certificate of the server for new tokens is not trusted; give the account your company's CA file",
  TOKEN_ENDPOINT_SLOW: 'the server for new tokens does not answer',
  TOKEN_ENDPOINT_BUSY: 'the server for new tokens is busy or out of order',
  TOKEN_ENDPOINT_REDIRECTS:
    'the server for new tokens wants to send us elsewhere, which is never followed; check its address',
  TOKEN_ENDPOINT_NONSENSE:
    'the server for new tokens gave an answer without a token; perhaps the network asks you to sign in',
  TOKEN_CLIENT_REFUSED:
    'the server for new tokens does not accept this app; check the settings of the account',
  IDENTITY_UNREACHABLE:
    'who signed in is not known yet, as the server that says so cannot be reached',
  IDENTITY_BUSY:
    'who signed in is not known yet, as the server that says so is busy or out of order',
  IDENTITY_REFUSED:
    'who signed in is not known yet, as the server does not tell it to this account; check its identity check, or sign in again',
  IDENTITY_NONSENSE:
    "who signed in is not known yet, as the server's answer does not say it; check the account's identity check",
  FRESH_TOKENS_REFUSED: 'the server refuses every new token; ask whoever runs it',
};

/** Why an account cannot send at the moment, as part of a line. A code from a newer OutTray stands for itself. */
export function credentialSentence(code: string): string {
  const known: Readonly<Record<string, string | undefined>> = SENTENCES;
  return known[code] ?? code;
}

const SIGN_IN: Readonly<Record<Exclude<SignInTrouble, CredentialTrouble>, string>> = {
  ISSUER_UNREACHABLE: 'its issuer cannot be reached',
  ISSUER_NONSENSE: 'its issuer does not say where to sign in; check its address',
  ISSUER_DIFFERS: 'the answer came from another issuer; check the one of the account',
  ANSWER_NONSENSE: 'the server sent the browser back without an answer',
  ID_TOKEN_WRONG: 'the server does not say in a way that can be trusted who signed in; try again',
  CODE_REFUSED: 'the server does not take its own answer back; try again',
  NO_PORT: 'this computer has no free port for the answer',
};

/** Why a sign-in in the browser came to nothing, as part of a line. */
export function signInTroubleSentence(code: string): string {
  const known: Readonly<Record<string, string | undefined>> = SIGN_IN;
  return known[code] ?? credentialSentence(code);
}
