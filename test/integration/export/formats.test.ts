import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cliOutput } from '../../../shared/contracts/cli-output.ts';
import type { Har, HarEntry } from '../../../shared/contracts/har.ts';
import { bashAndCurl } from '../../support/bash-and-curl.ts';
import { harProblems } from '../../support/har-schema.ts';
import { ledgerOf, practice } from '../../support/practice.ts';
import { addMany, atRest, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { runHere } from '../cli/in-process.ts';
import { OWN_SECRET, practiceItems } from './practice-items.ts';
import { recordingProxy, type SeenRequest } from './recording-proxy.ts';

const LIMIT_MS = 300_000;

const shells = bashAndCurl() === 'skip';

/** Twenty items that were tried until nothing moves without a person. */
async function practiceDay() {
  const folder = tempFolder();
  const home = join(folder, 'home');
  const server = await practice();
  const proxy = await recordingProxy(server.url);
  const host = await realHost(home);
  const ids = await addMany(host, [...practiceItems(proxy.url, folder)]);
  await host.sending.start();
  await atRest(host);
  await host.close(0);
  const exported = async (...args: readonly string[]): Promise<string> => {
    const end = await runHere(['export', ...args], { home });
    expect(end).toMatchObject({ code: 0, stderr: '' });
    return end.stdout;
  };
  return { home, ids, server, seen: proxy.seen, exported };
}

describe('twenty practice items', () => {
  test('are told alike by every format', { timeout: LIMIT_MS }, async () => {
    const { ids, exported } = await practiceDay();
    expect(ids).toHaveLength(20);
    const items = (await exported())
      .trimEnd()
      .split('\n')
      .map((line) => cliOutput.export.parse(JSON.parse(line)));
    const har = JSON.parse(await exported('--format', 'har')) as Har;
    const csv = (await exported('--format', 'csv')).split('\r\n').slice(1, -1);
    const commands = (await exported('--format', 'curl')).split('\n# ').slice(1);
    const others = (await exported('--format', 'powershell')).split('\n# ').slice(1);

    expect(items.map(({ id }) => id)).toEqual(ids);
    expect(harProblems(har)).toEqual([]);
    expect(har.log.entries.map(told)).toEqual(
      items.flatMap((item) =>
        item.attempts.map((attempt) => ({
          item: item.id,
          attempt: attempt.number,
          title: item.title ?? undefined,
          at: new Date(attempt.startedAt).toISOString(),
          method: attempt.method,
          url: attempt.url,
          headers: attempt.report?.requestHeaders,
          outcome: attempt.outcome?.kind,
          status: attempt.report?.response?.status ?? 0,
          answer: attempt.report?.response?.headers ?? [],
          bytes: attempt.answer?.bytes ?? 0,
        })),
      ),
    );
    // Attempts without an answer are among them, and some that an item took elsewhere.
    const statuses = har.log.entries.map(({ response }) => response.status);
    expect(statuses).toEqual(expect.arrayContaining([0, 307, 422, 503]));

    for (const [at, item] of items.entries()) {
      const { method, url, state, attempts } = item;
      const last = attempts.at(-1);
      expect(csv[at]).toContain(`${item.id},${item.seq},${state},`);
      expect(csv[at]).toContain(`,${method},${url},`);
      expect(csv[at]).toMatch(
        new RegExp(
          `,${attempts.length},[^,]+,${last?.outcome?.kind},${last?.report?.response?.status ?? ''},`,
        ),
      );
      expect(commands[at]).toContain(`${item.id}: ${method}, ${state}\n`);
      expect(commands[at]).toContain(`--url '${url}'`);
      expect(commands[at]).toContain(item.idempotencyKey);
      expect(others[at]).toContain(`url = "${url}"`);
      expect(others[at]).toContain(item.idempotencyKey);
    }
  });

  test('show secrets and bodies only where they were asked for', {
    timeout: LIMIT_MS,
  }, async () => {
    const { home, exported } = await practiceDay();
    const har = ['--format', 'har'];
    const plain = await exported(...har);
    expect(plain).not.toContain(OWN_SECRET);
    expect(plain).not.toContain('body-3f9a77');
    expect(plain).toContain('"x-api-key","value":"[redacted]"');

    const whole = await exported(...har, '--with-bodies');
    expect(whole).not.toContain(OWN_SECRET);
    const { log } = JSON.parse(whole) as Har;
    expect(harProblems({ log })).toEqual([]);
    const bodyOf = (path: string) =>
      log.entries.find(({ request }) => new URL(request.url).pathname === `/inbox/${path}`)?.request
        .postData;
    expect(bodyOf('keys')).toEqual({
      mimeType: 'application/json',
      text: '{ "secret": "body-3f9a77" }',
    });
    expect(bodyOf('forms')?.params).toEqual([
      { name: 'a b', value: 'ü&=' },
      { name: 'a b', value: "it's" },
    ]);
    expect(bodyOf('sketches')?.params).toMatchObject([
      {
        name: '',
        fileName: 'Brücke "Nord".jpg',
        comment: expect.stringMatching(/^5 bytes, SHA-256 /),
      },
      { name: 'quo"te', value: '\r\n' },
    ]);
    const refused = log.entries.find(({ response }) => response.status === 422);
    expect(refused?.response.content.text).toContain('customer');

    for (const format of ['har', 'curl', 'powershell']) {
      const asked = ['export', '--format', format, '--with-secrets'];
      const end = await runHere(asked, { home });
      expect(end).toMatchObject({ code: 2, stdout: '' });
      expect(end.stderr).toContain('SECRETS_UNCONFIRMED');
      const twice = await runHere([...asked, '--with-secrets'], { home });
      expect(twice.stdout).toContain(OWN_SECRET);
    }
    for (const args of [
      ['--with-secrets', '--with-secrets'],
      ['--with-bodies', '--format', 'curl'],
      ['--json', '--format', 'har'],
    ])
      expect(await runHere(['export', ...args], { home })).toMatchObject({ code: 2, stdout: '' });
  });

  test.skipIf(shells)(
    'are sent again as they were by the commands for bash',
    { timeout: LIMIT_MS },
    async () => {
      const { ids, server, seen, exported } = await practiceDay();
      const ours = byKey(seen);
      const before = (await ledgerOf(server.url)).entries;
      const script = await exported('--format', 'curl', '--with-secrets', '--with-secrets');
      await runScript(script);
      const theirs = byKey(seen.slice([...ours.values()].flat().length));
      expect(theirs.size).toBe(ids.length);
      for (const [key, [first]] of ours) expect(theirs.get(key)).toEqual([first]);

      const entries = (await ledgerOf(server.url)).entries;
      const again = entries.slice(before.length);
      const facts = ({ method, path, key, bytes, sha256 }: (typeof entries)[number]) => ({
        method,
        path,
        key,
        bytes,
        sha256,
      });
      expect(again).toHaveLength(ids.length);
      for (const entry of again) {
        const first = before.find(({ key }) => key === entry.key);
        expect(facts(entry)).toEqual(first === undefined ? null : facts(first));
      }
    },
  );
});

const told = ({ request, response, _outtray: ours, ...entry }: HarEntry) => ({
  item: ours.item,
  attempt: ours.attempt,
  title: entry.comment,
  at: entry.startedDateTime,
  method: request.method,
  url: ours.url,
  headers: request.headers.map(({ name, value }) => [name, value]),
  outcome: ours.outcome,
  status: response.status,
  answer: response.headers.map(({ name, value }) => [name, value]),
  bytes: response.content.size,
});

/** Which try it is may differ; nothing else may. */
function byKey(seen: readonly SeenRequest[]): ReadonlyMap<string, readonly SeenRequest[]> {
  const found = new Map<string, SeenRequest[]>();
  for (const request of seen) {
    const key = request.headers.find((line) => line.startsWith('idempotency-key: ')) ?? '';
    const headers = request.headers.filter((line) => !line.startsWith('x-outbox-attempt: '));
    found.set(key, [...(found.get(key) ?? []), { ...request, headers }]);
  }
  return found;
}

/** The proxy that it talks to lives in this process, so nothing here may block. */
async function runScript(script: string): Promise<void> {
  const path = join(tempFolder(), 'items.sh');
  writeFileSync(path, script);
  const child = spawn('bash', [path], {
    env: { PATH: process.env['PATH'], HOME: tempFolder() },
    stdio: 'ignore',
  });
  await once(child, 'exit');
}
