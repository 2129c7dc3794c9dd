import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openReader } from '../../../electron/headless/index.ts';
import type { RequestInput } from '../../../shared/contracts/request-input.ts';
import { bashAndCurl } from '../../support/bash-and-curl.ts';
import { ledgerOf, practice } from '../../support/practice.ts';
import { add, atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { runHere } from '../cli/in-process.ts';
import { recordingProxy } from './recording-proxy.ts';

interface Files {
  readonly photo: string;
  readonly scan: string;
}

function makeFiles(): Files {
  const folder = tempFolder();
  const fileOf = (name: string, bytes: Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  return {
    photo: fileOf('Brücke "Nord"; 東.jpg', Buffer.alloc(1_500_000, 'photo\0')),
    scan: fileOf("it's.bin", Buffer.from([0, 1, 2, 255, 10, 13])),
  };
}

const HOSTILE =
  '@$(id) `id` "!!" \'quoted\' \\n %s %%\r\n\ttab \u001b[31m \u202egnp.exe\u0000 ünïcödé 😀';

type Make = (files: Files) => Partial<RequestInput>;

const CASES: readonly (readonly [string, Partial<RequestInput> | Make])[] = [
  ['JSON', { body: { kind: 'json', text: '{\n  "a": "it\'s 50%",\n  "b": "ü\\n"\n}' } }],
  ['a text of many lines', { body: { kind: 'text', text: 'one\ntwo $HOME `id` "!!"\\\n' } }],
  ['a text that would be taken for a file', { body: { kind: 'text', text: '@/etc/passwd' } }],
  ['a hostile text', { body: { kind: 'text', text: HOSTILE } }],
  [
    'a text longer than an argument',
    { body: { kind: 'text', text: `%'\\${'ü'.repeat(150_000)}` } },
  ],
  ['an empty text', { body: { kind: 'text', text: '' } }],
  [
    'a form',
    {
      body: {
        kind: 'form',
        fields: [
          ['a b', 'ü&='],
          ['', ''],
          ['a b', "it's"],
        ],
      },
    },
  ],
  ['a raw file', ({ photo }) => ({ method: 'PUT', body: { kind: 'file', file: { path: photo } } })],
  [
    'a file by reference',
    ({ scan }) => ({ body: { kind: 'file', file: { path: scan, byReference: true } } }),
  ],
  [
    'multipart with two files, an empty field name and a quoted file name that is not ASCII',
    ({ photo, scan }) => ({
      body: {
        kind: 'multipart',
        parts: [
          { name: 'visit', value: HOSTILE },
          { name: 'front', file: { path: photo } },
          { name: 'visit', value: '' },
          { name: '', file: { path: scan }, contentType: 'text/plain; charset=utf-8' },
          { name: 'quo"te\r\n', value: '%d' },
        ],
      },
    }),
  ],
  ['no body', { method: 'DELETE' }],
  ['a POST without a body', {}],
  ['HEAD', { method: 'HEAD' }],
  [
    'headers of every kind',
    {
      headers: [
        ['X-Quote', 'it\'s "50%" $HOME \\'],
        ['X-Twice', 'a'],
        ['X-Twice', 'b'],
        ['X-Empty', ''],
        ['X-Latin', 'caf\u00e9'],
        ['Accept', 'application/json'],
        ['User-Agent', 'Forms/1'],
      ],
      body: { kind: 'json', value: 1 },
    },
  ],
];

const parts = bashAndCurl() === 'skip';

describe.skipIf(parts)('the command for bash', () => {
  test.each(CASES)('sends %s exactly as OutTray did, under the same key', async (_, made) => {
    const request = typeof made === 'function' ? made(makeFiles()) : made;
    const server = await practice();
    const { url, seen } = await recordingProxy(server.url);
    const home = join(tempFolder(), "it's a home");
    const host = await realHost(home);
    const place = `${url}/inbox/a[1-3]'$HOME`;
    const id = await add(host, { method: 'POST', url: place, ...request });
    await host.sending.start();
    await atRest(host);
    expect((await details(host, id)).item.state).toBe('delivered');

    const command = await host.api.call('curl', { id }, { kind: 'window' });
    if (!command.ok) throw new Error(command.error.code);
    expect(await run(command.value.text)).toBe(0);
    const [ours, theirs, ...others] = seen;
    expect(theirs).toEqual(ours);
    expect(others).toEqual([]);
    const { entries, effects } = await ledgerOf(server.url);
    expect(entries).toHaveLength(2);
    const [sent, again] = entries.map(({ method, path, key, attempt, bytes, sha256 }) => ({
      method,
      path,
      key,
      attempt,
      bytes,
      sha256,
    }));
    expect(again).toEqual(sent);
    // The server took it for the same request, and applied it once.
    expect(entries.map((entry) => entry.verdict)).toEqual(['applied', 'replayed']);
    expect(effects).toHaveLength(1);
  });

  test('is the same beside a host, shows no secret, and sends nothing hidden', async () => {
    const server = await practice();
    const home = join(tempFolder(), 'home');
    const host = await realHost(home);
    const saved = await host.api.call(
      'accounts.save',
      {
        name: 'field',
        origins: [server.url],
        auth: { kind: 'bearer' },
        idempotency: { header: 'X-Key', quoted: true },
      },
      { kind: 'cli' },
    );
    expect(saved).toMatchObject({ ok: true });
    const id = await add(host, {
      method: 'POST',
      url: `${server.url}/inbox/a`,
      headers: { 'X-Api-Key': 'geheim', 'X-Hidden': 'none' },
      body: { kind: 'text', text: HOSTILE },
    });
    const reader = await openReader({ home });
    if (!reader.ok) throw new Error(reader.error.code);
    const key = (await details(host, id)).item.idempotencyKey;
    for (const shell of ['bash', 'powershell'] as const) {
      const first = await host.api.call('curl', { id, shell }, { kind: 'window' });
      const second = await reader.value.api.call('curl', { id, shell }, { kind: 'cli' });
      if (!first.ok) throw new Error(first.error.code);
      const { text } = first.value;
      expect(second).toEqual(first);
      expect(text).toContain('Authorization: Bearer <redacted>');
      expect(text).toContain('X-Api-Key: <redacted>');
      expect(text).toContain(shell === 'bash' ? `X-Key: "${key}"` : `X-Key: \\"${key}\\"`);
      expect(text).not.toContain('geheim');
      // oxlint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
    }
    reader.value.close();
  });
});

describe.skipIf(parts)('a file that is not what was accepted', () => {
  test.each([
    ['gone', (path: string) => renameSync(path, `${path}.moved`)],
    ['another one of the same length', (path: string) => writeFileSync(path, 'other bytes 1')],
  ])('is not sent where it is %s; all other items of the script are', async (_, change) => {
    const server = await practice();
    const folder = tempFolder();
    const home = join(folder, 'home');
    const host = await realHost(home);
    const [lost = '', kept = ''] = ["it's lost.bin", 'kept.bin'].map((name) => join(folder, name));
    for (const path of [lost, kept]) writeFileSync(path, 'bytes of 2026');
    const file = (path: string) => ({ path, byReference: true });
    const raw = (path: string): Partial<RequestInput> => ({
      method: 'PUT',
      body: { kind: 'file', file: file(path) },
    });
    const form = (...paths: readonly string[]): Partial<RequestInput> => ({
      body: { kind: 'multipart', parts: paths.map((path) => ({ name: 'p', file: file(path) })) },
    });
    const ids: string[] = [];
    for (const request of [raw(lost), form(kept, lost, kept), raw(kept), form(kept, kept)])
      ids.push(await add(host, { method: 'POST', url: `${server.url}/inbox/a`, ...request }));
    await host.close(0);
    change(lost);

    const exported = async (format: string) =>
      (await runHere(['export', '--format', format], { home })).stdout;
    const script = await ran(await exported('curl'));
    const said = (method: string) =>
      `Not sent: ${method} ${server.url}/inbox/a: its file ${lost} is gone, has changed, or cannot be checked.\n`;
    expect(script).toEqual({ code: 1, said: said('PUT') + said('POST') });
    const keys = (await ledgerOf(server.url)).entries.map(({ key, bytes }) => [key, bytes > 0]);
    const reader = await openReader({ home });
    if (!reader.ok) throw new Error(reader.error.code);
    const sent = [];
    for (const id of ids.slice(2)) {
      const found = await reader.value.api.call('get', { id }, { kind: 'cli' });
      if (!found.ok) throw new Error(found.error.code);
      sent.push([found.value.item.idempotencyKey, true]);
    }
    expect(keys).toEqual(sent);

    // What the window copies is such a command by itself.
    const one = await reader.value.api.call('curl', { id: ids[0] ?? '' }, { kind: 'window' });
    if (!one.ok) throw new Error(one.error.code);
    expect(await ran(one.value.text)).toEqual({ code: 1, said: said('PUT') });
    reader.value.close();
    const powershell = await exported('powershell');
    expect(powershell).toMatch(/^\$failed = \$false\n/);
    expect(powershell).toMatch(/\nif \(\$failed\) \{ exit 1 \}\n$/);
  });
});

test('a request without its values is not sent with the placeholders in it; all other items of the script are', async () => {
  const server = await practice();
  const folder = tempFolder();
  const home = join(folder, 'home');
  const host = await realHost(home);
  const photo = join(folder, 'a.jpg');
  writeFileSync(photo, 'bytes');
  const at = `${server.url}/inbox`;
  const first = await add(host, { method: 'POST', url: `${at}/visits`, ref: 'visit' });
  await add(host, {
    method: 'POST',
    url: `${at}/{{ref:visit.response.body.id}}/photos`,
    body: { kind: 'file', file: { path: photo } },
  });
  const last = await add(host, { method: 'POST', url: `${at}/last` });
  await host.close(0);
  const { stdout } = await runHere(['export', '--format', 'curl'], { home });
  expect(await ran(stdout)).toEqual({
    code: 1,
    said: `Not sent: POST ${at}/{{ref:visit.response.body.id}}/photos: values from the answers to other items are not in it yet.\n`,
  });
  const reader = await openReader({ home });
  if (!reader.ok) throw new Error(reader.error.code);
  const keys = [];
  for (const id of [first, last]) {
    const found = await reader.value.api.call('get', { id }, { kind: 'cli' });
    keys.push(found.ok && found.value.item.idempotencyKey);
  }
  reader.value.close();
  expect((await ledgerOf(server.url)).entries.map(({ key }) => key)).toEqual(keys);
});

const run = async (command: string): Promise<number | null> => (await ran(command)).code;

/** The proxy that it talks to lives in this process, so nothing here may block. `said`: on stderr, without curl's meter. */
async function ran(
  command: string,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const script = join(tempFolder(), 'command.sh');
  writeFileSync(script, command);
  const home = tempFolder();
  writeFileSync(join(home, '.curlrc'), 'silent\n');
  const child = spawn('bash', [script], {
    env: { PATH: process.env['PATH'], HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}
