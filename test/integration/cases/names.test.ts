// oxlint-disable-next-line import/no-unassigned-import -- first: the worker takes hold of the look-up when it is loaded
import '../../support/injected-names.ts';

import http from 'node:http';
import type net from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { Agents } from '../../../electron/worker/transport/agents.ts';
import { blackHole } from '../../support/black-hole.ts';
import { caseHost } from '../../support/case-host.ts';
import { nameMeans } from '../../support/injected-names.ts';
import { practice } from '../../support/practice.ts';
import { attempt, jobFor, jsonBody, rawServer } from '../worker/support.ts';
import { expectOnce } from './once.ts';

const hasIpv6 = (networkInterfaces()['lo'] ?? []).some(({ family }) => family === 'IPv6');

describe('N-15 IPv6 is broken, IPv4 is not', () => {
  test.each(['refuses', 'swallows'])('where IPv6 %s, the first attempt delivers', async (how) => {
    const server = await practice();
    const port = Number(new URL(server.url).port);
    // Without IPv6 on this machine there is no way to it, which is broken as well.
    if (how === 'swallows' && hasIpv6) await blackHole('::1', port);
    nameMeans('both.case.test', () => ['::1', '127.0.0.1']);
    const host = await caseHost();
    const id = await host.add({
      method: 'POST',
      url: `http://both.case.test:${port}/inbox/n-15`,
      body: { kind: 'json', value: 1 },
    });
    const sent = await host.seenThrough(id);
    expect(sent.attempts.map(({ outcome }) => outcome?.kind)).toEqual(['delivered']);
    await expectOnce(server.url, sent);
  });
});

/** Notes where a connection leads, and stops it there: the addresses of this test belong to somebody. */
function agentsThatStop(): { readonly agents: Agents; readonly ledTo: readonly string[] } {
  const ledTo: string[] = [];
  class Stopping extends http.Agent {
    override createConnection(...args: Parameters<http.Agent['createConnection']>) {
      const socket = super.createConnection(...args) as net.Socket;
      socket.on('lookup', (error: Error | null, address: string) => {
        if (error !== null) return;
        ledTo.push(address);
        socket.destroy();
      });
      return socket;
    }
  }
  const agent = new Stopping();
  const agents: Agents = {
    of: () => ({ http: agent }),
    renew: () => {},
    destroy: () => agent.destroy(),
  };
  return { agents, ledTo };
}

test('N-17 a name that means another address a moment later leads to the one that was checked', async () => {
  let connections = 0;
  const { port } = await rawServer(() => connections++);
  const meanings = [['198.41.0.4'], ['127.0.0.1'], ['198.41.0.4', '127.0.0.1']];
  let asked = 0;
  nameMeans('rebinding.case.test', () => meanings[asked++] ?? []);
  const { agents, ledTo } = agentsThatStop();
  const job = jobFor(`http://rebinding.case.test:${port}/`, {
    body: jsonBody('{}'),
    reach: 'public',
  });
  expect((await attempt(job, agents)).outcome.kind).toBe('notSent');
  expect({ asked, ledTo }).toEqual({ asked: 1, ledTo: ['198.41.0.4'] });
  for (const _ of ['inside now', 'inside among others']) {
    expect(await attempt(job, agents)).toMatchObject({
      outcome: {
        kind: 'unsendable',
        problem: { code: 'ADDRESS_NOT_GRANTED', host: 'rebinding.case.test' },
      },
      progress: 'none',
    });
  }
  expect({ asked, ledTo, connections }).toEqual({
    asked: 3,
    ledTo: ['198.41.0.4'],
    connections: 0,
  });
});
