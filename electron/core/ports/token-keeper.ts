import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { Result } from '../../../shared/lang/result.ts';
import type { Account, KeptBy, Person, SessionRecord } from '../../../shared/outbox/account.ts';
import type { RefreshSecrets } from '../refresh-secrets.ts';
import type { CredentialState } from './credentials.ts';

/** Puts secrets where they are kept, and answers what the account's row should remember of it. */
export interface TokenKeeper {
  /** NO_KEYCHAIN where tokens could not be kept, so that nobody signs in for nothing. */
  canKeep(account: Account): Promise<Result<null, OutboxError>>;
  /** NO_KEYCHAIN where nothing would be left of them once this process ends. */
  setTokens(
    account: Account,
    tokens: {
      readonly accessToken?: string | undefined;
      readonly refreshToken?: string | undefined;
      /** How long the access token is good, as a server said it in seconds; where none did, until one refuses it. */
      readonly expiresIn?: number | undefined;
      /** The same, of an answer that has been judged. */
      readonly goodForMs?: number | null;
      /** Whose they are, where that came along. */
      readonly person?: Person | null;
    },
  ): Promise<Result<SessionRecord, OutboxError>>;
  setHeaders(
    account: Account,
    headers: Readonly<Record<string, string>>,
  ): Promise<Result<SessionRecord, OutboxError>>;
  /** What of the account's own refresh call is secret; answers where it is kept. NO_KEYCHAIN as above. */
  keepRefresh(account: Account, secrets: RefreshSecrets): Promise<Result<KeptBy, OutboxError>>;
  /** The tokens or headers go. */
  forget(account: Account): Promise<Result<null, OutboxError>>;
  /** All of its secrets go. */
  forgetAll(account: Account): Promise<Result<null, OutboxError>>;
  /**
   * `after` took the place of `before` and has its secrets: what `before` left in a keychain that `after` has no
   * use for goes. What cannot be deleted stays and is logged.
   */
  tidyUp(before: Account, after: Account): Promise<void>;
  /**
   * Finds out whether the account can be sent as: its secrets are looked for, and one that refreshes gets a fresh
   * token. Answers within the time limits of keychain and token endpoint.
   */
  test(account: Account): Promise<CredentialState>;
  /** An access token for as long as this process lives; nothing is kept of it. */
  lend(account: Account, accessToken: string): void;
  /** The network is back, or a person asks: what is in trouble is tried now, unless a server asked for time. */
  wake(): void;
}
