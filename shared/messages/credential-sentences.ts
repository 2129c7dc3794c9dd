import type { CredentialTrouble } from '../outbox/account.ts';

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
  TOKEN_ENDPOINT_SLOW: 'the server for new tokens does not answer',
  TOKEN_ENDPOINT_BUSY: 'the server for new tokens is busy or out of order',
  TOKEN_ENDPOINT_REDIRECTS:
    'the server for new tokens wants to send us elsewhere, which is never followed; check its address',
  TOKEN_ENDPOINT_NONSENSE:
    'the server for new tokens gave an answer without a token; perhaps the network asks you to sign in',
  TOKEN_CLIENT_REFUSED:
    'the server for new tokens does not accept this app; check the settings of the account',
  FRESH_TOKENS_REFUSED: 'the server refuses every new token; ask whoever runs it',
};

/** Why an account cannot send at the moment, as part of a line. A code from a newer OutTray stands for itself. */
export function credentialSentence(code: string): string {
  const known: Readonly<Record<string, string | undefined>> = SENTENCES;
  return known[code] ?? code;
}
