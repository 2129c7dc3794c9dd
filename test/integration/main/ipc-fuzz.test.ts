import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outboxContract } from '../../../shared/contracts/outbox-api.ts';
import { WINDOW_CHANNELS, WINDOW_ORIGIN } from '../../../shared/contracts/window-bridge.ts';
import { type Attached, attach } from '../../support/attached.ts';
import { createCanary } from '../../support/canary.ts';
import { handlers } from '../../support/electron-double/ipc-main.ts';
import type { WebFrameMain } from '../../support/electron-double/web-contents.ts';

// The fault catalogue of IPC (I-01 … I-10), against the whole app under the double, through the channels on which
// pages ask. What concerns embedded apps only stands in test/integration/apps; I-11 in test/unit/worker-host.

const RUNS = { numRuns: 1_000 };

const home = mkdtempSync(join(tmpdir(), 'outtray-fuzz-'));
let app: Attached;
beforeAll(async () => {
  app = await attach(home);
  // Nothing is sent meanwhile: what is accepted stays as it is.
  await call('pause', { scope: 'all' });
});
afterAll(async () => {
  await app.here.close(0);
  rmSync(home, { recursive: true, force: true });
});

interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: { readonly code: string };
}

const ask = async (channel: string, message: unknown): Promise<Answer> =>
  (await app.ask(channel, message)) as Answer;
const call = (name: string, input: unknown): Promise<Answer> =>
  ask(WINDOW_CHANNELS.call, { name, input });
const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : (answer.error?.code ?? 'no code'));
const position = async (): Promise<unknown> => (await ask(WINDOW_CHANNELS.position, {})).value;
const logged = (): string => readFileSync(join(home, 'log/outtray.log'), 'utf8');

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
});

/** Calls that anything but a well-formed input leaves without effect, and that open no window and no server. */
const CALLS = Object.keys(outboxContract).filter(
  (name) => !/^(practice|apps|accounts|settings)[.]|^waitFor$|^(sync|resume)$/.test(name),
);

test('I-01: whatever arrives on a channel is answered by a value or a code, and changes nothing', async () => {
  const before = await position();
  const channel = fc.constantFrom(...handlers.keys()).filter((name) => !name.endsWith('nextPlace'));
  const message = fc.oneof(
    anything,
    fc.record({
      name: fc.oneof(fc.constantFrom(...CALLS, '__proto__', 'toString'), fc.string()),
      input: anything,
    }),
    fc.record({ stream: anything, cursor: anything }, { requiredKeys: [] }),
  );
  await fc.assert(
    fc.asyncProperty(channel, message, async (name, given) => {
      const answer = await ask(name, given);
      if (answer.ok) expect(answer).toHaveProperty('value');
      else expect(answer.error?.code).toMatch(/^[A-Z_]+$/);
      // That would be a mistake of ours, caught at the last moment.
      expect(codeOf(answer)).not.toBe('HOST_STOPPED');
    }),
    RUNS,
  );
  expect(logged()).not.toContain('ipc.failed');
  expect(await position()).toEqual(before);
});

test('I-01: a well-formed call is answered by its value', async () => {
  const added = await call('enqueue', request({}));
  expect(codeOf(added)).toBe('ok');
  expect(codeOf(await call('remove', { items: { all: true } }))).toBe('ok');
});

const request = (more: object): object => ({
  method: 'POST',
  url: 'http://127.0.0.1:9/inbox',
  body: { kind: 'json', value: { room: 4 } },
  ...more,
});

test('I-02: enormous, self-containing and poisonous values are refused by the way in', async () => {
  const round: Record<string, unknown> = {};
  round['round'] = round;
  const poisoned: unknown = JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"method":"POST","url":"http://127.0.0.1:9/"}',
  );
  const names = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, n]));
  const [many, fewer] = [names(1_000_000), names(100_000)];
  for (const [input, code] of [
    [round, 'INPUT_INVALID'],
    [poisoned, 'INPUT_INVALID'],
    [request({ title: 'x'.repeat(40 * 1024 * 1024) }), 'CALL_TOO_LARGE'],
    [many, 'CALL_TOO_LARGE'],
    [fewer, 'INPUT_INVALID'],
    [request({ title: 10n }), 'INPUT_INVALID'],
    [request({ body: { kind: 'json', value: new Map([['a', 1]]) } }), 'INPUT_INVALID'],
  ] as const)
    expect(codeOf(await call('enqueue', input))).toBe(code);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  // What was wrong comes back in a few words, not all of it.
  expect(JSON.stringify(await call('enqueue', fewer)).length).toBeLessThan(1000);
});

const PATHS = [
  '/etc/passwd',
  '../../etc/passwd',
  'file:///etc/passwd',
  '\\\\server\\share\\a.jpg',
  '\\\\?\\C:\\secret.txt',
  'C:\\Users\\me\\a.jpg',
  '~/.ssh/id_rsa',
  '/proc/self/environ',
];

const withFile = (file: object): readonly object[] => [
  request({ body: { kind: 'file', file } }),
  request({ body: { kind: 'multipart', parts: [{ name: 'photo', file }] } }),
];

test('I-03: a path is refused where a file is due, in every form and call', async () => {
  for (const path of PATHS) {
    for (const input of withFile({ path })) {
      expect(codeOf(await call('enqueue', input)), path).toBe('FILE_NEEDS_CAPABILITY');
      expect(codeOf(await call('enqueueMany', { requests: [input] })), path).not.toBe('ok');
    }
    const compat = {
      operation: 'POST',
      url: 'http://127.0.0.1:9/',
      payload: {},
      filePathsJson: [path],
      fileFieldsJson: ['a'],
    };
    expect(codeOf(await call('addToOutbox', compat)), path).toBe('FILE_NEEDS_CAPABILITY');
  }
  expect((await call('list', {})).value).toMatchObject({ items: [] });
});

test('I-04: a token that was made up, or was taken already, gives no file', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.uuid(), fc.string(), fc.constantFrom(...PATHS)),
      async (upload) => {
        for (const input of withFile({ upload }))
          expect(codeOf(await call('enqueue', input))).toMatch(/^(UPLOAD_|INPUT_INVALID)/);
      },
    ),
    { numRuns: 200 },
  );
  const begun = await call('uploads.begin', { filename: 'a.txt' });
  const { upload } = begun.value as { readonly upload: string };
  const bytes = new Uint8Array([1, 2, 3]);
  expect(codeOf(await call('uploads.append', { upload, offset: 0, bytes }))).toBe('ok');
  const [input] = withFile({ upload });
  expect(codeOf(await call('enqueue', input))).toBe('ok');
  expect(codeOf(await call('enqueue', input))).toMatch(/^UPLOAD_/);
  await call('remove', { items: { all: true } });
});

test('I-05: no channel answers a frame in the page, a page that went elsewhere, or one that is gone', async () => {
  const main = app.contents().mainFrame;
  const away = (url: string, origin: string): WebFrameMain => ({ url, origin, parent: null });
  const strangers: readonly (readonly [string, WebFrameMain | null])[] = [
    ['a frame in the page', { ...main, parent: main }],
    ['gone', null],
    ['about:blank', away('about:blank', 'null')],
    ['srcdoc', away('about:srcdoc', WINDOW_ORIGIN)],
    ['data', away('data:text/html,x', 'null')],
    ['elsewhere', away('https://example.com/', 'https://example.com')],
    ['an embedded app', away('app://app-forms/', 'app://app-forms')],
    ['a longer host', away('app://outtray.evil/', 'app://outtray.evil')],
  ];
  for (const channel of handlers.keys())
    for (const [who, frame] of strangers)
      expect(codeOf((await app.ask(channel, {}, frame)) as Answer), `${channel}: ${who}`).toBe(
        'NOT_ALLOWED',
      );
});

test.for([
  ['an address of no web server', { url: 'file:///etc/passwd' }],
  ['a script', { url: 'javascript:alert(1)' }],
  ['user and password', { url: 'http://me:secret@127.0.0.1/' }],
  ['a port that is none', { url: 'http://127.0.0.1:99999/' }],
  ['a line break in the host', { url: 'http://127.0.0.1\r\nx: y/' }],
  ['a host with a space', { url: 'http://127.0. 0.1/' }],
  ['a line break in the method', { method: 'POST\r\nx: y' }],
  ['CONNECT', { method: 'CONNECT' }],
  ['TRACE', { method: 'TRACE' }],
  ['a line break in a header', { headers: { 'x-a': 'b\r\nx-c: d' } }],
  ['a null in a header', { headers: { 'x-a': 'b\0' } }],
  ['a line break in a header’s name', { headers: { 'x-a\r\nx-b': 'c' } }],
  ['a colon in a header’s name', { headers: { 'x-a:': 'c' } }],
  ['a host of its own', { headers: { host: 'example.com' } }],
  ['a length of its own', { headers: { 'content-length': '1' } }],
  ['chunks of its own', { headers: { 'transfer-encoding': 'chunked' } }],
  ['credentials', { headers: { authorization: 'Bearer x' } }],
  ['cookies', { headers: { cookie: 'a=b' } }],
  ['credentials of a proxy', { headers: { 'proxy-authorization': 'Basic x' } }],
] as const)('I-06: a request with %s is refused when it is handed over', async ([, part]) => {
  const before = await position();
  const code = codeOf(await call('enqueue', request(part)));
  expect(code).not.toBe('ok');
  expect(code).toMatch(/^(INPUT_INVALID|URL_|SECRET_|RESERVED_|HEADER_|METHOD_)/);
  expect(await position()).toEqual(before);
});

test('I-07: an upload that loses count writes nowhere, and one that was given up takes nothing more', async () => {
  const begun = await call('uploads.begin', { filename: 'a.bin' });
  const { upload } = begun.value as { readonly upload: string };
  const bytes = new Uint8Array(1024);
  // Not where the last piece ended: a sender that lost count writes nowhere.
  expect(codeOf(await call('uploads.append', { upload, offset: 5000, bytes }))).not.toBe('ok');
  await call('uploads.drop', { upload });
  expect(codeOf(await call('uploads.append', { upload, offset: 0, bytes }))).not.toBe('ok');
});

test('I-08: items that are not there, whoever asks for them, are not found', async () => {
  for (const id of ['01a2153d-4518-77a2-bec4-f4bf7421cea3', '__proto__', '../x', ''])
    for (const name of ['get', 'timeline', 'explain', 'curl'])
      expect(codeOf(await call(name, { id })), `${name} ${id}`).toMatch(
        /^(ITEM_NOT_FOUND|INPUT_INVALID)$/,
      );
});

test('I-10: no secret that a page hands over by mistake comes back, or is kept', async () => {
  const canary = createCanary();
  const secret = canary.secret('token');
  const answers = [
    await call('enqueue', request({ headers: { authorization: `Bearer ${secret}` } })),
    await call('enqueue', request({ headers: { cookie: `session=${secret}` } })),
    await call('enqueue', request({ url: `http://me:${secret}@127.0.0.1:9/` })),
    await call('accounts.setTokens', { name: 'none', tokens: { accessToken: secret } }),
    await call('accounts.setTokens', { name: 'none', tokens: { accessToken: secret, wrong: 1 } }),
    await ask(WINDOW_CHANNELS.call, { name: 'get', input: {}, extra: secret }),
    await call(`get ${secret}`, {}),
  ];
  for (const answer of answers) expect(answer.ok).toBe(false);
  const said = answers.slice(0, -1).map((answer) => JSON.stringify(answer));
  expect(said.filter((text) => canary.isIn(text))).toEqual([]);
  expect(canary.filesUnder(home)).toEqual([]);
});
