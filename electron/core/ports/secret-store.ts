import type { Result } from '../../../shared/lang/result.ts';
import type { Secret } from '../../../shared/lang/secret.ts';
import type { KeptBy, SecretTrouble } from '../../../shared/outbox/account.ts';

/** What signs an account in. */
export interface AccountSecrets {
  readonly accessToken: Secret | null;
  readonly refreshToken: Secret | null;
  readonly headers: readonly { readonly name: string; readonly value: Secret }[];
  /** Whose they are (`Person.subject`), kept with them so that no crash takes them apart. Null: nobody knows. */
  readonly subject: string | null;
}

export type SecretReading =
  | { readonly kind: 'found'; readonly secrets: AccountSecrets; readonly keptBy: KeptBy }
  | { readonly kind: 'missing' }
  | SecretsUnavailable;

export interface SecretsUnavailable {
  readonly kind: 'unavailable';
  readonly code: SecretTrouble;
  /** For people and logs; never a secret. */
  readonly detail: string;
}

/** Where secrets are kept. Every answer comes within seconds, and no failure is an exception. */
export interface SecretStore {
  /** Whether the surroundings name a file with credentials: it can sign in an account that never did here. */
  readonly hasFile: boolean;
  /** What the file has, if it names the account, else what `keptBy` has; null: the file only. */
  get(account: string, keptBy: KeptBy | null): Promise<SecretReading>;
  /** The place that a new secret would go to: `set` with `keptBy` null. */
  best(): Promise<Result<KeptBy, SecretsUnavailable>>;
  /**
   * Answers after what was written has been read back. `keptBy` null: the best place there is, which the answer
   * names; NO_KEYCHAIN when there is none that outlives this process and the surroundings ask for one.
   */
  set(
    account: string,
    secrets: AccountSecrets,
    keptBy: KeptBy | null,
  ): Promise<Result<KeptBy, SecretsUnavailable>>;
  /** Deleting what is not there is no failure. */
  delete(account: string, keptBy: KeptBy): Promise<Result<null, SecretsUnavailable>>;
}
