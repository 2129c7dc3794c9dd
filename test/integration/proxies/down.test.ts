import http from 'node:http';
import { expect, test } from 'vitest';
import { fetchByRoute } from '../../../electron/adapters/network/fetch-by-route.ts';
import { ok } from '../../../shared/lang/result.ts';
import { closedPort, listen } from '../worker/support.ts';

/** A proxy that refuses every tunnel. */
async function refusing(): Promise<number> {
  const server = http.createServer();
  server.on('connect', (_, socket) => socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n'));
  return (await listen(server)).port;
}

test.each([
  ['is not there', closedPort, 1],
  ['answers in its own name', refusing, 0],
] as const)(
  'where new tokens are asked for, a proxy that %s is told as down: %#',
  async (_, portOf, times) => {
    const proxy = { url: `http://127.0.0.1:${await portOf()}`, credentials: null, refused: false };
    const down: unknown[] = [];
    const fetch = fetchByRoute({
      to: async () =>
        ok({ route: { proxy, ca: null }, proxyName: null, from: 'setting', silent: null }),
      refused() {},
      down: (route) => void down.push(route),
    });
    await expect(fetch('https://login.example/token', {}, null)).rejects.toMatchObject({
      by: 'proxy',
    });
    expect(down).toHaveLength(times);
  },
);
