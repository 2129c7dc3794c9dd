import type { Cli, StopSignal } from '../../../electron/headless/cli/cli.ts';
import type { RichProfile } from './rich-profile.ts';

/** Item ids, and servers: one that answers as a query says, and one that never does. */
export interface Scene extends RichProfile {
  /** A file, where a folder is expected. */
  readonly file: string;
  readonly inbox: string;
  readonly silent: string;
}

export interface Case {
  /** Behind the command. */
  readonly args?: (scene: Scene) => readonly string[];
  /** Commands that go before it. */
  readonly before?: (scene: Scene) => readonly (readonly string[])[];
  /** Default: `rich`, with items in several states. `newer` cannot be used. */
  readonly home?: 'rich' | 'empty' | 'newer';
  readonly stdin?: string;
  /** What stands in settings.json. */
  readonly settings?: string;
  readonly stop?: StopSignal;
  readonly cli?: () => Partial<Cli>;
}

const NEWER: Case = { home: 'newer' };
const WRONG: Case = { args: () => ['--nonsense'] };

const args = (...words: readonly string[]): Case => ({ args: () => words });
const on = (of: (scene: Scene) => readonly string[], more: Case = {}): Case => ({
  args: of,
  ...more,
});
const none = (...more: readonly string[]): Case => args('nobody', ...more);
const newer = (...words: readonly string[]): Case => ({ ...args(...words), home: 'newer' });

const ACCOUNT = JSON.stringify({
  name: 'new',
  origins: ['http://127.0.0.1:9'],
  auth: { kind: 'none' },
});

const waiting = (path: (scene: Scene) => string, more: Case = {}, ...words: string[]): Case =>
  on((scene) => ['POST', path(scene), '--wait', ...words], { home: 'empty', ...more });

const syncing = (more: Case, ...words: string[]): Case => ({
  home: 'empty',
  before: ({ silent }) => [['add', 'POST', silent]],
  ...args('--wait', ...words),
  ...more,
});

/** In a minute from the second look at the clock on the curtain has fallen before anything could be done. */
function inAHurry(): Partial<Cli> {
  let looks = 0;
  return { now: () => Date.now() + (looks++ > 1 ? 60_000 : 0) };
}

/** Goes where the sign-in is, and comes back with a no. */
async function sayNo(launchUrl: string): Promise<boolean> {
  const { headers } = await fetch(launchUrl, { redirect: 'manual' });
  const { searchParams } = new URL(headers.get('location') ?? '');
  const query = new URLSearchParams({
    error: 'access_denied',
    state: searchParams.get('state') ?? '',
  });
  return (await fetch(`${searchParams.get('redirect_uri')}?${query.toString()}`)).ok;
}

/** The bulk commands, by what they can do to which of the items. */
const BULK = {
  retry: 'attention',
  hold: 'later',
  release: 'held',
  cancel: 'later',
  remove: 'later',
} as const;

const bulk = (state: (typeof BULK)[keyof typeof BULK], ...more: string[]) => ({
  0: on(({ ids }) => [ids[state], ...more]),
  2: on(({ ids }) => [ids.delivered, '--all', ...more]),
  4: none(...more),
  5: newer('--all', ...more),
});

/** For each command and each of its exit codes how it comes to that; where another file has the test, its name. */
export const CASES: Readonly<Record<string, Readonly<Record<number, Case | `${string}.test.ts`>>>> =
  {
    add: {
      0: args('POST', 'http://127.0.0.1:9/x'),
      2: args('BREW', 'http://127.0.0.1:9/x'),
      3: waiting(({ inbox }) => `${inbox}?invalid`),
      5: newer('POST', 'http://127.0.0.1:9/x'),
      6: waiting(({ silent }) => silent, {}, '--timeout', '0.3'),
      130: waiting(({ silent }) => silent, { stop: 'SIGINT' }),
      143: waiting(({ silent }) => silent, { stop: 'SIGTERM' }),
    },
    list: { 0: {}, 2: args('--limit', 'x'), 5: NEWER },
    show: { 0: on(({ ids }) => [ids.delivered]), 2: args(), 4: none(), 5: newer('x') },
    status: { 0: { home: 'empty' }, 2: WRONG, 3: {}, 5: NEWER },
    explain: { 0: on(({ ids }) => [ids.later]), 2: WRONG, 4: none(), 5: NEWER },
    sync: {
      0: { home: 'empty' },
      2: args('--timeout', 'x'),
      3: {},
      5: NEWER,
      6: syncing({}, '--timeout', '0.3'),
      130: syncing({ stop: 'SIGINT' }),
      143: syncing({ stop: 'SIGTERM' }),
    },
    serve: {
      0: { home: 'empty', stop: 'SIGTERM' },
      2: args('--print-unit', '--json'),
      5: NEWER,
    },
    ...Object.fromEntries(Object.entries(BULK).map(([name, state]) => [name, bulk(state)])),
    priority: {
      0: on(({ ids }) => [ids.later, 'high']),
      2: args('urgently'),
      4: none('high'),
      5: newer('--all', 'high'),
    },
    resolve: {
      0: on(({ ids }) => [ids.unconfirmed, '--arrived']),
      2: on(({ ids }) => [ids.unconfirmed]),
      4: none('--arrived'),
      5: newer('--all', '--arrived'),
    },
    undo: {
      0: { before: ({ ids }) => [['hold', ids.later]] },
      2: args('nothing'),
      5: NEWER,
    },
    edit: {
      0: on(({ ids }) => [ids.later, '--title', 'New']),
      2: on(({ ids }) => [ids.delivered, '--title', 'New']),
      4: none('--title', 'New'),
      5: newer('x', '--title', 'New'),
      130: 'staging.test.ts',
      143: 'staging.test.ts',
    },
    locate: {
      0: 'locate.test.ts',
      2: on(({ ids, file }) => [ids.later, file]),
      4: none('x.jpg'),
      5: newer('x', 'x.jpg'),
      130: 'staging.test.ts',
      143: 'staging.test.ts',
    },
    duplicate: { 0: on(({ ids }) => [ids.delivered]), 2: args(), 4: none(), 5: newer('x') },
    pause: { 0: {}, 2: args('--origin', 'x'), 5: NEWER },
    resume: { 0: {}, 2: args('--origin', 'x'), 5: NEWER },
    'account add': {
      0: { ...args('--from', '-'), stdin: ACCOUNT },
      2: { ...args('--from', '-'), stdin: '{}' },
      5: { ...newer('--from', '-'), stdin: ACCOUNT },
    },
    'account change': {
      0: { ...args('field', '--from', '-'), stdin: '{"contract":null}' },
      2: { ...args('nobody', '--from', '-'), stdin: '{"contract":null}' },
      5: { ...newer('field', '--from', '-'), stdin: '{}' },
    },
    'account list': { 0: {}, 2: WRONG, 5: NEWER },
    'account set-token': {
      0: { ...args('field'), stdin: '{"refreshToken":"r"}' },
      2: { ...args('nobody'), stdin: '{"refreshToken":"r"}' },
      5: { ...newer('field'), stdin: '{"refreshToken":"r"}' },
    },
    'account test': {
      0: args('open'),
      2: args('nobody'),
      3: args('field'),
      5: newer('field'),
    },
    'account sign-in': {
      0: 'sign-in.test.ts',
      2: args('field'),
      3: { ...args('web'), cli: () => ({ openBrowser: sayNo }) },
      5: newer('web'),
      6: args('web', '--timeout', '0.3'),
      130: { ...args('web'), stop: 'SIGINT' },
      143: { ...args('web'), stop: 'SIGTERM' },
    },
    'account sign-out': { 0: args('field'), 2: args('nobody'), 5: newer('field') },
    'account remove': { 0: args('field'), 2: args('nobody'), 5: newer('field') },
    'proxy list': { 0: {}, 2: WRONG, 5: NEWER },
    'proxy sign-in': {
      0: { ...args('proxy.example:3128', '--user', 'ana'), stdin: 'password' },
      2: { ...args('proxy', '--user', 'ana'), stdin: 'password' },
      5: { ...newer('proxy.example:3128', '--user', 'ana'), stdin: 'password' },
    },
    'proxy sign-out': {
      0: args('proxy.example:3128'),
      2: args('proxy'),
      5: newer('proxy.example:3128'),
    },
    'settings list': { 0: {}, 2: WRONG, 3: { settings: '{"nonsense":1}' }, 5: NEWER },
    'settings get': { 0: args('slots.all'), 2: args('nonsense'), 5: newer('slots.all') },
    'settings set': {
      0: args('slots.all', '8'),
      2: args('slots.all', 'many'),
      5: newer('slots.all', '8'),
    },
    'settings reset': { 0: args('slots.all'), 2: args('nonsense'), 5: newer('slots.all') },
    export: { 0: {}, 2: args('--format', 'xml'), 5: NEWER },
    doctor: {
      0: { home: 'empty' },
      2: args('--bundle', 'missing/folder/bundle.json'),
      3: {},
      5: NEWER,
    },
    practice: { 0: { stop: 'SIGINT' }, 2: args('--port', '99999') },
    demo: {
      0: 'demo.test.ts',
      1: { cli: inAHurry },
      2: on(({ home }) => ['--home', home]),
      5: on(({ file }) => ['--home', file]),
      130: { stop: 'SIGINT' },
      143: { stop: 'SIGTERM' },
    },
  };
