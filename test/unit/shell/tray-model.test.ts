import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { OwnWork } from '../../../electron/main/shell/own-work.ts';
import type { ShellCommand, TrayEntry } from '../../../electron/main/shell/tray-menu.ts';
import {
  type TrayPlatform,
  type TrayState,
  trayModel,
} from '../../../electron/main/shell/tray-model.ts';
import { ITEM_STATES } from '../../../shared/outbox/item.ts';
import { countsOf, gateOf, NO_WORK, refusedItem, signInGate } from './work.ts';

const PLATFORMS: readonly TrayPlatform[] = ['darwin', 'win32', 'linux'];

const model = (
  work: Partial<OwnWork>,
  view: { readonly online?: boolean; readonly platform?: TrayPlatform } = {},
) =>
  trayModel({
    work: { ...NO_WORK, ...work },
    online: true,
    platform: 'linux',
    now: 1_000,
    ...view,
  });

const pauseOf = (scope: 'all' | 'origin', until: number | null = null) => ({
  scope,
  key: scope === 'all' ? '' : 'https://one.test',
  since: 1,
  until,
});

const AWAY = {
  origin: 'https://one.test',
  since: 1,
  reason: { code: 'UNREACHABLE', cause: 'dns', detail: 'ENOTFOUND' },
} as const;

const labels = (entries: readonly TrayEntry[]): readonly string[] =>
  entries.map((entry) => (entry.kind === 'line' ? '-' : entry.label));

function commandsOf(entries: readonly TrayEntry[]): readonly ShellCommand[] {
  return entries.flatMap((entry) => {
    if (entry.kind === 'choice') return [entry.command];
    return entry.kind === 'menu' ? commandsOf(entry.entries) : [];
  });
}

const FULL = { freeBytes: 1e6, missingBytes: 5e6 };

describe('the state of the icon', () => {
  const open = countsOf({ queued: 2 });
  test.for<[string, TrayState, Partial<OwnWork>, boolean]>([
    ['nothing to do', 'idle', {}, true],
    ['waiting for its time', 'idle', { counts: open }, true],
    ['on its way', 'sending', { counts: countsOf({ queued: 2, sending: 1 }) }, true],
    ['on its way to this very machine', 'sending', { counts: countsOf({ sending: 1 }) }, false],
    ['no network', 'offline', { counts: open }, false],
    ['no network, and nothing to send', 'idle', {}, false],
    [
      'a certificate is not believed',
      'needs-you',
      {
        counts: open,
        gates: [
          gateOf({
            reason: { code: 'UNREACHABLE', cause: 'certificate', detail: 'CERT_HAS_EXPIRED' },
          }),
        ],
      },
      true,
    ],
    [
      'one server does not answer for long, while others do',
      'needs-you',
      { counts: open, gates: [gateOf({})], away: [AWAY] },
      true,
    ],
    ['a server does not answer', 'offline', { counts: open, gates: [gateOf({})] }, true],
    [
      'something else answers',
      'offline',
      {
        counts: open,
        gates: [gateOf({ reason: { code: 'SUSPECT', status: 200, doubt: 'HTML_INSTEAD' } })],
      },
      true,
    ],
    [
      'one item alone could not reach its server',
      'offline',
      {
        counts: open,
        unreached: [{ origin: 'https://one.test', after: 'notSent', detail: 'ECONNREFUSED' }],
      },
      true,
    ],
    [
      'a server asked for time',
      'idle',
      { counts: open, gates: [gateOf({ reason: { code: 'SERVER_ASKED', status: 429 } })] },
      true,
    ],
    [
      'one asks whether a server is back',
      'offline',
      { counts: countsOf({ queued: 1, sending: 1 }), gates: [gateOf({ probing: 'a' })] },
      true,
    ],
    [
      'one server does not answer, others do',
      'sending',
      { counts: countsOf({ queued: 1, sending: 1 }), gates: [gateOf({})] },
      true,
    ],
    ['paused', 'paused', { counts: open, pauses: [pauseOf('all')] }, false],
    [
      'paused while one ends',
      'paused',
      { counts: countsOf({ sending: 1 }), pauses: [pauseOf('all')] },
      true,
    ],
    ['a full disk', 'paused', { counts: open, disk: FULL }, true],
    ['one server paused', 'idle', { counts: open, pauses: [pauseOf('origin')] }, true],
    ['refused', 'needs-you', { counts: countsOf({ attention: 1, sending: 1 }) }, true],
    ['without an answer', 'needs-you', { counts: countsOf({ unconfirmed: 1 }) }, false],
    ['a sign-in', 'needs-you', { gates: [signInGate('field')], pauses: [pauseOf('all')] }, true],
    [
      'an account that is gone',
      'needs-you',
      { gates: [gateOf({ scope: 'account', key: 'x', reason: { code: 'ACCOUNT_GONE' } })] },
      true,
    ],
    [
      'a token being renewed',
      'idle',
      { gates: [gateOf({ scope: 'account', key: 'x', reason: { code: 'REFRESHING' } })] },
      true,
    ],
  ])('%s: %s', ([, state, work, online]) => {
    expect(model(work, { online }).state).toBe(state);
  });

  it('has a file for each system', () => {
    const kept = readdirSync(new URL('../../../build/icons/', import.meta.url));
    const works: readonly Partial<OwnWork>[] = [
      {},
      { counts: countsOf({ sending: 1 }) },
      { pauses: [pauseOf('all')] },
      { counts: open, gates: [gateOf({})] },
      { counts: countsOf({ attention: 1 }) },
    ];
    for (const platform of PLATFORMS) {
      const images = works.map((work) => model(work, { platform }).image);
      expect(new Set(images).size).toBe(works.length);
      expect(kept).toEqual(expect.arrayContaining(images));
    }
    expect(model({}, { platform: 'darwin' }).image).toMatch(/Template\.png$/);
    expect(model({}, { platform: 'win32' }).image).toMatch(/\.ico$/);
  });
});

it('says what to do about a full disk', () => {
  expect(model({ disk: FULL }).tooltip).toMatch(
    /The disk is full \(1\.0 MB free\).*Free 5\.0 MB more/,
  );
});

describe('the badge', () => {
  it('counts what needs a person, and accounts to sign in', () => {
    const work = {
      counts: countsOf({ attention: 3, unconfirmed: 2, held: 9, queued: 9 }),
      gates: [signInGate('a'), signInGate('b'), gateOf({})],
    };
    expect(model(work).badge).toBe(7);
    expect(model(work, { platform: 'darwin' }).title).toBe('7');
    expect(model(work, { platform: 'win32' }).title).toBe('');
    expect(model({}, { platform: 'darwin' }).title).toBe('');
  });
});

describe('the tooltip', () => {
  test.for<[string, Partial<OwnWork>, boolean]>([
    ['Nothing is waiting.', {}, true],
    ['1 item needs you.', { counts: countsOf({ attention: 1 }) }, true],
    [
      '2 items need you. Sending 1 item. 4 items wait.',
      { counts: countsOf({ attention: 1, unconfirmed: 1, sending: 1, queued: 1, waiting: 3 }) },
      true,
    ],
    ['The account "field" needs to be signed in.', { gates: [signInGate('field')] }, true],
    ['2 accounts need to be signed in.', { gates: [signInGate('a'), signInGate('b')] }, true],
    [
      'Sending is paused. It goes on by itself in 15 min. 2 items wait.',
      { counts: countsOf({ queued: 2 }), pauses: [pauseOf('all', 901_000)] },
      true,
    ],
    ['There is no network. 2 items wait.', { counts: countsOf({ queued: 2 }) }, false],
    [
      'one.test cannot be reached: its name was not found (ENOTFOUND). 1 item waits.',
      {
        counts: countsOf({ waiting: 1 }),
        gates: [gateOf({})],
        unreached: [{ origin: 'https://one.test', after: 'notSent', detail: 'ECONNREFUSED' }],
      },
      true,
    ],
    [
      'two.test cannot be reached: nothing answers there (ECONNREFUSED). 1 item waits.',
      {
        counts: countsOf({ waiting: 1 }),
        unreached: [{ origin: 'https://two.test', after: 'notSent', detail: 'ECONNREFUSED' }],
      },
      true,
    ],
    [
      'This network answered instead of two.test, perhaps with its sign-in page. 1 item waits.',
      {
        counts: countsOf({ waiting: 1 }),
        unreached: [{ origin: 'http://two.test', after: 'suspect', detail: 'REDIRECT' }],
      },
      true,
    ],
    [
      'This network answers in place of two.test, and asks for its sign-in. 1 item waits.',
      {
        counts: countsOf({ waiting: 1 }),
        unreached: [{ origin: 'http://two.test', after: 'suspect', detail: 'NETWORK_SIGN_IN' }],
      },
      true,
    ],
    [
      '2 servers cannot be reached. 2 items wait.',
      {
        counts: countsOf({ waiting: 2 }),
        gates: [gateOf({})],
        unreached: [{ origin: 'https://two.test', after: 'notSent', detail: 'ECONNREFUSED' }],
      },
      true,
    ],
  ])('%s', ([said, work, online]) => {
    expect(model(work, { online }).tooltip).toBe(`OutTray: ${said}`);
  });
});

describe('the menu', () => {
  const needy = {
    counts: countsOf({ attention: 5 }),
    newest: [
      refusedItem('a', { title: 'Visit & photos' }),
      refusedItem('b', { url: 'https://one.test/rooms/4?x=1' }),
      refusedItem('c', { title: 'long '.repeat(20) }),
    ],
    gates: [signInGate('field')],
  };

  it('names the newest that need you, and leads to all of them', () => {
    expect(labels(model(needy).menu)).toEqual([
      '5 items need you.',
      '-',
      'Visit && photos: refused, 422',
      'POST /rooms/4?x=1: refused, 422',
      `${'long '.repeat(20).slice(0, 39)}…: refused, 422`,
      'All 5 that need you…',
      'The account "field" needs to be signed in…',
      '-',
      'Sync now',
      'Pause sending',
      '-',
      'Open OutTray',
      'Settings…',
      '-',
      'Quit OutTray',
    ]);
    expect(commandsOf(model(needy).menu)).toEqual([
      { do: 'openItem', id: 'a' },
      { do: 'openItem', id: 'b' },
      { do: 'openItem', id: 'c' },
      { do: 'openNeedsYou' },
      { do: 'openAccounts' },
      { do: 'sync' },
      { do: 'pause', length: 'quarter' },
      { do: 'pause', length: 'hour' },
      { do: 'pause', length: 'tomorrow' },
      { do: 'pause', length: 'resumed' },
      { do: 'open' },
      { do: 'openSettings' },
      { do: 'quit' },
    ]);
  });

  it('offers to go on where everything is paused, and to pause where one server is', () => {
    const resumes = (work: Partial<OwnWork>) =>
      commandsOf(model(work).menu).some((command) => command.do === 'resume');
    expect(resumes({ pauses: [pauseOf('all', 901_000)] })).toBe(true);
    expect(resumes({ pauses: [pauseOf('origin')] })).toBe(false);
    expect(labels(model({ pauses: [pauseOf('all')] }).menu)).not.toContain('Pause sending');
  });

  it('shows no text of others as anything but text', () => {
    const menu = model({ ...needy, newest: [refusedItem('a', { title: 'x\u202e\nb' })] }).menu;
    expect(labels(menu)).toContain('x\\u{202e} b: refused, 422');
  });
});

it('a click opens the window on Windows, and the menu elsewhere', () => {
  expect(PLATFORMS.map((platform) => model({}, { platform }).click)).toEqual([
    'menu',
    'open',
    'menu',
  ]);
});

test('whatever the outbox is like, icon, badge, tooltip and menu agree', () => {
  const gate = fc.oneof(
    fc.string().map(signInGate),
    fc.record({ probing: fc.option(fc.string()) }).map(gateOf),
    fc.constant(gateOf({ reason: { code: 'SERVER_ASKED', status: 503 } })),
  );
  const work = fc.record({
    counts: fc
      .tuple(...ITEM_STATES.map(() => fc.nat(4)))
      .map((ns) => countsOf(Object.fromEntries(ITEM_STATES.map((state, n) => [state, ns[n]])))),
    gates: fc.array(gate, { maxLength: 4 }),
    pauses: fc.array(
      fc
        .tuple(fc.constantFrom('all', 'origin'), fc.option(fc.nat()))
        .map(([s, u]) => pauseOf(s, u)),
      { maxLength: 1 },
    ),
    newest: fc.array(
      fc.string({ unit: 'grapheme', maxLength: 200 }).map((title) => refusedItem('a', { title })),
      { maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(work, fc.boolean(), fc.constantFrom(...PLATFORMS), (some, online, platform) => {
      const made = model(some, { online, platform });
      const { state, badge, tooltip, menu } = made;
      expect(state === 'needs-you').toBe(badge > 0);
      expect(tooltip.length).toBeLessThanOrEqual(127);
      expect(tooltip.isWellFormed()).toBe(true);
      const kinds = menu.map(({ kind }) => kind);
      expect(kinds[0]).toBe('note');
      expect(kinds.at(-1)).toBe('choice');
      expect(kinds.some((kind, n) => kind === 'line' && kinds[n + 1] === 'line')).toBe(false);
      const commands = commandsOf(menu).map((command) => command.do);
      for (const always of ['sync', 'open', 'openSettings', 'quit'])
        expect(commands.filter((one) => one === always)).toHaveLength(1);
      expect(commands.includes('resume')).toBe(some.pauses.some(({ scope }) => scope === 'all'));
      expect(commands.includes('resume')).toBe(!commands.includes('pause'));
    }),
  );
});
