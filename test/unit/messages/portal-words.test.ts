import { expect, test } from 'vitest';
import {
  explanationSentence,
  gateSentence,
} from '../../../shared/messages/explanation-sentences.ts';
import { outcomeWords } from '../../../shared/messages/outcome-words.ts';
import { gateFact } from '../../../shared/messages/queue-words.ts';

const redirect = {
  status: 302,
  doubt: 'REDIRECT',
  location: 'http://portal.example/login?from=api.example&mac=02%3A00',
} as const;
const reason = { code: 'SUSPECT', ...redirect } as const;

test('a server that another answers for with a redirect is told with where that leads, in short', () => {
  const facts = [gateSentence(reason), gateFact({ key: 'http://api.example', reason })];
  expect(facts).toEqual([
    'this network answered instead of the server, perhaps with its sign-in page (it points to portal.example)',
    'This network answered instead of api.example, perhaps with its sign-in page (it points to portal.example).',
  ]);
});

test('an address that has no host is told as it is', () => {
  for (const location of ['wifi:login', 'http://[redacted]/'])
    expect(gateSentence({ ...reason, location })).toContain(`(it points to ${location})`);
});

test('one try tells the whole address, and its wait what it may be', () => {
  expect(outcomeWords({ kind: 'suspect', ...redirect })).toBe(
    `a redirect that is not followed, 302 to ${redirect.location}`,
  );
  const wait = { code: 'BACKOFF', after: 'suspect', detail: 'REDIRECT' } as const;
  expect(explanationSentence({ code: 'WAITS', until: 4_000, reason: wait }, 0)).toMatch(
    /points to another address, as the sign-in page of a network does\. If it is the sign-in page of this network, sign in/,
  );
});
