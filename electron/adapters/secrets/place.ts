import type { Result } from '../../../shared/lang/result.ts';
import type { SecretTrouble } from '../../../shared/outbox/account.ts';
import type {
  AccountSecrets,
  SecretReading,
  SecretsUnavailable,
} from '../../core/ports/secret-store.ts';

/** One place where secrets can be kept. Never rejects. */
export interface Place {
  get(account: string): Promise<SecretReading>;
  /** Ok only after what was written has been read back. */
  set(account: string, secrets: AccountSecrets): Promise<Result<null, SecretsUnavailable>>;
  delete(account: string): Promise<Result<null, SecretsUnavailable>>;
}

export const unavailable = (code: SecretTrouble, detail: string): SecretsUnavailable => ({
  kind: 'unavailable',
  code,
  detail,
});
