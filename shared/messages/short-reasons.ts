import { assertNever } from '../lang/assert-never.ts';
import { isCertificateCode } from '../outbox/certificate-codes.ts';
import type { AttentionReason, Item, WaitReason } from '../outbox/item.ts';
import { doubtInShort } from './doubt-words.ts';
import { span, until } from './format.ts';
import { STATE_WORDS } from './state-words.ts';

/** An attention reason in two or three words, for a column of a list; the sentence is `attentionSentence`. */
export function attentionWords(reason: AttentionReason): string {
  switch (reason.code) {
    case 'REJECTED':
      return `refused, ${reason.status}`;
    case 'MISDIRECTED':
      return reason.otherOrigin ? 'sent elsewhere' : `moved, ${reason.status}`;
    case 'TOO_MANY_REDIRECTS':
      return 'passed on too often';
    case 'SUSPECT':
      return doubtInShort(reason.doubt);
    case 'CUT_OFF':
      return 'upload cut off';
    case 'EXHAUSTED':
      return `${reason.counted} tries`;
    case 'EXPIRED':
      return 'too late';
    case 'PARENT_GONE':
      return 'first part gone';
    case 'VALUE_MISSING':
      return 'value missing';
    case 'VALUE_UNFIT':
      return 'value does not fit';
    case 'FILE_MISSING':
      return 'file gone';
    case 'FILE_CHANGED':
      return 'file changed';
    case 'FILE_UNREADABLE':
      return 'file unreadable';
    case 'ADDRESS_NOT_GRANTED':
      return 'address not allowed';
    case 'REQUEST_INVALID':
      return 'cannot be sent';
    case 'ACCOUNT_NEEDED':
      return 'no account';
    case 'STILL_UNAUTHORIZED':
      return `account refused, ${reason.status}`;
    case 'CRASHED_WORKER':
      return 'ends the sender';
    case 'DAMAGED_RECORD':
      return 'damaged record';
    default:
      return assertNever(reason);
  }
}

function waitWords(reason: WaitReason): string {
  switch (reason.code) {
    case 'NOT_BEFORE':
      return '';
    case 'SERVER_ASKED':
      return ', server asked for time';
    case 'BACKOFF':
      return `, ${backoffWords(reason)}`;
    default:
      return assertNever(reason);
  }
}

/** The codes themselves stand in the sentence. */
function backoffWords({ after, detail }: Extract<WaitReason, { code: 'BACKOFF' }>): string {
  switch (after) {
    case 'suspect':
      return doubtInShort(detail);
    case 'busy':
      return 'server trouble';
    case 'unknown':
      return 'no answer';
    case 'unsendable':
      return 'file unreadable';
    case 'incomplete':
      return 'connection broke';
    default:
      if (detail === 'PROXY_407') return 'proxy sign-in';
      return isCertificateCode(detail) ? 'certificate not trusted' : 'not reached';
  }
}

/** A state with its reason, short enough for a column. `now` in milliseconds since 1970 UTC. */
export function stateWords(item: Item, now: number): string {
  const word = STATE_WORDS[item.state];
  switch (item.state) {
    case 'queued':
      return item.blockers > 0 ? `${word}, follows another` : word;
    case 'waiting':
      return `${word}${waitWords(item.reason)}, ${until(item.dueAt, now)}`;
    case 'sending':
      return `${word} for ${span(now - item.startedAt)}`;
    case 'delivered':
      return item.status === 0 ? word : `${word}, ${item.status}`;
    case 'attention':
      return `${word}: ${attentionWords(item.reason)}`;
    case 'unconfirmed':
      return `${word}, may have arrived`;
    case 'held':
    case 'cancelled':
      return word;
    default:
      return assertNever(item);
  }
}
