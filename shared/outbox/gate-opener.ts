import { assertNever } from '../lang/assert-never.ts';
import type { CredentialTrouble } from './account.ts';
import type { GateReason } from './gate.ts';

/**
 * What a closed gate waits for. `time`: it may open by itself, as a server or a network comes back. `keychain`: a
 * person too, at the place where this machine keeps its secrets.
 */
export type GateOpener = 'time' | 'person' | 'keychain';

export function openerOf(reason: GateReason): GateOpener {
  switch (reason.code) {
    case 'SERVER_ASKED':
    case 'REFRESHING':
    // A network that answers in place of the server is left again, or somebody signs in to it in any browser.
    case 'SUSPECT':
      return 'time';
    case 'UNREACHABLE':
      return reason.cause === 'certificate' ? 'person' : 'time';
    case 'SIGN_IN_NEEDED':
    case 'ACCOUNT_GONE':
    case 'OTHER_PERSON':
    case 'PROXY_SIGN_IN':
      return 'person';
    case 'TOKEN_TROUBLE': {
      const known: Readonly<Record<string, GateOpener | undefined>> = OF_TROUBLE;
      return known[reason.detail] ?? 'time';
    }
    default:
      return assertNever(reason);
  }
}

const OF_TROUBLE: Readonly<Record<CredentialTrouble, GateOpener>> = {
  NO_KEYCHAIN: 'keychain',
  KEYCHAIN_LOCKED: 'keychain',
  KEYCHAIN_FAILED: 'keychain',
  // Perhaps somebody is about to type the password that it asks for.
  KEYCHAIN_SLOW: 'time',
  KEYCHAIN_DAMAGED: 'person',
  KEYCHAIN_ITEM_MISSING: 'keychain',
  CREDENTIALS_FILE: 'keychain',
  TOKEN_ENDPOINT_UNREACHABLE: 'time',
  TOKEN_PROXY_SIGN_IN: 'person',
  TOKEN_PROXY_TROUBLE: 'time',
  TOKEN_CERTIFICATE: 'person',
  TOKEN_ENDPOINT_SLOW: 'time',
  TOKEN_ENDPOINT_BUSY: 'time',
  // The sign-in page of a network does the same.
  TOKEN_ENDPOINT_REDIRECTS: 'time',
  TOKEN_ENDPOINT_NONSENSE: 'time',
  TOKEN_CLIENT_REFUSED: 'person',
  IDENTITY_UNREACHABLE: 'time',
  IDENTITY_BUSY: 'time',
  IDENTITY_REFUSED: 'person',
  IDENTITY_NONSENSE: 'time',
  FRESH_TOKENS_REFUSED: 'time',
};
