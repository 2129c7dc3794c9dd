import net from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  agentsForTest,
  attempt,
  byProxy,
  httpServer,
  jobFor,
  jsonBody,
  listen,
  OK,
  onRequest,
  rawServer,
} from './support.ts';

const PUBLIC = { body: jsonBody('{}'), reach: 'public' } as const;
const refused = (host: string) => ({
  outcome: { kind: 'unsendable', problem: { code: 'ADDRESS_NOT_GRANTED', host } },
  progress: 'none',
});

describe('an attempt that may go to public addresses only', () => {
  test.each(['localhost', '127.0.0.1', '2130706433', '[::ffff:127.0.0.1]'])(
    'opens no connection to %s',
    async (host) => {
      let connections = 0;
      const { port } = await listen(net.createServer(() => (connections += 1)));
      const shown = new URL(`http://${host}/`).hostname.replace(/[[\]]/g, '');
      const report = await attempt(jobFor(`http://${host}:${port}/`, PUBLIC));
      expect(report).toMatchObject(refused(shown));
      const secure = await attempt(jobFor(`https://${host}:${port}/`, PUBLIC));
      expect(secure).toMatchObject(refused(shown));
      expect(connections).toBe(0);
    },
  );

  test('takes over no connection that somebody else opened to such a place', async () => {
    let requests = 0;
    const { port } = await httpServer((request, response) => {
      requests += 1;
      request.resume().on('end', () => response.end('{}'));
    });
    const agents = agentsForTest();
    const url = `http://localhost:${port}/`;
    const anywhere = { body: jsonBody('{}') };
    expect((await attempt(jobFor(url, anywhere), agents)).outcome.kind).toBe('delivered');
    expect(await attempt(jobFor(url, PUBLIC), agents)).toMatchObject(refused('localhost'));
    expect((await attempt(jobFor(url, anywhere), agents)).outcome.kind).toBe('delivered');
    expect(requests).toBe(2);
  });

  test('goes through a proxy, wherever that stands: what is behind it only the proxy knows', async () => {
    const proxy = await rawServer((socket) => onRequest(socket, () => socket.end(OK)));
    const { port } = new URL(proxy.url);
    for (const host of ['127.0.0.1', 'localhost']) {
      const agents = agentsForTest();
      const route = byProxy(`http://${host}:${port}`);
      const report = await attempt(jobFor('http://api.example/x', { ...PUBLIC, route }), agents);
      expect(report.outcome.kind).toBe('delivered');
      // An address that stands in the URL itself is known all the same.
      expect(
        await attempt(jobFor('http://10.0.0.1/x', { ...PUBLIC, route }), agents),
      ).toMatchObject(refused('10.0.0.1'));
    }
  });
});
