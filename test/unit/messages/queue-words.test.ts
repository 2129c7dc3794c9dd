import { describe, expect, test } from 'vitest';
import { pageExplanationSentence } from '../../../shared/messages/page-explanation-sentences.ts';
import {
  askedAgainWords,
  gateWords,
  goesOnWords,
  moreTroublesWords,
  pauseWords,
} from '../../../shared/messages/queue-words.ts';
import type { GateReason } from '../../../shared/outbox/gate.ts';

const key = 'https://api.test';
const suspect = { code: 'SUSPECT', status: 200, doubt: 'HTML_INSTEAD' } as const;
const proxy = { code: 'PROXY_SIGN_IN', proxy: 'proxy.test:8080', refused: false } as const;

describe('what stands above the list', () => {
  test.each<readonly [GateReason, RegExp]>([
    [suspect, /sign in there in a browser; what waits then goes by itself\.$/],
    [
      { code: 'SUSPECT', status: 511, doubt: 'NETWORK_SIGN_IN' },
      /Sign in to the network in a browser/,
    ],
    [{ code: 'ACCOUNT_GONE' }, /until it is back, or another account is assigned/],
    [{ code: 'TOKEN_TROUBLE', detail: 'KEYCHAIN_LOCKED' }, /cannot be signed in: .*unlock it\./],
    [proxy, /asks for a sign-in\. What goes through it waits\.$/],
  ])('says what to do: %j', (reason, words) => {
    expect(gateWords({ key, reason })).toMatch(words);
  });

  test('has nothing in it that goes on with every second', () => {
    expect(gateWords({ key, reason: suspect })).not.toMatch(/\d (s|min)\b/);
    expect(askedAgainWords({ reason: suspect, probeAt: 61_000 }, 1_000)).toBe(
      'Asked again in 1 min.',
    );
    expect(askedAgainWords({ reason: suspect, probeAt: null }, 1_000)).toBe('');
    const pause = { scope: 'all', key: '', until: 61_000 } as const;
    expect(pauseWords(pause)).toBe('Sending is paused.');
    expect(goesOnWords(pause, 1_000)).toBe('It goes on by itself in 1 min.');
    expect(pauseWords({ ...pause, until: null })).toBe(
      'Sending is paused. Nothing leaves until you resume.',
    );
  });

  test('does not call everything that is left a server', () => {
    expect(moreTroublesWords(1)).toBe('There is 1 more reason why items wait.');
    expect(moreTroublesWords(4)).toBe('There are 4 more reasons why items wait.');
  });
});

test('the window names no command to whoever has its buttons', () => {
  const closed = { code: 'GATE_CLOSED', scope: 'origin', key, since: 1, probeAt: null } as const;
  expect(pageExplanationSentence({ ...closed, reason: proxy }, 1)).not.toContain('outtray');
});
