import { assertNever } from '../lang/assert-never.ts';
import type { AttentionReason } from '../outbox/item.ts';
import { doubtWords } from './doubt-words.ts';
import { bytes, count, span } from './format.ts';
import { inBraces, missingValueWords, unfitValueWords } from './value-words.ts';

const STATUS_HINTS: Readonly<Record<number, string>> = {
  400: 'the server could not understand it',
  403: 'this account may not do that',
  404: 'the server does not know this address',
  405: 'the server does not allow this kind of request here',
  409: 'it conflicts with what the server already has',
  410: 'what it refers to is gone from the server',
  413: 'it is larger than the server accepts',
  415: 'the server does not accept this kind of file',
  422: 'something in it is not valid for the server',
};

/** What needs a decision, and which decisions there are. */
export function attentionSentence(reason: AttentionReason): string {
  switch (reason.code) {
    case 'REJECTED': {
      const hint = STATUS_HINTS[reason.status];
      return `The server said no (${reason.status}${hint === undefined ? '' : `: ${hint}`}). Read its answer, then correct it and try again, or cancel it.`;
    }
    case 'MISDIRECTED':
      return reason.otherOrigin
        ? `The server pointed to another address (${reason.location ?? 'none given'}), and nothing was sent there. It may be a sign-in page of this network; otherwise correct the URL.`
        : `The server moved this address (${reason.status} to ${reason.location ?? 'none given'}) in a way that must not be followed. Correct the URL.`;
    case 'TOO_MANY_REDIRECTS':
      return `The server passed it on more than ${reason.hops} times without taking it. Correct the URL or ask whoever runs the server.`;
    case 'SUSPECT':
      if (reason.doubt === 'NETWORK_SIGN_IN')
        return `This network answered instead of the server, ${reason.times} times (status ${reason.status}). Sign in to the network in a browser, then try again.`;
      if (reason.doubt === 'PROXY_SIGN_IN')
        return `The proxy of this network answered instead of the server, ${reason.times} times (status ${reason.status}): it wants a sign-in. Ask whoever runs the network what this machine needs for its proxy, then try again.`;
      return reason.doubt === 'HTML_INSTEAD'
        ? `A web page came back instead of the server's answer, ${reason.times} times (status ${reason.status}). Look at the page: it may be a sign-in page of this network or a wrong address. Then try again.`
        : `It is not sure that the server took it (status ${reason.status}, ${reason.times} times): ${doubtWords(reason.doubt)}. Look at the answer. If it is a yes, change what the account takes for success, then try again; if you know that the server has it, say so.`;
    case 'CUT_OFF':
      return `The connection ended after about ${bytes(reason.bytes)} of it, ${reason.times} times: the server closes it, probably because it takes nothing that large. Ask whoever runs the server for its limit, make it smaller, or try again.`;
    case 'EXHAUSTED':
      return `${reason.counted} tries over ${span(reason.spentMs)} did not get through. Look at the last answer, then try again or cancel it.`;
    case 'EXPIRED':
      return 'It was not to be sent after its time, and that has passed. Try again to send it all the same, or cancel it.';
    case 'PARENT_GONE':
      return reason.fills > 0
        ? `The item that it was to follow was cancelled or removed, and ${count(reason.fills, 'value')} of it ${reason.fills === 1 ? 'was' : 'were'} to come from the answer. Edit it and write ${reason.fills === 1 ? 'it' : 'them'} in, or cancel it.`
        : 'The item that it was to follow was cancelled or removed. Try again to send it all the same, or cancel it.';
    case 'VALUE_MISSING':
      return `It needs a value from the answer to item ${reason.parent}, and ${inBraces(reason.value)} is not to be had: ${missingValueWords(reason.cause)}. Nothing was sent. Edit it and write the value in, or cancel it.`;
    case 'VALUE_UNFIT':
      return `The value of ${inBraces(reason.value)} cannot be filled in: ${unfitValueWords(reason.place, reason.cause)}. Nothing was sent. Edit it and write the value in, or cancel it.`;
    case 'FILE_MISSING':
      return `The file ${reason.file} is gone, so nothing was sent. Put it back and try again, or say where it is now.`;
    case 'FILE_CHANGED':
      return `The file ${reason.file} is no longer the one that was accepted, so it was not sent. Put the right one back, or say where that is, or that this is a new version.`;
    case 'FILE_UNREADABLE':
      return `The file ${reason.file} cannot be read (${reason.detail}), so nothing was sent. Make it readable and try again.`;
    case 'ADDRESS_NOT_GRANTED':
      return `${reason.host} is on this machine or in the local network, and the app that added it may not send there, so nothing was sent. Allow the app the local network and try again, or cancel it.`;
    case 'REQUEST_INVALID':
      return `It cannot be sent as it stands: ${reason.detail}.`;
    case 'ACCOUNT_NEEDED':
      return `The server wants to know who is asking (${reason.status}). Assign an account that signs in, and try again.`;
    case 'STILL_UNAUTHORIZED':
      return `The server refuses what this account signs in with (${reason.status}). Check that, and what the account may do; then try again.`;
    case 'CRASHED_WORKER':
      return `Sending it ended the sending process ${reason.strikes} times, so it is kept aside. Please report it; try again after an update.`;
    case 'DAMAGED_RECORD':
      return `Its record on this machine is damaged (${reason.detail}). It was kept; nothing of it is sent.`;
    default:
      return assertNever(reason);
  }
}
