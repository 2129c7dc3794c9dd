import type { DoubtedAnswer } from './attempt-outcome.ts';

/** What closes an origin or an account for a while. */
export type GateScope = 'origin' | 'account';

export type GateReason =
  /** Two different items in a row could not reach the origin. */
  | { readonly code: 'UNREACHABLE'; readonly cause: string; readonly detail: string }
  /** Two different items in a row got an answer that is not the server's. */
  | ({ readonly code: 'SUSPECT' } & DoubtedAnswer)
  /** 429 or 503 with Retry-After, or any other answer of its own that said that its quota is used up. */
  | { readonly code: 'SERVER_ASKED'; readonly status: number }
  /** A proxy asks for a sign-in, or refused (`refused`) the one that it got; `proxy` is its host and port. */
  | { readonly code: 'PROXY_SIGN_IN'; readonly proxy: string; readonly refused: boolean }
  /** The account's one refresh is running. */
  | { readonly code: 'REFRESHING' }
  /** The token endpoint or the keychain has trouble; it is asked again by itself. */
  | { readonly code: 'TOKEN_TROUBLE'; readonly detail: string }
  /** The account must sign in; its items wait, everything else goes on. */
  | { readonly code: 'SIGN_IN_NEEDED' }
  /** The account was removed; its items are nobody else's, so they wait for it or for another one. */
  | { readonly code: 'ACCOUNT_GONE' }
  /** Its items are of one person, and another one is signed in; null: nobody knows the name, or who it is. */
  | {
      readonly code: 'OTHER_PERSON';
      readonly subject: string;
      readonly person: string | null;
      readonly signedIn: string | null;
    };

export interface ClosedGate {
  readonly scope: GateScope;
  /** The origin, or the account's name. */
  readonly key: string;
  readonly reason: GateReason;
  readonly since: number;
  /** No probe before this time; null waits for an event instead (a sign-in, the end of a refresh). */
  readonly probeAt: number | null;
  /** The server asked for this wait: "sync now" does not shorten it. */
  readonly floorAt: number | null;
  readonly probes: number;
  /** Items that have already asked, oldest first: the next probe is another one while there is one. */
  readonly asked: readonly string[];
  /** Their routes (method and path), so that the next probe takes another route while there is one. */
  readonly askedRoutes: readonly string[];
  /** The item that asks at this moment. */
  readonly probing: string | null;
  /** The item that a person wants to be sent, and that asks next. */
  readonly wanted: string | null;
}

/** What a person has stopped; survives restarts. */
export interface Pause {
  readonly scope: 'all' | GateScope;
  readonly key: string;
  readonly since: number;
  /** It ends by itself at this time; null waits for a person. */
  readonly until: number | null;
}

/** A pause whose time has come stops nothing, also where nobody has cleared it yet. */
export const isStanding = ({ until }: Pick<Pause, 'until'>, now: number): boolean =>
  until === null || until > now;

/** Proxies that let nothing through until somebody has signed in to them. */
export const proxiesToSignIn = ({
  gates,
}: {
  readonly gates: readonly ClosedGate[];
}): readonly string[] => [
  ...new Set(
    gates.flatMap(({ reason }) => (reason.code === 'PROXY_SIGN_IN' ? [reason.proxy] : [])),
  ),
];

/** Accounts that send nothing until somebody has signed in, or has said what becomes of their items. */
export const accountsToSignIn = ({
  gates,
}: {
  readonly gates: readonly ClosedGate[];
}): readonly string[] =>
  gates
    .filter(({ reason }) => reason.code === 'SIGN_IN_NEEDED' || reason.code === 'ACCOUNT_GONE')
    .map(({ key }) => key);

/** A server that is not asked for its certificate, which is not believed: no waiting makes it good. */
export const isUntrusted = ({ reason }: Pick<ClosedGate, 'reason'>): boolean =>
  reason.code === 'UNREACHABLE' && reason.cause === 'certificate';
