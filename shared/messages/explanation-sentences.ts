import { assertNever } from '../lang/assert-never.ts';
import type { AwayServer } from '../outbox/away-server.ts';
import type { QueueExplanation, SlotLimit } from '../outbox/explanation.ts';
import { type GateReason, isUntrusted } from '../outbox/gate.ts';
import type { WaitReason } from '../outbox/item.ts';
import { priorityWord } from '../outbox/priority.ts';
import { attentionSentence } from './attention-sentences.ts';
import { credentialSentence } from './credential-sentences.ts';
import { diskSentence } from './disk-words.ts';
import { doubtHint, doubtWords, pointsTo } from './doubt-words.ts';
import { count, span, until } from './format.ts';
import { heldForClause, signedInWords } from './people-words.ts';
import { proxySignInCommand } from './proxy-words.ts';
import { certificateSentence, reachSentence } from './reach-words.ts';
import { STATE_WORDS } from './state-words.ts';

function waitSentence(reason: WaitReason): string {
  switch (reason.code) {
    case 'NOT_BEFORE':
      return 'it is not to be sent before then';
    case 'SERVER_ASKED':
      return `the server asked for time (${reason.status})`;
    case 'BACKOFF':
      switch (reason.after) {
        case 'suspect':
          return doubtWords(reason.detail);
        case 'busy':
          return `the server is having trouble (${reason.detail})`;
        case 'unknown':
          return `it was sent, but no answer came (${reason.detail})`;
        case 'unsendable':
          return `a file of it could not be read (${reason.detail})`;
        case 'incomplete':
          return `the connection broke while it was being sent (${reason.detail})`;
        default:
          return `the server could not be reached: ${reachSentence(reason.detail)}`;
      }
    default:
      return assertNever(reason);
  }
}

/** A server that wants to be left alone says so by its status, or beside an answer of another kind. */
export const refusesForNow = (status: number): boolean => status === 429 || status === 503;
/** Why an item waits although its account is in use. */
function otherPersonSentence({ person, signedIn }: OtherPerson): string {
  const now = signedInWords(signedIn);
  return person === null
    ? `Waiting for whoever wrote this to sign in again: ${now}.`
    : `Waiting for ${person} to sign in again: this was written by ${person}; ${now}.`;
}

type OtherPerson = Extract<GateReason, { readonly code: 'OTHER_PERSON' }>;

/** Why an origin cannot be reached, as part of a line. Where a proxy is asked, it may be the proxy that is not there. */
export function unreachedSentence(cause: string, detail: string): string {
  if (cause === 'certificate') return certificateSentence(detail);
  return cause === 'proxy' && !/^P(?:ROXY|AC)_/.test(detail)
    ? `the proxy before it cannot be reached: ${reachSentence(detail)}`
    : `it cannot be reached: ${reachSentence(detail)}`;
}

/** A server that nobody reaches while others answer, or that does not prove who it is: somebody has to look. */
export const awaySentence = ({ origin, since, reason }: AwayServer, now: number): string =>
  isUntrusted({ reason })
    ? `${origin} does not prove who it is: ${gateSentence(reason)}; its items wait.`
    : `${origin} was not reached for ${span(now - since)}, while other servers answered: ${gateSentence(reason)}. Check its address, or ask whoever runs it; its items wait.`;

const proxySignInSentence = ({
  proxy,
  refused,
}: {
  readonly proxy: string;
  readonly refused: boolean;
}): string =>
  refused
    ? `your proxy ${proxy} does not accept the user name and password that it got; give them anew: ${proxySignInCommand(proxy)}`
    : `your proxy ${proxy} asks for a sign-in: ${proxySignInCommand(proxy)}`;

export function gateSentence(reason: GateReason): string {
  switch (reason.code) {
    case 'UNREACHABLE':
      return unreachedSentence(reason.cause, reason.detail);
    case 'PROXY_SIGN_IN':
      return proxySignInSentence(reason);
    case 'SUSPECT':
      if (reason.doubt === 'REDIRECT')
        return `this network answered instead of the server, perhaps with its sign-in page (${pointsTo(reason.location)})`;
      return reason.doubt === 'HTML_INSTEAD'
        ? 'this network answered instead of the server, perhaps with its sign-in page'
        : doubtWords(reason.doubt);
    case 'SERVER_ASKED':
      return refusesForNow(reason.status)
        ? `it asked for time (${reason.status})`
        : 'it takes no more requests for now';
    case 'REFRESHING':
      return 'it is being signed in anew';
    case 'TOKEN_TROUBLE':
      return `it cannot be signed in: ${credentialSentence(reason.detail)}`;
    case 'SIGN_IN_NEEDED':
      return 'it needs to be signed in';
    case 'ACCOUNT_GONE':
      return 'it was removed; add it again (on a managed machine whoever looks after it does), or give its items another account';
    case 'OTHER_PERSON':
      return heldForClause({ ...reason, items: null });
    default:
      return assertNever(reason);
  }
}

/** Of a pause that has an end. */
export const goesOnSentence = (end: number, now: number): string =>
  `It goes on by itself ${until(end, now)}.`;

const LIMITS: Readonly<Record<SlotLimit, string>> = {
  all: 'all slots are in use',
  origin: 'this server has as many at a time as it should',
  large: 'enough large uploads are running',
  largePerOrigin: 'enough large uploads to this server are running',
  isolated: 'another item that broke off is being tried by itself',
};

const MORE = {
  queued: 'It follows another item that is not done yet.',
  waiting: 'Its next try comes later than that of the others.',
  attention: 'It needs you.',
} as const;

/** Why an item moves or does not, in one sentence. */
export function explanationSentence(one: QueueExplanation, now: number): string {
  switch (one.code) {
    case 'DELIVERED':
      return one.status === 0
        ? 'Delivered: a person confirmed it.'
        : `Delivered: the server accepted it (${one.status}).`;
    case 'CANCELLED':
      return one.mayHaveArrived
        ? 'Cancelled, but it may have arrived before that.'
        : 'Cancelled; no server said that it took it.';
    case 'REPLACED':
      return one.by === null
        ? 'A newer one took its place before it was sent.'
        : `A newer one took its place before it was sent: ${one.by}.`;
    case 'SENDING':
      return `It is being sent now, for ${span(now - one.since)} (try ${one.attempt}).`;
    case 'NEEDS_DECISION':
      return attentionSentence(one.reason);
    case 'UNCONFIRMED':
      return unconfirmedSentence(one);
    case 'HELD':
      return 'Somebody put it on hold. Release it to send it.';
    case 'WAITS':
      return `Next try ${until(one.until, now)}: ${waitSentence(one.reason)}.${hintOfWait(one.reason)}`;
    case 'AFTER_ITEM':
      return one.fills === 0
        ? `It follows item ${one.parent} (${STATE_WORDS[one.parentState]}): it goes once that is delivered, and comes to you if that is cancelled or removed.`
        : `It waits for ${called(one.parentRef)}item ${one.parent} (${STATE_WORDS[one.parentState]}) to be delivered; it then fills in ${count(one.fills, 'value')} from the answer. It comes to you if that is cancelled or removed.`;
    case 'BEHIND_ORDER_KEY':
      return `It keeps its place under "${one.orderKey}" behind item ${one.head} (${STATE_WORDS[one.headState]}): it goes once that is delivered, cancelled or removed.`;
    case 'PAUSED': {
      const what = one.scope === 'all' ? 'Sending' : `Sending for ${one.key}`;
      return `${what} is paused. ${one.until === null ? 'Resume to go on.' : goesOnSentence(one.until, now)}`;
    }
    case 'GATE_CLOSED': {
      if (one.reason.code === 'OTHER_PERSON') return otherPersonSentence(one.reason);
      const again = one.probeAt === null ? '' : ` It is asked again ${until(one.probeAt, now)}.`;
      const closed =
        one.scope === 'account'
          ? `The account "${one.key}" is not used`
          : `${one.key} is not asked`;
      const hint = one.reason.code === 'SUSPECT' ? withSpace(doubtHint(one.reason.doubt)) : '';
      return `${closed} at the moment: ${gateSentence(one.reason)}.${hint}${again}`;
    }
    case 'DISK_FULL':
      return diskSentence(one);
    case 'SLOTS_FULL':
      return `Its turn comes when another is done: ${LIMITS[one.limit]}.`;
    case 'EXPIRES':
      return one.at <= now
        ? 'Its time has passed: it is not sent any more, and comes to you.'
        : `It expires ${until(one.at, now)}; after that it is not sent any more, and comes to you.`;
    case 'ASKS_FIRST':
      return `It may have arrived: the server is asked first (GET ${one.url}), and it is sent again only if it did not.`;
    case 'RAISED':
      return `It goes with priority ${priorityWord(one.priority)}, as an item behind it under "${one.orderKey}" has that.`;
    case 'BUDGET': {
      const { attempts, spentMs } = one.most;
      return `${one.trouble ? 'It is having trouble: ' : ''}${one.counted} of ${attempts} tries and ${span(one.spentMs)} of ${span(spentMs)} are used; it comes to you when both are used up.`;
    }
    case 'NOT_RUNNING':
      return 'Nothing is sending at the moment. Run "outtray sync" or "outtray serve".';
    case 'MORE':
      return MORE[one.state];
    case 'NEXT':
      return 'Nothing stands in its way; it goes next.';
    default:
      return assertNever(one);
  }
}

const withSpace = (sentence: string): string => (sentence === '' ? '' : ` ${sentence}`);

const hintOfWait = (reason: WaitReason): string =>
  reason.code === 'BACKOFF' && reason.after === 'suspect'
    ? withSpace(doubtHint(reason.detail))
    : '';

const called = (ref: string | null): string => (ref === null ? '' : `"${ref}", `);

function unconfirmedSentence({
  canBeChecked,
  answered,
}: Extract<QueueExplanation, { code: 'UNCONFIRMED' }>): string {
  const what = 'It was sent, but no answer came, so it may have arrived.';
  if (answered !== null) {
    const said =
      answered.status === null
        ? 'Its server could not be asked.'
        : `Its server was asked, but what it answered (${answered.status}) says neither that it did nor that it did not.`;
    return `${what} ${said} Find out, then say so or send it again.`;
  }
  return canBeChecked
    ? `${what} Have its server asked, or say yourself what became of it.`
    : `${what} Find out, then say so or send it again.`;
}
