import { closeSync, existsSync, openSync, rmSync, watch, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import { add, details, realHost } from '../../support/real-host.ts';
import { canMount, type SmallDisk, smallDisk } from '../../support/small-disk.ts';
import { runHere } from '../cli/in-process.ts';
import { finished, firstLine, itemsIn, start } from '../cli/outtray.ts';

const CLI = { kind: 'cli' } as const;
const KIB = 1024;
const MIB = 1024 * KIB;
const WAIT = { timeout: 30_000 };

/** Fills a disk to its last byte, the first time. */
function fillOnce({ folder }: SmallDisk): { readonly fill: () => void; readonly free: () => void } {
  const path = join(folder, 'of-others');
  let isFilled = false;
  return {
    fill() {
      if (isFilled) return;
      isFilled = true;
      const file = openSync(path, 'w');
      const chunk = Buffer.alloc(4 * KIB);
      try {
        for (;;) writeSync(file, chunk);
      } catch {
        closeSync(file);
      }
    },
    free: () => rmSync(path),
  };
}

/** A server that does something before it answers, and keeps the key of each request. */
async function serverThat(before: () => void, answerBytes: number) {
  const keys: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      keys.push(String(request.headers['idempotency-key']));
      before();
      response.end(Buffer.alloc(answerBytes, 'an answer'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`, keys };
}

const stateOf = async (host: Host, id: string) => (await details(host, id)).item.state;

async function diskOf(host: Host) {
  const stats = await host.api.call('stats', {}, CLI);
  if (!stats.ok) throw new Error(JSON.stringify(stats.error));
  return stats.value.disk;
}

describe.runIf(canMount)('a disk that is full when an answer comes', () => {
  test('F-02: takes its result all the same, sends nothing more, and goes on by itself with room', async () => {
    const disk = smallDisk(32);
    const home = join(disk.folder, 'home');
    const ballast = join(home, 'ballast');
    const full = fillOnce(disk);
    const server = await serverThat(full.fill, 200 * KIB);
    const host = await realHost(home);
    // One after the other: the second must not be on its way already.
    const orderKey = 'k';
    const first = await add(host, { method: 'POST', url: server.url, orderKey });
    const second = await add(host, { method: 'POST', url: server.url, orderKey });
    await host.sending.start();
    expect(existsSync(ballast)).toBe(true);
    await expect.poll(() => stateOf(host, first), WAIT).toBe('delivered');
    const { attempts } = await details(host, first);
    expect(attempts).toHaveLength(1);
    expect(attempts[0]?.body).toMatchObject({ bytes: 200 * KIB, truncated: null });
    expect(existsSync(ballast)).toBe(false);

    await expect.poll(() => diskOf(host), WAIT).toMatchObject({ missingBytes: expect.any(Number) });
    expect(host.sending.outlook()).toBe('stuck');
    const why = await host.api.call('explain', { id: second }, CLI);
    expect(why).toMatchObject({ value: [{ code: 'DISK_FULL' }] });
    expect(await stateOf(host, second)).toBe('queued');
    expect(server.keys).toHaveLength(1);

    full.free();
    await expect.poll(() => stateOf(host, second), WAIT).toBe('delivered');
    expect(existsSync(ballast)).toBe(true);
    expect(await diskOf(host)).toBeNull();
    expect(new Set(server.keys).size).toBe(2);
    expect(server.keys).toHaveLength(2);
  });

  test('and whose host is killed at that moment, needs nobody: the same goes out under its one key', async () => {
    const disk = smallDisk(32);
    const home = join(disk.folder, 'home');
    const full = fillOnce(disk);
    const server = await serverThat(full.fill, 200 * KIB);
    await runHere(['add', 'POST', server.url], { home });
    const host = start(['serve'], { home });
    const ended = finished(host);
    // The folder is there; the ballast comes, and goes when the result has no room.
    const seen = { ballast: false };
    const watcher = watch(home, () => {
      const isThere = existsSync(join(home, 'ballast'));
      if (seen.ballast && !isThere) host.kill('SIGKILL');
      seen.ballast ||= isThere;
    });
    onTestFinished(() => watcher.close());
    await ended;
    watcher.close();
    expect(existsSync(join(home, 'ballast'))).toBe(false);

    // Full still: what there is to say is said, with a host and without one.
    const told = /The disk is full \(.*\), so nothing is sent.*Free .* more.*nothing is lost/;
    const status = await runHere(['status'], { home });
    expect(status).toMatchObject({ code: 3, stdout: expect.stringMatching(told) });
    await firstLine(start(['serve'], { home }));
    expect((await runHere(['status'], { home })).stdout).toMatch(told);

    full.free();
    await expect
      .poll(async () => (await itemsIn(home)).map(({ state }) => state), WAIT)
      .toEqual(['delivered']);
    expect(new Set(server.keys).size).toBe(1);
    await expect.poll(() => existsSync(join(home, 'ballast')), WAIT).toBe(true);
  });

  test('can be opened as long as there is ballast, to make room in the queue itself', async () => {
    const disk = smallDisk(32);
    const home = join(disk.folder, 'home');
    const server = await serverThat(() => {}, 1);
    await runHere(['add', 'POST', server.url], { home });
    await runHere(['sync', '--wait'], { home });
    expect(existsSync(join(home, 'ballast'))).toBe(true);
    fillOnce(disk).fill();
    expect(await runHere(['remove', '--state', 'delivered'], { home })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^1 /),
    });
    const doctor = await runHere(['doctor'], { home });
    expect(doctor).toMatchObject({ code: 3, stdout: expect.stringMatching(/The disk is full/) });
  });

  test('F-14: is not filled by answers: they are kept as far as there is room, and all count', async () => {
    const disk = smallDisk(128);
    const home = join(disk.folder, 'home');
    const server = await serverThat(() => {}, 9 * MIB);
    const host = await realHost(home);
    const requests = Array.from({ length: 12 }, () => ({ method: 'POST', url: server.url }));
    const ids = await Promise.all(requests.map((request) => add(host, request)));
    await host.sending.start();
    for (const id of ids) await expect.poll(() => stateOf(host, id), WAIT).toBe('delivered');
    const bodies = await Promise.all(
      ids.map(async (id) => (await details(host, id)).attempts.at(-1)?.body),
    );
    const whole = bodies.filter((body) => body?.truncated === null);
    expect(whole.length).toBeGreaterThan(0);
    expect(whole.length).toBeLessThan(ids.length);
    for (const body of bodies) expect(body?.bytes).toBe(9 * MIB);
    expect(await diskOf(host)).toBeNull();
  });
});
