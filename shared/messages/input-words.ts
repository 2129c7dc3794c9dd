/** What is wrong with one place of an input, as whoever checks shapes found it; `input` is what stands there. */
export interface WrongInput {
  readonly code?: string | undefined;
  readonly input?: unknown;
  readonly expected?: string;
  readonly format?: string;
  readonly origin?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly keys?: readonly string[];
  /** What may stand there. */
  readonly values?: readonly unknown[];
  readonly options?: readonly unknown[];
  /** The keys that there are, for one that there is not. */
  readonly known?: readonly string[];
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'a time with its zone, like 2026-01-31T14:00:00Z',
  url: 'a complete address, like https://api.example',
  uuid: 'an id as OutTray gives them',
};

/** What to change, in plain words, to stand behind the name of the place. Never quotes what was given. */
export function inputWords(wrong: WrongInput): string {
  switch (wrong.code) {
    case 'invalid_type':
      return wrong.input === undefined
        ? 'is missing'
        : `must be ${kind(wrong.expected)}, not ${kindOf(wrong.input)}`;
    case 'invalid_format':
      return FORMATS[wrong.format ?? ''] === undefined
        ? 'does not have the right form'
        : `must be ${FORMATS[wrong.format ?? '']}`;
    case 'invalid_value':
      return `must be ${oneOf(wrong.values ?? [])}`;
    case 'invalid_union':
      return wrong.options === undefined || wrong.options.length === 0
        ? 'does not have the right form'
        : `must be ${oneOf(wrong.options)}`;
    case 'too_small':
      return wrong.origin === 'number' || wrong.origin === 'int'
        ? `must be at least ${wrong.minimum}`
        : 'must not be empty';
    case 'too_big':
      return wrong.origin === 'number' || wrong.origin === 'int'
        ? `must be at most ${wrong.maximum}`
        : `must have at most ${wrong.maximum} ${wrong.origin === 'string' ? 'characters' : 'entries'}`;
    case 'invalid_key':
      return 'must have a name of one word';
    case 'unrecognized_keys':
      return unknownKeys(wrong.keys ?? [], wrong.known ?? []);
    default:
      return 'does not have the right form';
  }
}

/** Of a million wrong names, the first say enough. */
const MOST_KEYS = 8;

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  const there = known.length === 0 ? 'take it out' : `it can have ${listed(known, 'and')}`;
  const some = keys.slice(0, MOST_KEYS).map(quoted);
  const rest = keys.length - some.length;
  return `has no ${listed(rest === 0 ? some : [...some, `${rest} more`], 'and')}; ${there}`;
}

const kind = (name: string | undefined): string => KINDS[name ?? ''] ?? 'something else';

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'number' && !Number.isInteger(input)) return `${input}`;
  return kind(typeof input);
}

const oneOf = (values: readonly unknown[]): string =>
  listed(
    values.map((value) => JSON.stringify(value) ?? String(value)),
    'or',
  );

const quoted = (text: string): string => JSON.stringify(text);

function listed(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
