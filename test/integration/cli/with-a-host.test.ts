import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listenForControl } from '../../../electron/adapters/control-socket/listen-for-control.ts';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import type { OutboxCalls } from '../../../shared/contracts/control-protocol.ts';
import type { Result } from '../../../shared/lang/result.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { finished, firstLine, itemsIn, outtray, start } from './outtray.ts';

const ANALYZE = 'systemd-analyze';
const UNREACHABLE = 'http://127.0.0.1:9/x';

async function day() {
  const server = createPracticeServer();
  const { url } = await server.start();
  onTestFinished(() => server.stop());
  const folder = tempFolder();
  return { server, inbox: `${url}/inbox`, folder, home: join(folder, 'home') };
}

function okay<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function serving(home: string) {
  const child = start(['serve'], { home });
  expect(await firstLine(child)).toBe(`Sending from ${home}`);
  return child;
}

describe.each(['without a host', 'beside a running host'] as const)('every command %s', (how) => {
  test('hands over, lists, shows, explains and sends, with the same answers and exit codes', async () => {
    const { home, inbox, folder, server } = await day();
    const host = how === 'without a host' ? null : await serving(home);
    writeFileSync(join(folder, 'photo.jpg'), 'not much of a photo');

    const added = await outtray(['add', 'POST', `${inbox}/x?invalid`, '--file', 'a=@photo.jpg'], {
      home,
    });
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const id = added.stdout.trim();
    const lines = [1, 2, 3].map((n) => JSON.stringify({ method: 'POST', url: `${inbox}/${n}` }));
    const more = await outtray(['add', '--from', '-'], { home, stdin: lines.join('\n') });
    expect(more.stdout.trim().split('\n')).toHaveLength(3);
    const refused = await outtray(['add', 'BREW', inbox], { home });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/^outtray: METHOD_UNKNOWN: [^\n]+\n$/);
    const wrong = await outtray(['add', '--from', '-'], {
      home,
      stdin: `${lines[0]}\n${JSON.stringify({ method: 'POST', url: 'ftp://x/y' })}`,
    });
    expect(wrong.stderr).toMatch(/^outtray: URL_NOT_HTTP: line 2/);

    const synced = await outtray(['sync', '--wait', '--timeout', '30', '--json'], { home });
    expect(synced.code).toBe(3);
    expect(JSON.parse(synced.stdout)).toMatchObject({
      end: 'drained',
      counts: { delivered: 3, attention: 1, queued: 0 },
    });
    expect(server.ledger.snapshot().effects).toHaveLength(3);

    const page = await outtray(['list', '--json', '--limit', '1'], { home });
    expect(JSON.parse(page.stdout)).toMatchObject({
      items: [{ state: 'delivered' }],
      next: expect.any(String),
    });
    const shown = await outtray(['show', id, '--json'], { home });
    expect(JSON.parse(shown.stdout)).toMatchObject({
      attempts: [{ body: { text: expect.stringContaining('customer') } }],
    });
    const body = await outtray(['show', id, '--body'], { home });
    expect(JSON.parse(body.stdout)).toMatchObject({ status: 422 });
    expect(await outtray(['show', 'nobody'], { home })).toMatchObject({ code: 4, stdout: '' });
    expect(await outtray(['status'], { home })).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('1 needs you'),
    });
    const why = await outtray(['explain', id], { home });
    expect(why.stdout).toMatch(/^The server said no \(422/);
    expect(existsSync(join(home, 'host.json'))).toBe(host !== null);
  });
});

describe('sync beside a running host', () => {
  test('ends the back-off there, follows what is sent to its end, and counts it', async () => {
    const { home, inbox, server } = await day();
    await serving(home);
    const refused = new Promise<void>((resolve) => {
      server.onEvent((event) => event.type === 'received' && resolve());
    });
    const added = await outtray(['add', 'POST', `${inbox}/x?status=500&times=1`], { home });
    await refused;
    const synced = await outtray(['sync', '--wait', '--timeout', '30'], { home });
    expect(synced).toMatchObject({ code: 0, stderr: '' });
    expect(synced.stdout).toMatch(/^([^\n]*\n)?[^\n]*\n?1 delivered\n$|^Nothing to send\n$/);
    expect(await itemsIn(home)).toMatchObject([{ id: added.stdout.trim(), state: 'delivered' }]);
  });

  test('goes on by itself when that host is told to end', async () => {
    const { home, inbox, server } = await day();
    const host = await serving(home);
    await outtray(['add', 'POST', `${inbox}/x?delay=60000`], { home });
    const syncing = start(['sync', '--wait', '--json'], { home });
    const end = finished(syncing);
    const again = new Promise<void>((resolve) => {
      let received = 0;
      server.onEvent((event) => {
        if (event.type !== 'received') return;
        received += 1;
        if (received === 1) host.kill('SIGTERM');
        else resolve();
      });
    });
    if (server.ledger.snapshot().entries.length > 0) host.kill('SIGTERM');
    const hostEnd = finished(host);
    await again;
    syncing.kill('SIGINT');
    expect((await hostEnd).code).toBe(0);
    expect((await end).code).toBe(130);
  });

  test('a sync that sends answers the others: nobody waits for its end', async () => {
    const { home, inbox, server } = await day();
    await outtray(['add', 'POST', `${inbox}/x?delay=60000`], { home });
    const received = new Promise<void>((resolve) => {
      server.onEvent((event) => event.type === 'received' && resolve());
    });
    start(['sync', '--wait'], { home });
    await received;
    expect(await outtray(['add', 'POST', UNREACHABLE], { home })).toMatchObject({ code: 0 });
    expect(await itemsIn(home)).toMatchObject([
      { state: expect.any(String) },
      { state: 'sending' },
    ]);
  });
});

describe('a host that ends', () => {
  test('on SIGTERM leaves the queue to the next command', async () => {
    const { home } = await day();
    const host = await serving(home);
    await outtray(['add', 'POST', UNREACHABLE, '--ref', 'through it'], { home });
    const ended = finished(host);
    host.kill('SIGTERM');
    expect(
      await outtray(['add', 'POST', UNREACHABLE, '--ref', 'after it'], { home }),
    ).toMatchObject({ code: 0, stderr: '' });
    expect(await ended).toMatchObject({ code: 0 });
    expect((await itemsIn(home)).map((item) => item.ref)).toEqual(['after it', 'through it']);
    expect(existsSync(join(home, 'host.json'))).toBe(false);
  });
});

describe('a host that dies before it answers', () => {
  test.each([[['POST', UNREACHABLE]], [['--from', '-']]])(
    'is followed by the command itself, which asks for the same thing: %j',
    async (args) => {
      const { home } = await day();
      mkdirSync(home, { mode: 0o700 });
      const asked: unknown[] = [];
      const api = {
        call: (_: string, input: unknown) => {
          asked.push(input);
          void server.close(0);
          return new Promise(() => {});
        },
      } as unknown as OutboxCalls;
      const log = { info: () => {}, warn: () => {}, error: () => {} };
      const never = () => () => {};
      const server = okay(
        await listenForControl({ folder: home, api, log, onChange: never, watchSending: never }),
      );
      const lines = [
        { method: 'POST', url: UNREACHABLE },
        { operation: 'POST', url: UNREACHABLE },
      ];
      const stdin = lines.map((line) => JSON.stringify(line)).join('\n');
      expect(await outtray(['add', ...args], { home, stdin })).toMatchObject({ code: 0 });
      const requests = (asked[0] as { readonly requests?: object[] }).requests ?? asked;
      expect((await itemsIn(home)).map((item) => item.requestId).toReversed()).toEqual(
        requests.map((request) => (request as { readonly requestId: string }).requestId),
      );
    },
  );
});

describe('serve --print-unit', () => {
  const version = spawnSync(ANALYZE, ['--version']).status;

  test('names node, the entry and the profile by absolute paths, quoted', async () => {
    const { folder } = await day();
    const home = join(folder, 'a "b" 50% $HOME');
    const printed = await outtray(['serve', '--print-unit', '--home', home], { home });
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(printed.stdout).toContain(`"serve" "--home" "${folder}/a \\"b\\" 50%% $$HOME"\n`);
    expect(printed.stdout).toMatch(/^ExecStart="\/[^"]+" "\/[^"]+preflight\.mjs" /m);
    for (const line of ['Restart=on-failure', 'KillMode=mixed', 'WantedBy=default.target']) {
      expect(printed.stdout).toContain(`\n${line}\n`);
    }
    expect(printed.stdout).not.toMatch(/network/i);
    expect(existsSync(home)).toBe(false);
  });

  test.skipIf(version !== 0)('is a unit that systemd takes (needs systemd-analyze)', async () => {
    const { folder, home } = await day();
    const { stdout } = await outtray(['serve', '--print-unit'], { home });
    const file = join(folder, 'outtray.service');
    const env = { ...process.env, XDG_RUNTIME_DIR: folder };
    const verify = () => spawnSync(ANALYZE, ['verify', '--user', '--man=no', file], { env });
    writeFileSync(file, stdout);
    const verified = verify();
    expect([verified.status, verified.stderr.toString()]).toEqual([0, '']);
    writeFileSync(file, stdout.replace('ExecStart="', 'ExecStart="nowhere'));
    expect(verify().status).not.toBe(0);
  });
});
