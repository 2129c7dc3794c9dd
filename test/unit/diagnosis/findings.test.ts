import { describe, expect, test } from 'vitest';
import { clockFindings, type Recent } from '../../../electron/core/diagnosis/clock-findings.ts';
import type { KeychainFacts } from '../../../electron/core/diagnosis/facts.ts';
import {
  databaseFinding,
  folderFindings,
  signInFindings,
  vaultFinding,
} from '../../../electron/core/diagnosis/findings.ts';
import { findingSentence } from '../../../shared/messages/finding-sentences.ts';
import type { Account } from '../../../shared/outbox/account.ts';
import { findingLevel } from '../../../shared/outbox/finding.ts';
import type { Header } from '../../../shared/outbox/request.ts';
import { anItem } from '../../support/builders.ts';
import { openAttempt } from '../../support/item-fixtures.ts';

const folder = {
  kind: 'folder',
  mode: 0o700,
  ours: true,
  freeBytes: 1e12,
  trouble: null,
  ballastBytes: 0,
} as const;

describe('a profile folder', () => {
  test.for([
    [folder, 'FOLDER_WELL', 'well'],
    [{ ...folder, mode: null, freeBytes: null }, 'FOLDER_WELL', 'well'],
    [{ ...folder, mode: 0o750 }, 'FOLDER_OPEN_TO_OTHERS', 'person'],
    [{ ...folder, mode: 0o701 }, 'FOLDER_OPEN_TO_OTHERS', 'person'],
    [{ ...folder, ours: false }, 'FOLDER_OF_SOMEBODY_ELSE', 'person'],
    [{ ...folder, freeBytes: 1e6 }, 'DISK_NEARLY_FULL', 'person'],
    [{ kind: 'missing' }, 'FOLDER_MISSING', 'well'],
    [{ kind: 'notAFolder' }, 'FOLDER_NOT_A_FOLDER', 'unusable'],
    [{ kind: 'closed', detail: 'EACCES' }, 'FOLDER_CLOSED', 'unusable'],
  ] as const)('%j is %s', ([facts, code, level]) => {
    const findings = folderFindings('/p', facts);
    expect(findings).toMatchObject([{ code }]);
    expect(findings.map(findingLevel)).toEqual([level]);
    expect(findings.map(findingSentence).join()).toContain('/p');
  });
});

test('a disk without room to send says how much has to be freed, and what is set by says so', () => {
  const trouble = { freeBytes: 1e6, missingBytes: 5e6 };
  const [full] = folderFindings('/p', { ...folder, freeBytes: 1e6, trouble });
  expect(full).toEqual({ code: 'DISK_FULL', ...trouble });
  expect(full && findingLevel(full)).toBe('person');
  expect(full && findingSentence(full)).toBe(
    'The disk is full (1.0 MB free), so nothing is sent at the moment. Free 5.0 MB more and it goes on by itself; nothing is lost.',
  );
  const [well] = folderFindings('/p', { ...folder, ballastBytes: 16e6 });
  expect(well && findingSentence(well)).toContain('16.0 MB set aside for a full disk');
});

test('a database that cannot be used makes the profile unusable, a new one does not', () => {
  const levels = (
    [
      { kind: 'none' },
      { kind: 'sound', bytes: 1, version: 2, lookedThrough: true },
      { kind: 'sound', bytes: 1, version: 2, lookedThrough: false },
      { kind: 'damaged', detail: 'x' },
      { kind: 'newer', version: 9 },
      { kind: 'foreign' },
      { kind: 'unreadable', detail: 'x' },
    ] as const
  ).map((facts) => findingLevel(databaseFinding(facts, 0)));
  expect(levels).toEqual(['well', 'well', 'well', 'unusable', 'unusable', 'unusable', 'unusable']);
});

test('missing files are counted, and a few are named', () => {
  const facts = { files: 2, bytes: 5e9, missing: ['a', 'b', 'c', 'd'], orphans: 0, lost: 0 };
  expect(vaultFinding(facts, 20e9)).toEqual({
    code: 'VAULT_FILES_MISSING',
    missing: 4,
    examples: ['a', 'b', 'c'],
  });
  const well = vaultFinding({ ...facts, missing: [] }, 20e9);
  expect(findingSentence(well)).toBe('All stored files are there: 2, 5.0 GB of at most 20.0 GB.');
});

describe('a keychain', () => {
  const account = (kind: 'none' | 'bearer', state: 'signedIn' | 'signInNeeded'): Account => ({
    name: kind,
    origins: ['https://api.example'],
    auth: kind === 'none' ? { kind } : { kind, refresh: null },
    contract: null,
    verify: [],
    managed: false,
    idempotency: null,
    ca: null,
    unknownOutcome: null,
    identity: null,
    people: [],
    session: { state, keptBy: null, since: 0, person: null },
  });
  const none = { kind: 'none', detail: 'no D-Bus' } as const;

  test('is missed only where an account has secrets', () => {
    const levels = (accounts: readonly Account[]) =>
      signInFindings(none, accounts).slice(0, 1).map(findingLevel);
    expect(levels([])).toEqual(['well']);
    expect(levels([account('none', 'signInNeeded')])).toEqual(['well']);
    expect(levels([account('bearer', 'signedIn')])).toEqual(['person']);
  });

  test('that is locked is told as that, and not as missing', () => {
    const locked = { kind: 'locked', detail: 'in a locked collection' } as const;
    const told = (kind: 'bearer' | 'none') => {
      const [finding] = signInFindings(locked, [account(kind, 'signedIn')]);
      if (finding === undefined) throw new Error('nothing is told of the keychain');
      return { ...finding, level: findingLevel(finding), sentence: findingSentence(finding) };
    };
    expect(told('bearer')).toMatchObject({
      code: 'KEYCHAIN_LOCKED',
      level: 'person',
      sentence: expect.stringMatching(/^The keychain is locked .*Unlock it/),
    });
    expect(told('none')).toMatchObject({
      code: 'KEYCHAIN_LOCKED',
      level: 'well',
      sentence: 'The keychain is locked; no account needs it.',
    });
  });

  test('gives way to a credentials file that is named, which is told with its name and what to do', () => {
    const told = (
      kind: 'bearer' | 'none',
      facts: Omit<KeychainFacts & { kind: 'fileWrong' }, 'kind'>,
    ) => {
      const findings = signInFindings({ kind: 'fileWrong', ...facts }, [
        account(kind, 'signInNeeded'),
      ]);
      return findings.map((one) => [one.code, findingLevel(one), findingSentence(one)]);
    };
    const open = { file: '/run/c.json', trouble: { kind: 'openToOthers', mode: '0644' } } as const;
    // No sign-in is asked for: the file may have it.
    expect(told('bearer', open)).toEqual([
      [
        'CREDENTIALS_FILE_WRONG',
        'person',
        expect.stringMatching(/\/run\/c\.json.*0644.*chmod 600/),
      ],
    ]);
    expect(told('none', open)).toEqual([
      [
        'CREDENTIALS_FILE_WRONG',
        'well',
        expect.stringMatching(/c\.json.*; no account needs it\.$/),
      ],
    ]);
    const nowhere = { file: null, trouble: { kind: 'missing' } } as const;
    expect(told('bearer', nowhere)[0]?.[2]).toMatch(/is set to cannot be used.*full path/);
  });

  test('an account is told of whose people cannot be told apart', () => {
    const person = { subject: 's', name: 'Ann' };
    const unknown = account('bearer', 'signedIn');
    const known = { ...unknown, session: { ...unknown.session, person } };
    const asks = {
      ...unknown,
      identity: { url: 'https://api.example/me', subject: '', name: null },
    };
    const codes = (one: Account) =>
      signInFindings({ kind: 'works', keptBy: 'keytar' }, [one]).map(({ code }) => code);
    expect(codes(unknown)).toEqual(['KEYCHAIN_WELL', 'PEOPLE_NOT_TOLD_APART']);
    for (const one of [known, asks, account('none', 'signedIn')])
      expect(codes(one)).toEqual(['KEYCHAIN_WELL']);
  });

  test('an account that must sign in needs somebody, unless a file may do it', () => {
    const accounts = [account('bearer', 'signInNeeded'), account('none', 'signInNeeded')];
    const codes = (keptBy: 'keytar' | 'credentials-file') =>
      signInFindings({ kind: 'works', keptBy }, accounts).map((one) => one.code);
    expect(codes('keytar')).toEqual(['KEYCHAIN_WELL', 'SIGN_IN_NEEDED']);
    expect(codes('credentials-file')).toEqual(['KEYCHAIN_WELL']);
  });
});

describe('the clock', () => {
  const NOW = Date.UTC(2026, 0, 1);
  const MINUTE = 60_000;
  const reading = (wall: number, monotonic: number) => ({ wall, monotonic });
  const before = reading(NOW, 0);
  const after = reading(NOW + 1000, 1000);

  const answeredAt = (at: number, headers: readonly Header[]): Recent => ({
    item: anItem({ createdAt: at, updatedAt: at }),
    attempt: {
      ...openAttempt('item-1', 1),
      endedAt: at,
      report: {
        requestHeaders: [],
        response: { status: 200, statusText: '', httpVersion: '1.1', headers },
        timings: null,
        bytesUp: 0,
        bytesDown: 0,
        progress: 'complete',
        error: null,
        verdict: null,
      },
    },
  });
  const dated = (at: number, skew: number): Recent =>
    answeredAt(at, [['date', new Date(at + skew).toUTCString()]]);

  test('is well when everything agrees', () => {
    expect(clockFindings(before, after, [dated(NOW - MINUTE, 2000)])).toEqual([
      { code: 'CLOCK_WELL' },
    ]);
  });

  test('was set while we looked', () => {
    const jumped = reading(NOW + 61_000, 1000);
    expect(clockFindings(before, jumped, [])).toEqual([{ code: 'CLOCK_JUMPED', byMs: 60_000 }]);
  });

  test('is behind what the queue says', () => {
    const future = { item: anItem({ createdAt: 0, updatedAt: NOW + 3_600_000 }), attempt: null };
    expect(clockFindings(before, after, [future])).toMatchObject([{ code: 'CLOCK_WENT_BACK' }]);
  });

  test('differs from a server, by its newest answer', () => {
    const found = clockFindings(before, after, [
      dated(NOW - 20 * MINUTE, 0),
      dated(NOW - 10 * MINUTE, 3_600_000),
    ]);
    expect(found).toMatchObject([{ code: 'CLOCK_DIFFERS', byMs: 3_600_000 }]);
    expect(found.map(findingSentence)).toEqual([expect.stringContaining('1 h behind')]);
    const fast = clockFindings(before, after, [dated(NOW - MINUTE, -3_600_000)]);
    expect(fast.map(findingSentence)).toEqual([expect.stringContaining('1 h ahead of')]);
  });

  test.for([
    ['an old answer', dated(NOW - 25 * 60 * MINUTE, 3_600_000)],
    [
      'an answer from a cache',
      answeredAt(NOW, [
        ['Date', new Date(0).toUTCString()],
        ['Age', '9'],
      ]),
    ],
    ['an answer without a date', answeredAt(NOW, [])],
    ['nonsense', answeredAt(NOW, [['Date', 'yesterday']])],
  ] as const)('%s says nothing about it', ([, recent]) => {
    expect(clockFindings(before, after, [recent])).toEqual([{ code: 'CLOCK_WELL' }]);
  });
});
