import { describe, expect, test } from 'vitest';
import { reportOf } from '../../../electron/headless/cli/cli-error.ts';
import { seconds, wantsJson, wholeNumber } from '../../../electron/headless/cli/command-line.ts';
import { filterOf, type ListOptions } from '../../../electron/headless/cli/list.ts';
import { homeFolder } from '../../../electron/host/home-folder.ts';
import { ERROR_CODES } from '../../../shared/contracts/errors.ts';
import { printable, printableLine, shortened } from '../../../shared/messages/printable.ts';

describe('the profile folder', () => {
  const around = {
    platform: 'linux' as NodeJS.Platform,
    userHome: '/home/u',
    cwd: '/somewhere',
    env: {},
  };
  test.for([
    ['--home wins', 'p', { env: { OUTTRAY_HOME: '/q' } }, '/somewhere/p'],
    ['then OUTTRAY_HOME', undefined, { env: { OUTTRAY_HOME: 'q' } }, '/somewhere/q'],
    [
      'an empty OUTTRAY_HOME is none',
      undefined,
      { env: { OUTTRAY_HOME: '' } },
      '/home/u/.local/share/outtray',
    ],
    ['XDG_DATA_HOME', undefined, { env: { XDG_DATA_HOME: '/d' } }, '/d/outtray'],
    [
      'a relative XDG_DATA_HOME is ignored',
      undefined,
      { env: { XDG_DATA_HOME: 'd' } },
      '/home/u/.local/share/outtray',
    ],
    [
      'macOS',
      undefined,
      { platform: 'darwin' as const },
      '/home/u/Library/Application Support/OutTray',
    ],
    [
      'Windows',
      undefined,
      { platform: 'win32' as const, env: { LOCALAPPDATA: 'C:\\l' } },
      'C:\\l\\OutTray',
    ],
  ] as const)('%s', ([, option, other, folder]) => {
    expect(homeFolder(option, { ...around, ...other })).toBe(folder);
  });
});

describe('an answer as JSON is asked for', () => {
  test.for([
    [['list', '--json', '--lmit'], true],
    [['add', 'POST', 'u', '--json', '{}'], false],
    [['add', '--output', 'json'], true],
    [['add', '--output=json'], true],
    [['list', '--output', 'text'], false],
    [['show', '--', '--json'], false],
  ] as const)('%s: %s', ([argv, json]) => {
    expect(wantsJson(argv)).toBe(json);
  });
});

describe('an error', () => {
  test('is one line with its code, whatever is in it', () => {
    const error = { code: 'URL_INVALID', params: { url: 'a\nb\u001b[31m' } } as const;
    expect(reportOf(error, false).text).toMatch(/^outtray: URL_INVALID: "a b\\x1b\[31m" [^\n]+$/);
  });

  test('has an exit code other than 0 for every code, and 4 and 5 mean what they say', () => {
    const exits = new Map(
      ERROR_CODES.map((code) => [code, reportOf({ code, params: {} }, false).exitCode]),
    );
    const codesOf = (exit: number) => ERROR_CODES.filter((code) => exits.get(code) === exit);
    expect(codesOf(0)).toEqual([]);
    expect(codesOf(1)).toEqual(['PRACTICE_UNAVAILABLE', 'PAGE_UNAVAILABLE']);
    expect(codesOf(4)).toEqual(['ITEM_NOT_FOUND']);
    expect(codesOf(5)).toEqual([
      'NO_KEYCHAIN',
      'NO_SPACE',
      'VAULT_FULL',
      'PROFILE_READ_ONLY',
      'PROFILE_IN_USE',
      'PROFILE_NEWER',
      'PROFILE_OLDER',
      'PROFILE_UNUSABLE',
      'HOST_NOT_RUNNING',
      'HOST_STOPPED',
      'HOST_OTHER_VERSION',
      'HOST_NOT_TRUSTED',
      'SOCKET_UNUSABLE',
    ]);
    expect(codesOf(6)).toEqual(['TIMED_OUT', 'SIGN_IN_TIMED_OUT']);
    expect(codesOf(130)).toEqual(['ABORTED']);
    expect(codesOf(2)).toHaveLength(ERROR_CODES.length - 22);
  });
});

test('numbers that are none, or out of range, are refused', () => {
  expect(wholeNumber('--n', '3', 1, 3)).toEqual({ ok: true, value: 3 });
  expect(seconds('--t', '0.5')).toEqual({ ok: true, value: 500 });
  for (const text of ['0', '4', '-1', '1.5', '1e2', '']) {
    expect(wholeNumber('--n', text, 1, 3)).toMatchObject({ error: { code: 'USAGE' } });
  }
  for (const text of ['0', '-1', 'ten', '9999999999']) {
    expect(seconds('--t', text)).toMatchObject({ error: { code: 'USAGE' } });
  }
});

test('the options of list become a filter; an origin may be any URL of it', () => {
  const options: ListOptions = {
    limit: '20',
    state: 'waiting, queued',
    priority: 'urgent',
    origin: 'https://api.example/x?y',
    after: 'oldest.0.7',
    sort: 'oldest',
    search: 'status:422 photo',
  };
  expect(filterOf(options)).toEqual({
    ok: true,
    value: {
      limit: 20,
      states: ['waiting', 'queued'],
      priority: 4,
      origin: 'https://api.example',
      after: 'oldest.0.7',
      sort: 'oldest',
      search: 'status:422 photo',
    },
  });
  for (const [wrong, code] of [
    [{ state: 'waiting,asleep' }, 'USAGE'],
    [{ priority: '9' }, 'PRIORITY_INVALID'],
    [{ origin: 'api.example' }, 'USAGE'],
    [{ limit: '1001' }, 'USAGE'],
  ] as const) {
    expect(filterOf({ limit: '20', ...wrong })).toMatchObject({ error: { code } });
  }
});

test('nothing that steers a terminal gets through, and letters of all kinds do', () => {
  expect(printable('a\u001b]0;x\u0007\u009b\u202e é\t日本\nb')).toBe(
    'a\\x1b]0;x\\x07\\x9b\\u{202e} é\t日本\nb',
  );
  expect(printableLine('a\r\n b')).toBe('a b');
  expect(shortened('👩‍👩‍👧 family', 3)).toBe('👩‍👩‍👧 …');
});
