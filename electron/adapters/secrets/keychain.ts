import type { KeptBy } from '../../../shared/outbox/account.ts';

/** A library for the system's keychain, for one profile. Every call may reject, or hang behind a password prompt. */
export interface Keychain {
  readonly keptBy: Extract<KeptBy, 'keytar' | 'napi-keyring'>;
  read(account: string): Promise<string | null>;
  write(account: string, text: string): Promise<void>;
  /** False when there was nothing to remove; keytar says so of a locked keychain too. */
  remove(account: string): Promise<boolean>;
}

/** Null when the library cannot be loaded on this machine. */
export type LoadKeychain = (service: string) => Promise<Keychain | null>;
