import type {
  PracticeLedger,
  ReceivedBody,
} from '../../../../shared/contracts/practice-protocol.ts';
import { STATE_WORDS } from '../../../../shared/messages/state-words.ts';
import type { AttentionCode, Item } from '../../../../shared/outbox/item.ts';

export interface ExpectedFile {
  readonly field: string;
  readonly sha256: string;
}

export interface Expected {
  readonly state: 'delivered' | 'attention';
  /** Why it needs a person. */
  readonly reason: AttentionCode | null;
  /** At least so many attempts; the network that goes away in between may cost more. */
  readonly tries: number;
  /** At least so many requests that the server saw. */
  readonly requests: number;
  /** What the server must have got; null where only its being there, or not, counts. */
  readonly received:
    | { readonly sha256: string }
    | { readonly fields: readonly string[]; readonly files: readonly ExpectedFile[] }
    | null;
}

/** More tries than this mean that something goes round in circles. */
const MOST_TRIES = 20;

/** How an item and what the server saw of it differ from what was expected, in words; empty when they do not. */
export function differences(
  expected: Expected,
  item: Item,
  seen: Pick<PracticeLedger, 'entries' | 'effects' | 'overlaps'>,
): readonly string[] {
  const found: string[] = [];
  const differ = (what: string, is: string | number, should: string | number): void => {
    found.push(`${what}: ${is}, expected ${should}`);
  };
  if (item.state !== expected.state) {
    differ('state', STATE_WORDS[item.state], STATE_WORDS[expected.state]);
  } else if (item.state === 'attention' && item.reason.code !== expected.reason) {
    differ('reason', item.reason.code, expected.reason ?? 'none');
  }
  if (item.attempts < expected.tries) differ('tries', item.attempts, `at least ${expected.tries}`);
  if (item.attempts > MOST_TRIES) differ('tries', item.attempts, `at most ${MOST_TRIES}`);
  const requests = seen.entries.length;
  if (requests < expected.requests) {
    differ('requests at the server', requests, `at least ${expected.requests}`);
  }
  if (requests > item.attempts) {
    differ(
      'requests at the server',
      requests,
      `not more than the ${item.attempts} tries on record`,
    );
  }
  if (seen.overlaps > 0) differ('requests at the same time', seen.overlaps, 'none');
  const effects = expected.state === 'delivered' ? 1 : 0;
  if (seen.effects.length !== effects) differ('effects', seen.effects.length, effects);
  const [effect] = seen.effects;
  if (effect !== undefined) found.push(...bodyDifferences(expected.received, effect.received));
  return found;
}

function bodyDifferences(
  expected: Expected['received'],
  received: ReceivedBody,
): readonly string[] {
  if (expected === null) return [];
  if ('sha256' in expected) {
    return received.sha256 === expected.sha256 ? [] : ['the bytes that arrived are other ones'];
  }
  const fields = received.fields.map((field) => field.name);
  const files = received.files.map(({ field, sha256 }) => ({ field, sha256 }));
  return [
    ...(JSON.stringify(fields) === JSON.stringify(expected.fields)
      ? []
      : [`fields: ${JSON.stringify(fields)}, expected ${JSON.stringify(expected.fields)}`]),
    ...(JSON.stringify(files) === JSON.stringify(expected.files)
      ? []
      : [`files: ${JSON.stringify(files)}, expected ${JSON.stringify(expected.files)}`]),
  ];
}

/** Whether items of one order key took effect in the order in which they were handed over. */
export function orderDifference(effectNumbers: readonly number[]): readonly string[] {
  const sorted = effectNumbers.toSorted((a, b) => a - b);
  return sorted.every((number, index) => number === effectNumbers[index])
    ? []
    : [`order of arrival: ${effectNumbers.join(', ')}, expected growing numbers`];
}
