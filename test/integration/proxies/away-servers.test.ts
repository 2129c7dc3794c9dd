import http from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { closedPort, listen } from '../worker/support.ts';
import { details, host, send, tried, useProxy } from './support.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Answers for every server that it is asked for. */
async function proxy(): Promise<string> {
  const server = http.createServer((request, response) =>
    request.resume().on('end', () => response.writeHead(201).end()),
  );
  return `http://127.0.0.1:${(await listen(server)).port}`;
}

test('a server that nobody reached for an hour while others answered is told, until it is reached', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  useProxy(await proxy());
  const port = await closedPort();
  vi.stubEnv('NO_PROXY', `<-loopback>,127.0.0.1:${port}`);
  const origin = `http://127.0.0.1:${port}`;
  const sender = await host();
  await sender.sending.start();
  const away = async () => {
    const stats = await sender.api.call('stats', {}, { kind: 'cli' });
    return stats.ok ? stats.value.away : null;
  };
  const id = await send(sender, `${origin}/visits`);
  await send(sender, 'http://api.example/visits');
  expect(await away()).toEqual([]);
  vi.advanceTimersByTime(60 * 60_000);
  expect(await away()).toEqual([]);
  await send(sender, 'http://api.example/visits');
  expect(await away()).toEqual([
    {
      origin,
      since: expect.any(Number),
      reason: { code: 'UNREACHABLE', cause: 'connect', detail: 'ECONNREFUSED' },
    },
  ]);

  const server = http.createServer((request, response) =>
    request.resume().on('end', () => response.writeHead(201).end()),
  );
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { attempts } = await details(sender, id);
  await sender.api.call('sync', {}, { kind: 'cli' });
  await tried(sender, id, attempts.length + 1);
  expect((await details(sender, id)).item.state).toBe('delivered');
  expect(await away()).toEqual([]);
  server.close();
});
