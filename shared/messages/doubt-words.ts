import type { DoubtedAnswer } from '../outbox/attempt-outcome.ts';

type AnyDoubt = DoubtedAnswer['doubt'];

const WORDS: Readonly<Record<AnyDoubt, string>> = {
  HTML_INSTEAD: "a web page came back instead of the server's answer",
  REDIRECT: 'the answer points to another address, as the sign-in page of a network does',
  NETWORK_SIGN_IN: 'this network answered instead of the server, and asks for its sign-in',
  PROXY_SIGN_IN: 'the proxy of this network answered instead of the server, and asks for a sign-in',
  STATUS: 'the status of the answer does not count as success',
  EARLY: 'the answer came before all of it was sent',
  CONTENT_TYPE: 'the answer is not of the media type that the account asks for',
  HEADER: 'the answer lacks the header that the account asks for',
  JSON: 'the answer does not say in its JSON what the account asks for',
  TOO_LONG:
    'the answer is too long to be read whole, so what the account asks for was not found in its first 10 MB',
};

const IN_SHORT: Readonly<Record<AnyDoubt, string>> = {
  HTML_INSTEAD: 'web page instead',
  REDIRECT: 'sent elsewhere',
  NETWORK_SIGN_IN: 'network sign-in',
  PROXY_SIGN_IN: 'proxy sign-in',
  STATUS: 'unexpected status',
  EARLY: 'answer too early',
  CONTENT_TYPE: 'other media type',
  HEADER: 'header missing',
  JSON: 'JSON says no',
  TOO_LONG: 'answer too long',
};

const asDoubt = (text: string): AnyDoubt =>
  Object.hasOwn(WORDS, text) ? (text as AnyDoubt) : 'HTML_INSTEAD';

/** Why an answer is doubted, as part of a sentence. A wait of before there were doubts says its status: a web page's. */
export const doubtWords = (doubt: string): string => WORDS[asDoubt(doubt)];

export const doubtInShort = (doubt: string): string => IN_SHORT[asDoubt(doubt)];

/** What a person can do about it, as a sentence; empty where that is for the server to say. */
export function doubtHint(doubt: string): string {
  switch (asDoubt(doubt)) {
    case 'NETWORK_SIGN_IN':
      return 'Sign in to the network in a browser; what waits then goes by itself.';
    case 'HTML_INSTEAD':
    case 'REDIRECT':
      return 'If it is the sign-in page of this network, sign in there in a browser; what waits then goes by itself.';
    case 'PROXY_SIGN_IN':
      return 'Ask whoever runs the network what this computer needs for its proxy.';
    default:
      return '';
  }
}

/** Where a redirect leads, as part of a sentence: sign-in pages have long addresses. */
export const pointsTo = (location: string): string =>
  `it points to ${URL.parse(location)?.host || location}`;
