import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { serveWeb } from '../../../electron/headless/web/web-server.ts';
import type { OutboxCalls } from '../../../shared/contracts/control-protocol.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import type { SessionAnswer } from '../../../shared/contracts/web-protocol.ts';
import { err, ok } from '../../../shared/lang/result.ts';
import { SILENT } from '../../support/outbox-bench.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A feed that never ends, of changes that are not small: each page of it is half a megabyte. */
function endlessFeed() {
  let pages = 0;
  const itemId = 'x'.repeat(1_000);
  const call = async (_name: string, { cursor, limit = 1 }: { cursor: number; limit?: number }) => {
    if (cursor === Number.MAX_SAFE_INTEGER) return err(outboxError('RESYNC', { cursor: 0 }));
    pages += 1;
    const changes = Array.from({ length: limit - 1 }, (_, n) => ({
      cursor: cursor + n + 1,
      itemId,
      kind: 'accepted',
      state: 'queued',
      at: 0,
    }));
    return ok({ changes, cursor: cursor + changes.length });
  };
  return { api: { call } as unknown as OutboxCalls, pages: () => pages };
}

/** As long as it takes to see that nothing more happens. */
const rounds = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('a page that does not read what it is told costs what fits into a connection, and no more', async () => {
  const feed = endlessFeed();
  const changed = new Set<() => void>();
  const served = await serveWeb({
    api: feed.api,
    running: () => [],
    progressOf: () => null,
    onChange(listener) {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    // Without the pace, so that only the other side holds it up; beats and time-outs do not come.
    timers: {
      after(delayMs, callback) {
        const timer = delayMs > 500 ? null : setImmediate(callback);
        return () => timer && clearImmediate(timer);
      },
    },
    elapsed: () => 0,
    newSecret: () => 'secret',
    pageFolder: tempFolder(),
    log: SILENT,
  });
  if (!served.ok) throw new Error(served.error.code);
  onTestFinished(() => served.value.close(0));
  const { origin, host, port, hash } = new URL(served.value.address());
  const session = await fetch(`${origin}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: hash.slice('#code='.length) }),
  });
  const { token } = (await session.json()) as SessionAnswer;
  const socket: Socket = connect(Number(port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.pause();
  await once(socket, 'connect');
  socket.write(
    `GET /api/events?cursor=0 HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  await expect.poll(() => changed.size).toBe(1);
  const news = async () => {
    for (let n = 0; n < 300; n += 1) {
      for (const listener of changed) listener();
      await rounds(3);
    }
  };
  await news();
  const held = feed.pages();
  await news();
  expect(feed.pages()).toBe(held);
  // What it holds is what the system's own buffers take, some megabytes; there were 600 occasions.
  expect(held).toBeLessThan(60);
  socket.resume();
  for (const listener of changed) listener();
  await expect.poll(() => feed.pages()).toBeGreaterThan(held);
});
