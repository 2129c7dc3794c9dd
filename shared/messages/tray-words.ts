import type { AwayServer } from '../outbox/away-server.ts';
import type { DiskTrouble } from '../outbox/disk-trouble.ts';
import type { ClosedGate } from '../outbox/gate.ts';
import type { HeldFor } from '../outbox/held-for.ts';
import type { ItemIn } from '../outbox/item.ts';
import { diskSentence } from './disk-words.ts';
import { goesOnSentence } from './explanation-sentences.ts';
import { count } from './format.ts';
import { groupWords } from './group-words.ts';
import { titleOf } from './item-title.ts';
import { heldForSentence } from './people-words.ts';
import { printableLine, shortened } from './printable.ts';
import { answeredFact, awayWords, gateFact, unreachedFact } from './queue-words.ts';
import { attentionWords } from './short-reasons.ts';

export const TRAY_WORDS = {
  sync: 'Sync now',
  pauseFor: 'Pause sending',
  pause: {
    quarter: 'For 15 minutes',
    hour: 'For 1 hour',
    tomorrow: 'Until tomorrow morning',
    resumed: 'Until I resume',
  },
  resume: 'Resume sending',
  open: 'Open OutTray',
  settings: 'Settings…',
  quit: 'Quit OutTray',
} as const;

/** As wide as a menu should be. */
const TITLE = 40;

/** The outbox at a glance. */
export interface Glance {
  readonly needsYou: number;
  /** Accounts that wait for somebody. */
  readonly accounts: readonly string[];
  /** Proxies that ask for a sign-in. */
  readonly proxies: readonly string[];
  /** Gates of servers whose certificate is not believed. */
  readonly untrusted: readonly ClosedGate[];
  /** Those that nobody reaches while others answer. */
  readonly away: readonly AwayServer[];
  readonly sending: number;
  readonly waiting: number;
  /** Of these, what waits for people who are not signed in. */
  readonly heldFor: readonly HeldFor[];
  /** Everything is paused; `until` null waits for a person. */
  readonly pause: { readonly until: number | null } | null;
  /** Nothing is sent for want of room on the disk. */
  readonly disk: DiskTrouble | null;
  /** Whether this computer has a network at all. */
  readonly online: boolean;
  /** Gates of servers that do not answer, and may again by themselves. */
  readonly closed: readonly ClosedGate[];
  /** Servers without a closed gate that did not answer all the same, or for which something else did. */
  readonly unreached: readonly Unreached[];
}

/** A server, and the code of why it could not be reached, or of why its answer is doubted. */
export interface Unreached {
  readonly origin: string;
  readonly after: 'notSent' | 'suspect';
  readonly detail: string;
}

/** What there is to say, the most important first; never empty. */
export function glanceSentences(glance: Glance, now: number): readonly string[] {
  const { needsYou, accounts, proxies, untrusted, away, sending, waiting } = glance;
  const { heldFor, pause, disk } = glance;
  const told = [
    ...(needsYou === 0
      ? []
      : [`${count(needsYou, 'item')} ${needsYou === 1 ? 'needs' : 'need'} you.`]),
    ...(accounts.length === 0 ? [] : [`${accountsFact(accounts)}.`]),
    ...(disk === null ? [] : [diskSentence(disk)]),
    ...proxies.map((proxy) => `Your proxy ${printableLine(proxy)} asks for a sign-in.`),
    ...untrusted.map((gate) => printableLine(gateFact(gate))),
    ...away.map((server) => printableLine(awayWords(server, now))),
    ...(pause === null
      ? []
      : [
          `Sending is paused.${pause.until === null ? '' : ` ${goesOnSentence(pause.until, now)}`}`,
        ]),
    ...(sending === 0 ? [] : [`Sending ${count(sending, 'item')}.`]),
    ...reachSentences(glance),
    ...(waiting === 0 ? [] : [`${count(waiting, 'item')} ${waiting === 1 ? 'waits' : 'wait'}.`]),
    ...heldFor.map((held) => printableLine(heldForSentence(held))),
  ];
  return told.length === 0 ? ['Nothing is waiting.'] : told;
}

function accountsFact(accounts: readonly string[]): string {
  const [first = ''] = accounts;
  return accounts.length === 1
    ? `The account "${printableLine(first)}" needs to be signed in`
    : `${accounts.length} accounts need to be signed in`;
}

function reachSentences({ online, closed, unreached, waiting }: Glance): readonly string[] {
  if (waiting === 0) return [];
  if (!online) return ['There is no network.'];
  const facts = [...closed.map(gateFact), ...unreached.map(lonelyFact)];
  return facts.length > 1
    ? [`${facts.length} servers cannot be reached.`]
    : facts.map((fact) => printableLine(fact));
}

export const accountsLabel = (accounts: readonly string[]): string => `${accountsFact(accounts)}…`;

/** What needs a person. */
export type NeedyItem = ItemIn<'attention'> | ItemIn<'unconfirmed'>;

/** One that needs you, as a line of a menu. */
export const needsYouLabel = (item: NeedyItem): string =>
  `${shortened(printableLine(titleOf(item)), TITLE)}: ${
    item.state === 'attention'
      ? attentionWords(item.reason)
      : groupWords({ code: 'UNCONFIRMED', status: null })
  }`;

export const allLabel = (n: number): string => `All ${n} that need you…`;

const lonelyFact = ({ origin, after, detail }: Unreached): string =>
  after === 'notSent' ? unreachedFact({ origin, detail }) : answeredFact(origin, detail, null);
