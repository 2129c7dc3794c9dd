import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { AFTER_FAILURE } from '../../../electron/main/shell/after-failure.ts';
import { ledgerOf, practice } from '../../support/practice.ts';
import { type RunningApp, runApp } from '../../support/running-app.ts';
import { spawnSource } from '../../support/spawned.ts';
import { tempFolder } from '../../support/temp-folder.ts';

// The whole of `electron/main` under the double, as a process: what a person and the system do with an app.

const MB = 1024 * 1024;
const PREFLIGHT = 'electron/headless/preflight.mjs';

async function started(home = tempFolder()): Promise<RunningApp & { readonly home: string }> {
  const app = runApp(home);
  await expect.poll(() => app.shows('windowShown').length).toBe(1);
  return { ...app, home };
}

const post = (url: string, body: object) => ({ method: 'POST', url, body });
const json = { kind: 'json', value: { room: 4 } };

const effectsAt = async (url: string) => (await ledgerOf(url)).effects.length;

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A body of which the server takes no more than fits into the system's buffers. */
async function uploading(app: RunningApp & { readonly home: string }): Promise<string> {
  const server = await listening(createServer({ pauseOnConnect: true }));
  const file = join(app.home, 'large.bin');
  writeFileSync(file, Buffer.alloc(40 * MB));
  const added = spawnSource(PREFLIGHT, ['add', 'PUT', server, '--body', `@${file}`], {
    OUTTRAY_HOME: app.home,
  });
  expect(await added.ended, added.output()).toBe(0);
  const id = added.output().trim();
  const lines = await app.follow();
  await expect
    .poll(() =>
      lines.some(
        (line) => line.kind === 'progress' && line.items.some(({ bytesUp }) => bytesUp > 0),
      ),
    )
    .toBe(true);
  return id;
}

test('what its window hands over is sent, by a process of its own', async () => {
  const server = await practice();
  const app = await started();
  await app.call('enqueue', post(`${server.url}/inbox/a`, json));
  await expect.poll(() => effectsAt(server.url)).toBe(1);
  const { workers } = JSON.parse(readFileSync(join(app.home, 'workers.json'), 'utf8'));
  expect(workers).toHaveLength(1);
  expect(workers[0].pid).not.toBe(app.child.pid);
});

test('a worker that is killed in the middle is replaced, and what it had is sent', async () => {
  const keys: unknown[] = [];
  const url = await listening(
    http.createServer((request, response) => {
      // The first one is never answered.
      if (keys.push(request.headers['idempotency-key']) > 1) response.writeHead(201).end();
    }),
  );
  const app = await started();
  await app.call('enqueue', post(url, json));
  const worker = (): number | undefined =>
    JSON.parse(readFileSync(join(app.home, 'workers.json'), 'utf8')).workers[0]?.pid;
  await expect.poll(() => keys.length).toBe(1);
  const first = worker() ?? 0;
  process.kill(first, 'SIGKILL');
  await expect.poll(() => keys.length).toBe(2);
  expect(keys[1]).toBe(keys[0]);
  expect(worker()).not.toBe(first);
  expect(app.child.exitCode).toBeNull();
});

test('the command line asks the app while it runs', async () => {
  const server = await practice();
  const app = await started();
  const added = spawnSource(PREFLIGHT, ['add', 'POST', `${server.url}/inbox/b`, '--json', '{}'], {
    OUTTRAY_HOME: app.home,
  });
  expect(await added.ended).toBe(0);
  await expect.poll(() => effectsAt(server.url)).toBe(1);
});

test('a second start ends at once, and brings the window of the first to the front', async () => {
  const app = await started();
  const second = runApp(app.home);
  expect(await second.ended).toBe(0);
  expect(second.windows.size).toBe(0);
  await expect.poll(() => app.shows('windowFocused').length).toBe(1);
});

test('it goes on without its window, which a second start opens again', async () => {
  const server = await practice();
  const app = await started();
  await app.ask('closed', { window: 1 });
  await expect.poll(() => app.windows.size).toBe(0);
  await spawnSource(PREFLIGHT, ['add', 'POST', `${server.url}/inbox/b`, '--json', '{}'], {
    OUTTRAY_HOME: app.home,
  }).ended;
  await expect.poll(() => effectsAt(server.url)).toBe(1);
  await runApp(app.home).ended;
  await expect.poll(() => app.windows.size).toBe(1);
});

test('started at login it has no window', async () => {
  const home = tempFolder();
  const app = runApp(home, { args: ['--in-tray'] });
  await expect.poll(() => app.shows('tray').length).toBeGreaterThan(0);
  expect(app.windows.size).toBe(0);
});

test('quitting asks nothing when nothing starts over, and the folder is free afterwards', async () => {
  const app = await started();
  await app.quit();
  expect(await app.ended).toBe(0);
  expect(app.shows('messageBox')).toEqual([]);
  const again = await started(app.home);
  await again.quit();
  expect(await again.ended).toBe(0);
});

test('quitting while a large body is on its way asks, and goes on when told so', async () => {
  const app = await started();
  const id = await uploading(app);
  await app.ask('press', { button: 0 });
  await app.quit();
  await expect.poll(() => app.shows('messageBox').length).toBe(1);
  expect(JSON.stringify(app.shows('messageBox')[0])).toContain('1 upload would have to start over');
  expect(app.child.exitCode).toBeNull();
  await app.ask('press', { button: 1 });
  await app.quit();
  expect(await app.ended).toBe(0);
  const shown = spawnSource(PREFLIGHT, ['show', id, '--json'], { OUTTRAY_HOME: app.home });
  expect(await shown.ended).toBe(0);
  expect(JSON.parse(shown.output())).toMatchObject({ state: 'queued' });
});

test.for(['SIGTERM', 'SIGINT'] as const)('%s ends it in order', async (signal) => {
  const app = await started();
  app.child.kill(signal);
  expect(await app.ended).toBe(0);
  expect(app.shows('messageBox')).toEqual([]);
});

test('the system that goes down is not kept waiting by a question', async () => {
  const app = await started();
  await uploading(app);
  await app.ask('happen', { to: 'power', event: 'shutdown' });
  expect(await app.ended).toBe(0);
  expect(app.shows('messageBox')).toEqual([]);
});

test('where a host without a window has the folder, its page is opened, and that is said', async () => {
  const home = tempFolder();
  const host = spawnSource(PREFLIGHT, ['serve', '--json'], { OUTTRAY_HOME: home });
  onTestFinished(async () => {
    host.child.kill('SIGKILL');
    await host.ended;
  });
  await host.printed('"serving"');
  const app = runApp(home);
  expect(await app.ended, app.output()).toBe(0);
  expect(app.shows('openedOutside')).toMatchObject([
    { url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#code=/) },
  ]);
  expect(JSON.stringify(app.shows('messageBox'))).toContain('without a window');
  expect(app.windows.size).toBe(0);
});

test('a folder that cannot be used is said in words, and nothing is left running', async () => {
  const file = join(tempFolder(), 'a-file');
  writeFileSync(file, '');
  const app = runApp(file);
  expect(await app.ended).toBe(1);
  expect(app.shows('errorBox')).toHaveLength(1);
  expect(JSON.stringify(app.shows('errorBox'))).toContain(file);
});

test('what fails around it is in its log', async () => {
  const app = await started();
  await app.ask('gone', { window: 1, reason: 'crashed' });
  await app.quit();
  await app.ended;
  const log = readFileSync(join(app.home, 'log/outtray.log'), 'utf8');
  expect(log).toContain('"window.gone"');
  expect(log).toContain('"reason":"crashed"');
});

test.for(['thrown', 'rejected'] as const)(
  'an error of its own that is %s ends it, in the log, and starts it again once',
  async (how) => {
    const home = tempFolder();
    const first = await started(home);
    await first.ask('fail', { how });
    expect(await first.ended).toBe(1);
    const [again] = first.shown.flatMap((one) => (one.kind === 'startedAgain' ? [one.args] : []));
    expect(again).toContain(AFTER_FAILURE);
    expect(readFileSync(join(home, 'log/outtray.log'), 'utf8')).toMatch(/"host.failed".*planted/);

    const second = runApp(home, { args: [AFTER_FAILURE] });
    await expect.poll(() => second.shows('windowShown').length).toBe(1);
    await second.ask('fail', { how });
    expect(await second.ended).toBe(1);
    expect(second.shows('startedAgain')).toEqual([]);
    expect(second.shows('errorBox')).toHaveLength(1);
  },
);
