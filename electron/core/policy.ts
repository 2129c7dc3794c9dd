/** Limits and waits of the outbox; milliseconds unless a name says otherwise. */
export interface Policy {
  /** Full jitter: a wait is uniform in [0, min(cap, base·2^n)] but never below `minimum`. */
  readonly backoff: { readonly base: number; readonly cap: number; readonly minimum: number };
  /**
   * The cap while nothing reached the server at all. Asking again costs nobody anything then, and a
   * network that came back unannounced should not be noticed a quarter of an hour late.
   */
  readonly unsentCap: number;
  /** EXHAUSTED needs both: this many counted attempts, and this long spent trying. */
  readonly budget: { readonly attempts: number; readonly spentMs: number };
  readonly suspectLimit: number;
  /** So long may what looks like a network's sign-in be answered to an item alone, before that speaks against it. */
  readonly signInPatience: number;
  /** So often in a row a file cannot be read before a person is asked: a stick or a network drive may come back. */
  readonly unreadableLimit: number;
  readonly strikeLimit: number;
  /** So many ends of a large upload at the same place are taken for a refusal. */
  readonly cutOffLimit: number;
  readonly redirectLimit: number;
  readonly slots: {
    readonly all: number;
    readonly perOrigin: number;
    readonly large: number;
    readonly largePerOrigin: number;
    readonly isolated: number;
  };
  /** The dispatcher looks again at least this often, whatever events did or did not come. */
  readonly heartbeat: number;
  /** From this counted attempt on an item shows as having trouble. */
  readonly troubleFrom: number;
  readonly retention: {
    readonly items: number;
    readonly count: number;
    readonly bodies: number;
    /** Of what happened in each minute. */
    readonly minutes: number;
  };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const DEFAULT_POLICY: Policy = {
  backoff: { base: 2_000, cap: 15 * 60_000, minimum: 500 },
  unsentCap: 60_000,
  budget: { attempts: 20, spentMs: 72 * HOUR },
  suspectLimit: 3,
  signInPatience: HOUR,
  unreadableLimit: 3,
  strikeLimit: 3,
  cutOffLimit: 3,
  redirectLimit: 3,
  slots: { all: 6, perOrigin: 4, large: 4, largePerOrigin: 2, isolated: 1 },
  heartbeat: 30_000,
  troubleFrom: 5,
  retention: { items: 30 * DAY, count: 50_000, bodies: 7 * DAY, minutes: 7 * DAY },
};
