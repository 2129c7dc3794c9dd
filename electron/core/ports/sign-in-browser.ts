import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { Result } from '../../../shared/lang/result.ts';
import type { Account, Person } from '../../../shared/outbox/account.ts';

/** What a sign-in in the browser brought. Secret. */
export interface SignInTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly goodForMs: number | null;
  /** Who signed in, as its ID token says; null: it says nothing. */
  readonly person: Person | null;
}

/** One sign-in in a browser, from its address to its end. */
export interface BrowserSignIn {
  /** Where a person signs in. */
  readonly url: string;
  /**
   * Leads there once, and says nothing: for command lines, which every process of the machine can read. Who has the
   * whole address could finish the sign-in as somebody else.
   */
  readonly launchUrl: string;
  /** What `keep` answered, or SIGN_IN_REFUSED, SIGN_IN_FAILED, SIGN_IN_TIMED_OUT, SIGN_IN_OVER. Never rejects. */
  readonly ended: Promise<Result<Account, OutboxError>>;
  /** SIGN_IN_OVER, and nothing of it is kept; without effect once its tokens are being kept. */
  cancel(): void;
}

/** Signs people in with the server of an account, in a browser of this machine (RFC 8252). */
export interface SignInBrowser {
  /** SIGN_IN_UNAVAILABLE for an account without a place for it, SIGN_IN_FAILED where it could not even begin. */
  begin(
    account: Account,
    keep: (tokens: SignInTokens) => Promise<Result<Account, OutboxError>>,
  ): Promise<Result<BrowserSignIn, OutboxError>>;
}
