import type { AttemptOutcome } from '../../shared/outbox/attempt-outcome.ts';
import type { Policy } from './policy.ts';
import type { Random } from './ports/random.ts';

/** An attempt's end, with what is known around it. */
export interface EndedAttempt {
  readonly outcome: AttemptOutcome;
  readonly durationMs: number;
  readonly probe: boolean;
  /** The attempt used a token that was fetched after an earlier 401 of this item. */
  readonly freshToken: boolean;
  /** It went without anything to sign in with, though the item has an account. */
  readonly unsigned: boolean;
  /** Where to ask whether the item arrived, should nobody know it now. */
  readonly checkUrl: string | null;
  /** Its account wants that asked, and there is nothing to ask with. */
  readonly cannotBeAsked: boolean;
  /** Bytes after which the server closes the connection on this item, as it seems by now. */
  readonly cutOffAt: number | null;
  /** Whether a suspect answer speaks against the item, rather than against the network it was sent from. */
  readonly doubtCounts: boolean;
}

/** What a decision about it rests on beside the item. */
export interface DecisionContext {
  readonly policy: Policy;
  readonly now: number;
  readonly random: Random;
}
