import { assertNever } from '../lang/assert-never.ts';
import { ITEM_STATES } from '../outbox/item.ts';
import { METHODS } from '../outbox/request.ts';
import { QUALIFIERS, type Qualifier, type SearchProblem } from '../search/search-term.ts';

interface QualifierWords {
  /** One line for a list of suggestions. */
  readonly explanation: string;
  readonly examples: readonly string[];
  /** What may stand after the colon. */
  readonly allowed: string;
}

const someWords = 'a word, or several in quotes';

export const QUALIFIER_WORDS: Readonly<Record<Qualifier, QualifierWords>> = {
  status: {
    explanation: 'what the server answered last',
    examples: ['status:422', 'status:4xx', 'status:400..499'],
    allowed: 'a status like 422, a family like 4xx, or a range like 400..499',
  },
  state: {
    explanation: 'where the item stands',
    examples: ['state:attention', 'state:queued,waiting'],
    allowed: ITEM_STATES.join(', '),
  },
  priority: {
    explanation: 'how urgent it is',
    examples: ['priority:high', 'priority:high,urgent'],
    allowed: 'low, normal, high, urgent, or 1 to 4',
  },
  method: {
    explanation: 'what is asked of the server',
    examples: ['method:POST'],
    allowed: METHODS.join(', '),
  },
  origin: {
    explanation: 'a part of the server’s address',
    examples: ['origin:api.example'],
    allowed: 'a part of the server’s address',
  },
  account: {
    explanation: 'who it is sent as',
    examples: ['account:clinic'],
    allowed: 'the name of an account',
  },
  title: {
    explanation: 'words in the title',
    examples: ['title:visit', 'title:"visit 42"'],
    allowed: someWords,
  },
  ref: {
    explanation: 'words in the reference of the app that added it',
    examples: ['ref:visit-42'],
    allowed: someWords,
  },
  url: { explanation: 'words in the address', examples: ['url:photos'], allowed: someWords },
  label: { explanation: 'words in the labels', examples: ['label:inspection'], allowed: someWords },
  error: {
    explanation: 'words in what went wrong last',
    examples: ['error:certificate'],
    allowed: someWords,
  },
  body: {
    explanation: 'words in what is sent, and in the last answer',
    examples: ['body:photo'],
    allowed: someWords,
  },
  age: {
    explanation: 'how long ago it was added',
    examples: ['age:>2d', 'age:<30m'],
    allowed:
      'more or less than a time in s, m, h, d or w, like >2d or <30m, or a range like 1h..2d',
  },
  tries: {
    explanation: 'how often it was tried',
    examples: ['tries:>3', 'tries:0'],
    allowed: 'a number like 3, >3 or 1..5',
  },
  size: {
    explanation: 'how much there is to send',
    examples: ['size:>1MB'],
    allowed: 'more or less than a size in B, kB, MB or GB, like >1MB, or a range like 1MB..10MB',
  },
  is: {
    explanation: 'items of a kind',
    examples: ['is:large', 'is:blocked', 'is:open'],
    allowed:
      'large (over 1 MiB), blocked (waits for another item), open (not delivered or cancelled)',
  },
};

/** What is wrong with a term, and what may stand there: the end of a sentence that names the term. */
export function searchProblemWords(problem: SearchProblem): string {
  switch (problem.code) {
    case 'UNKNOWN_QUALIFIER':
      return `there is no "${problem.name}:"; use ${QUALIFIERS.map((one) => `${one}:`).join(' ')} or put the text in quotes`;
    case 'BAD_VALUE':
      return `after "${problem.qualifier}:" comes ${QUALIFIER_WORDS[problem.qualifier].allowed}`;
    case 'NO_WORDS':
      return 'it has no letters or digits; type a word';
    case 'TOO_LONG':
      return 'it is too long; use at most 40 words and 1000 characters';
    default:
      return assertNever(problem);
  }
}
