import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyOf } from '../../../../electron/core/settings/policy-of.ts';
import {
  readSettings,
  type SettingsText,
} from '../../../../electron/core/settings/read-settings.ts';
import { createSettingsBook } from '../../../../electron/core/settings/settings-book.ts';
import { settingValue } from '../../../../electron/headless/cli/settings/setting-value.ts';
import { outboxError } from '../../../../shared/contracts/errors.ts';
import {
  DEFAULT_SETTINGS,
  SETTING_KEYS,
  type Settings,
} from '../../../../shared/contracts/settings.ts';
import { err, ok } from '../../../../shared/lang/result.ts';

const text = (value: unknown): SettingsText => ({ kind: 'text', text: JSON.stringify(value) });

describe('what a file of settings says', () => {
  test('is nothing where there is none', () => {
    expect(readSettings({ kind: 'missing' })).toEqual({
      settings: DEFAULT_SETTINGS,
      origins: Object.fromEntries(SETTING_KEYS.map((key) => [key, 'default'])),
      problems: [],
      entries: {},
    });
  });

  test('replaces the defaults one by one', () => {
    const { settings, problems } = readSettings(
      text({ 'slots.all': 9, 'notifications.quietFrom': '22:00', theme: 'dark' }),
    );
    expect(settings).toEqual({
      ...DEFAULT_SETTINGS,
      'slots.all': 9,
      'notifications.quietFrom': '22:00',
      theme: 'dark',
    });
    expect(problems).toEqual([]);
  });

  test.for<[keyof Settings, readonly unknown[]]>([
    ['slots.all', [0, 17, 1.5, '6', null, true]],
    ['slots.perOrigin', [0, 9]],
    ['retention.itemsDays', [0, -1]],
    ['retention.itemsCount', [0]],
    ['retention.bodiesDays', [0]],
    ['vault.maxGigabytes', [0, 100_001, 1.5, null]],
    ['notifications.attention', ['true', 1]],
    ['notifications.allSent', [null]],
    ['notifications.quietFrom', ['24:00', '7:00', '22:60', 22]],
    ['notifications.quietTo', ['']],
    ['theme', ['blue', null]],
  ])('has the default of %s where it takes no such value', ([key, values]) => {
    for (const value of values) {
      const read = readSettings(text({ [key]: value, 'x.y': 1 }));
      expect(read.settings).toEqual(DEFAULT_SETTINGS);
      expect(read.problems).toEqual([
        { kind: 'wrong', key },
        { kind: 'unknown', key: 'x.y' },
      ]);
      expect(read.entries).toEqual({ [key]: value, 'x.y': 1 });
    }
  });

  test.for(['', '{', '[]', 'null', '7', '{"theme":"dark",}'])(
    'is nothing where it is %j',
    (one) => {
      const read = readSettings({ kind: 'text', text: one });
      expect(read).toMatchObject({ settings: DEFAULT_SETTINGS, entries: null });
      expect(read.problems).toMatchObject([{ kind: 'malformed' }]);
    },
  );

  test('is understood or told about, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (one) => {
        const { settings, problems, entries } = readSettings({ kind: 'text', text: one });
        expect(Object.keys(settings)).toEqual(Object.keys(DEFAULT_SETTINGS));
        expect(entries === null).toBe(problems.some((problem) => problem.kind === 'malformed'));
      }),
    );
  });
});

/** A book over a file in memory. */
function book(begin: SettingsText) {
  let found = begin;
  let full = false;
  const settings = createSettingsBook({
    read: () => found,
    write(next) {
      if (full) return Promise.resolve(err(outboxError('NO_SPACE')));
      found = { kind: 'text', text: next };
      return Promise.resolve(ok(null));
    },
  });
  return {
    settings,
    written: () => (found.kind === 'text' ? (JSON.parse(found.text) as unknown) : null),
    edit: (value: unknown) => void (found = text(value)),
    fill: () => void (full = true),
  };
}

describe('changing settings', () => {
  test('keeps what else the file has, known or not, and is told', async () => {
    const { settings, written } = book(text({ 'x.y': [1], theme: 7 }));
    const before: number[] = [];
    const stop = settings.onChange((one) => before.push(one['slots.all']));
    const changed = await settings.change({ 'slots.all': 2 });
    expect(changed).toMatchObject({ ok: true, value: { settings: { 'slots.all': 2 } } });
    expect(written()).toEqual({ 'x.y': [1], theme: 7, 'slots.all': 2 });
    expect(before).toEqual([6]);
    expect(settings.current()['slots.all']).toBe(2);
    stop();
    await settings.change({ 'slots.all': null, 'x.y': null, theme: null });
    expect(before).toEqual([6]);
    expect(written()).toEqual({});
    expect(settings.view()).toMatchObject({ settings: DEFAULT_SETTINGS, problems: [] });
  });

  test('is refused as a whole for one wrong value, and for what is no setting', async () => {
    const { settings, written } = book(text({}));
    for (const wrong of [{ theme: 'blue' }, { 'x.y': 1 }, { 'x.y': null }]) {
      expect(await settings.change({ 'slots.all': 2, ...wrong })).toMatchObject({
        error: { code: 'SETTINGS_INVALID' },
      });
    }
    expect(written()).toEqual({});
    expect(settings.current()).toEqual(DEFAULT_SETTINGS);
  });

  test.for<SettingsText>([
    { kind: 'text', text: '{' },
    { kind: 'unreadable', detail: 'EACCES' },
  ])('is refused where the file is $kind and wrong', async (begin) => {
    const { settings, written } = book({ kind: 'missing' });
    const wrong = createSettingsBook({
      read: () => begin,
      write: () => Promise.reject(new Error()),
    });
    expect(await wrong.change({ theme: 'dark' })).toMatchObject({
      error: {
        code: 'SETTINGS_INVALID',
        params: { detail: expect.stringContaining('settings.json') },
      },
    });
    expect(await settings.change({ theme: 'dark' })).toMatchObject({ ok: true });
    expect(written()).toEqual({ theme: 'dark' });
  });

  test('that cannot be stored is not in effect', async () => {
    const { settings, fill } = book({ kind: 'missing' });
    fill();
    expect(await settings.change({ theme: 'dark' })).toMatchObject({ error: { code: 'NO_SPACE' } });
    expect(settings.current().theme).toBe('system');
  });

  test('begins with what somebody wrote into the file meanwhile', async () => {
    const { settings, written, edit } = book({ kind: 'missing' });
    edit({ 'slots.all': 3 });
    await Promise.all([
      settings.change({ theme: 'dark' }),
      settings.change({ 'slots.perOrigin': 1 }),
    ]);
    expect(written()).toEqual({ 'slots.all': 3, theme: 'dark', 'slots.perOrigin': 1 });
    edit({ 'slots.all': 4 });
    expect(settings.view().settings['slots.all']).toBe(4);
    expect(settings.current()['slots.all']).toBe(4);
  });
});

test('the policy goes by the settings of the moment', async () => {
  const { settings } = book({ kind: 'missing' });
  const policy = policyOf(settings.current);
  expect(policy.slots).toMatchObject({ all: 6, perOrigin: 4 });
  await settings.change({ 'slots.all': 2, 'slots.perOrigin': 1, 'retention.itemsDays': 2 });
  expect(policy.slots).toMatchObject({ all: 2, perOrigin: 1, large: 4 });
  expect(policy.retention).toMatchObject({
    items: 2 * 86_400_000,
    count: 50_000,
    bodies: 7 * 86_400_000,
  });
});

test('a value is read as somebody types it', () => {
  expect(['8', 'true', 'dark', '22:00', '"22:00"', 'null'].map(settingValue)).toEqual([
    8,
    true,
    'dark',
    '22:00',
    '22:00',
    null,
  ]);
});
