import type { Account, CredentialTrouble } from '../../../shared/outbox/account.ts';
import type { Header } from '../../../shared/outbox/request.ts';

/**
 * Whether an account's attempts can be sent, and with what. The state is answered at once, so that a claim
 * can ask for it; whatever takes time goes on behind it and ends in `onChange`.
 */
export interface Credentials {
  stateOf(account: Account): CredentialState;
  /**
   * Whose the tokens are that `stateOf` has at this moment, or would have (`Person.subject`). Null: that is not known,
   * or not yet.
   */
  ownerOf(account: Account): string | null;
  /** Begins what is needed to become `ready`, unless it is under way: one refresh per account at a time. */
  prepare(account: Account): void;
  /** A 401 to a token of that generation: the next `stateOf` is not ready with it any more. */
  refused(account: Account, generation: number): void;
  /** Whether that token should still have been good: a 401 to it is not a matter of time. */
  isFresh(account: Account, generation: number): boolean;
  onChange(listener: () => void): () => void;
}

export type CredentialState =
  /** `headers` are secret and valid now; `generation` grows with every new token, and is 0 for fixed headers. */
  | { readonly kind: 'ready'; readonly headers: readonly Header[]; readonly generation: number }
  /** `prepare` was not called yet, or what it began is under way. */
  | { readonly kind: 'refreshing' }
  /** The token endpoint or the keychain has trouble; it is asked again by itself. */
  | { readonly kind: 'trouble'; readonly code: CredentialTrouble; readonly retryAt: number }
  | { readonly kind: 'signInNeeded' };
