import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canMount, smallDisk } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { runHere } from './in-process.ts';
import { firstLine, itemsIn, outtray, start } from './outtray.ts';

const URL = 'http://127.0.0.1:9/inbox/x';

/** A profile with one item in it, which must be all that there is afterwards. */
async function profile(): Promise<{ readonly folder: string; readonly home: string }> {
  const folder = tempFolder();
  const home = join(folder, 'home');
  const added = await outtray(['add', 'POST', URL, '--ref', 'was here'], { home });
  expect(added).toMatchObject({ code: 0, stderr: '' });
  return { folder, home };
}

/** What a refused command says, and what is in the queue afterwards. */
async function refusal(home: string, args: readonly string[], stdin: string) {
  const { code: exit, stdout, stderr } = await outtray(args, { home, stdin });
  const [, code, sentence] = /^outtray: (\w+): ([^\n]+)\n$/.exec(stderr) ?? [];
  return { exit, stdout, code, sentence, refs: (await itemsIn(home)).map((item) => item.ref) };
}

describe('a request that is not right is refused in one line, and the queue is unchanged', () => {
  const requests: readonly (readonly [
    what: string,
    args: readonly string[],
    code: string,
    says?: string | RegExp,
  ])[] = [
    ['an unknown method', ['BREW', URL], 'METHOD_UNKNOWN', 'BREW'],
    ['a relative URL', ['POST', '/inbox/x'], 'URL_INVALID'],
    ['a URL that is not http', ['POST', 'ftp://127.0.0.1/x'], 'URL_NOT_HTTP'],
    [
      'credentials in the URL',
      ['POST', 'http://joe:secret@127.0.0.1/x'],
      'URL_CREDENTIALS',
      /^((?!secret).)*$/s,
    ],
    [
      'a header with a line break',
      ['POST', URL, '--header', 'X-A: b\r\nX-Evil: 1'],
      'HEADER_INVALID',
    ],
    [
      'a secret header',
      ['POST', URL, '--header', 'Authorization: Bearer abc'],
      'SECRET_HEADER',
      /^((?!abc).)*$/s,
    ],
    ['a header without a colon', ['POST', URL, '--header', 'X-A'], 'USAGE'],
    ['a missing file', ['POST', URL, '--file', 'a=@missing.jpg'], 'FILE_NOT_FOUND', 'missing.jpg'],
    ['a missing file for JSON', ['POST', URL, '--json', '@missing.json'], 'FILE_NOT_FOUND'],
    ['a folder as a file', ['POST', URL, '--file', 'a=@folder'], 'FILE_NOT_REGULAR', 'folder'],
    ['a folder as the body', ['POST', URL, '--body', '@folder'], 'FILE_NOT_REGULAR'],
    ['a pipe as a file', ['POST', URL, '--file', 'a=@pipe'], 'FILE_NOT_REGULAR'],
    ['a pipe as a text', ['POST', URL, '--text', '@pipe'], 'FILE_NOT_REGULAR'],
    ['priority 9', ['POST', URL, '--priority', '9'], 'PRIORITY_INVALID', 'priority 9'],
    ['JSON that is none', ['POST', URL, '--json', '{"a":'], 'JSON_INVALID'],
    ['JSON of a gigabyte', ['POST', URL, '--json', '@large.json'], 'BODY_TOO_LARGE'],
    ['a body for GET', ['GET', URL, '--json', '{}'], 'BODY_NOT_ALLOWED'],
    ['two bodies', ['POST', URL, '--json', '{}', '--file', 'a=@b'], 'USAGE', /--json and --file/],
    ['an unknown option', ['POST', URL, '--jsno', '{}'], 'USAGE', '--jsno'],
    ['no URL', ['POST'], 'USAGE'],
    [
      'a time without a zone',
      ['POST', URL, '--not-before', '2026-01-31T14:00'],
      'INPUT_INVALID',
      'notBefore',
    ],
    [
      'a time that has passed',
      ['POST', URL, '--expires-at', '2020-01-31T14:00:00+01:00'],
      'EXPIRES_TOO_SOON',
      /ended at 2020-01-31T13:00:00\.000Z/,
    ],
    ['a parent that nobody knows', ['POST', URL, '--after', 'nobody'], 'REF_UNKNOWN'],
  ];
  let folder = '';
  let home = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'outtray-test-'));
    home = join(folder, 'home');
    mkdirSync(join(folder, 'folder'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    writeFileSync(join(folder, 'large.json'), '');
    truncateSync(join(folder, 'large.json'), 2 ** 30);
    await outtray(['add', 'POST', URL, '--ref', 'was here'], { home });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.for(requests)('%s', async ([, args, code, says]) => {
    const end = await outtray(['add', ...args], { home });
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(new RegExp(`^outtray: ${code}: [^\n]+\n$`));
    if (says !== undefined) expect(end.stderr).toMatch(says);
  });

  test('and none of these left anything behind', async () => {
    expect((await itemsIn(home)).map((item) => item.ref)).toEqual(['was here']);
    expect(
      readdirSync(join(home, 'vault'), { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile() && /part|lost/.test(entry.name),
      ),
    ).toEqual([]);
  });
});

describe('JSON lines are taken all or none', () => {
  const good = (n: number): string =>
    JSON.stringify({ method: 'POST', url: URL, body: { kind: 'json', value: { n } } });
  const third = (line: string): string => [good(1), good(2), line, good(4), good(5)].join('\n');

  test('a malformed third line of five is named, and nothing is stored', async () => {
    const { home } = await profile();
    expect(await refusal(home, ['add', '--from', '-'], third('{"method":'))).toEqual({
      exit: 2,
      stdout: '',
      code: 'JSONL_INVALID',
      sentence: expect.stringMatching(/line 3/),
      refs: ['was here'],
    });
  });

  test('a third line that the outbox refuses is named as well', async () => {
    const { home } = await profile();
    const line = JSON.stringify({ method: 'POST', url: 'ftp://x/y' });
    expect(await refusal(home, ['add', '--from', '-'], third(line))).toEqual({
      exit: 2,
      stdout: '',
      code: 'URL_NOT_HTTP',
      sentence: expect.stringMatching(/line 3/),
      refs: ['was here'],
    });
  });

  test('a line with a field that does not exist says which', async () => {
    const { home } = await profile();
    const line = JSON.stringify({ method: 'POST', url: URL, priorty: 3 });
    expect(await refusal(home, ['add', '--from', '-'], third(line))).toEqual({
      exit: 2,
      stdout: '',
      code: 'INPUT_INVALID',
      sentence: expect.stringMatching(/line 3.*priorty/),
      refs: ['was here'],
    });
  });

  test('file lists of unequal length are refused, counted with blank lines', async () => {
    const { home } = await profile();
    const line = JSON.stringify({
      operation: 'POST',
      url: URL,
      filePathsJson: '["a.jpg","b.jpg"]',
      fileFieldsJson: '["front"]',
    });
    expect(
      await refusal(home, ['add', '--from', '-'], `${good(1)}\n\n${good(2)}\n${line}\n`),
    ).toEqual({
      exit: 2,
      stdout: '',
      code: 'FILE_LISTS_UNEQUAL',
      sentence: expect.stringMatching(/line 4/),
      refs: ['was here'],
    });
  });

  test('other options beside --from are refused', async () => {
    const { home } = await profile();
    expect(await refusal(home, ['add', '--from', '-', '--priority', 'high'], good(1))).toEqual({
      exit: 2,
      stdout: '',
      code: 'USAGE',
      sentence: expect.stringMatching(/--from and --priority/),
      refs: ['was here'],
    });
  });
});

describe('a profile folder that cannot be used ends with 5', () => {
  const adding = ['add', 'POST', URL] as const;

  test('a file stands where the folder should be', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'home'), 'not a folder');
    for (const args of [
      adding,
      ['list'] as const,
      ['status'] as const,
      ['hold', '--all'] as const,
    ]) {
      const end = await outtray(args, { home: join(folder, 'home') });
      expect(end).toMatchObject({ code: 5, stdout: '' });
      expect(end.stderr).toMatch(/^outtray: PROFILE_\w+: [^\n]+\n$/);
    }
  });

  test.skipIf(process.platform !== 'linux')('no folder can be made there', async () => {
    const end = await outtray(adding, { home: '/proc/outtray/home', cwd: tempFolder() });
    expect(end).toMatchObject({ code: 5, stdout: '' });
    expect(end.stderr).toMatch(/^outtray: PROFILE_UNUSABLE: [^\n]+\n$/);
  });

  test.skipIf(!canMount)('the folder is read-only', async () => {
    const disk = smallDisk(8);
    const home = join(disk.folder, 'home');
    expect(await outtray(adding, { home })).toMatchObject({ code: 0 });
    disk.makeReadOnly();
    const end = await outtray(adding, { home });
    expect(end).toMatchObject({ code: 5, stdout: '' });
    expect(end.stderr).toMatch(/^outtray: PROFILE_READ_ONLY: [^\n]+\n$/);
  });

  test.skipIf(!canMount)('the disk is full, and what was there stays', async () => {
    const { folder } = smallDisk(4);
    const home = join(folder, 'home');
    expect(await outtray([...adding, '--ref', 'was here'], { home })).toMatchObject({ code: 0 });
    const video = join(tempFolder(), 'video.mp4');
    writeFileSync(video, Buffer.alloc(5_000_000));
    const many = { method: 'POST', url: URL, body: { kind: 'text', text: 'x'.repeat(100_000) } };
    const lines = `${JSON.stringify(many)}\n`.repeat(60);
    const refused = [
      await outtray(['add', 'POST', URL, '--body', `@${video}`], { home }),
      await outtray(['add', '--from', '-'], { home, stdin: lines }),
    ];
    for (const end of refused) {
      expect(end).toMatchObject({ code: 5, stdout: '' });
      expect(end.stderr).toMatch(/^outtray: NO_SPACE: [^\n]+\n$/);
    }
    expect((await itemsIn(home)).map((item) => item.ref)).toEqual(['was here']);
  });

  test('the database is of a newer version, and stays untouched', async () => {
    const { home } = await profile();
    const database = new Database(join(home, 'outtray.db'));
    database.pragma('user_version = 9999');
    database.close();
    const before = readFileSync(join(home, 'outtray.db'));
    for (const args of [adding, ['list'] as const, ['sync'] as const]) {
      const end = await outtray(args, { home });
      expect(end).toMatchObject({ code: 5, stdout: '' });
      expect(end.stderr).toMatch(/^outtray: PROFILE_NEWER: [^\n]+\n$/);
    }
    expect(readFileSync(join(home, 'outtray.db')).equals(before)).toBe(true);
  });

  test('a host has it already; a second one names it', async () => {
    const { home } = await profile();
    const serving = start(['serve'], { home });
    expect(await firstLine(serving)).toContain(home);
    const end = await outtray(['serve'], { home });
    expect(end.code).toBe(5);
    expect(end.stdout).toMatch(PAGE_ADDRESS);
    expect(end.stderr).toMatch(
      new RegExp(`^outtray: PROFILE_IN_USE: [^\n]*process ${serving.pid}[^\n]*\n$`),
    );
  });
});

const PAGE_ADDRESS = /^ {2}http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]{43}$/m;

describe('what asks for JSON gets its errors as JSON', () => {
  test('an error of the outbox', async () => {
    const { home } = await profile();
    const end = await outtray(['show', 'nobody', '--json'], { home });
    expect(end).toMatchObject({ code: 4, stdout: '' });
    expect(JSON.parse(end.stderr)).toMatchObject({
      error: {
        code: 'ITEM_NOT_FOUND',
        params: { id: 'nobody' },
        message: expect.stringContaining('nobody'),
      },
    });
  });

  test('an error in the command line', async () => {
    const { home } = await profile();
    const end = await outtray(['list', '--json', '--lmit', '3'], { home });
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(JSON.parse(end.stderr)).toMatchObject({ error: { code: 'USAGE' } });
  });
});

test.each([
  ['proxy.example:99999', 'pw', 'must be like proxy.example:3128'],
  ['proxy.example', 'pw', 'must be like proxy.example:3128'],
  ['proxy.example:3128', '', 'no password came on stdin'],
])('no sign-in is kept for the proxy %s with "%s"', async (proxy, stdin, says) => {
  const home = join(tempFolder(), 'home');
  const refused = await runHere(['proxy', 'sign-in', proxy, '--user', 'ana'], { home, stdin });
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(says);
});
