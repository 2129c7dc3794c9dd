import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type PracticeProcess, startPractice } from '../../../electron/host/practice-process.ts';
import type { CallInput, ItemDetails } from '../../../shared/contracts/outbox-api.ts';
import { type CaseHost, openCaseHost } from '../../support/case-host.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { ledgerOf } from '../../support/practice.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { OK, onRequest, rawServer } from '../worker/support.ts';
import { expectOnce } from './once.ts';

const MIB = 1024 * 1024;
/** Far more than the buffers between the two ends hold. */
const SIZE = 24 * MIB;

let server: PracticeProcess;
let host: CaseHost;
beforeAll(async () => {
  server = await startPractice({ port: 0 });
  host = await openCaseHost({ home: mkdtempSync(join(tmpdir(), 'outtray-cases-')) });
});
afterAll(async () => {
  await host.close(0);
  rmSync(host.home, { recursive: true });
  await server.stop();
});

const json = { kind: 'json', value: { room: 4 } } as const;

/** A line to the practice server that can be spoilt. */
async function line(): Promise<FaultProxy> {
  const proxy = await startFaultProxy({ port: Number(new URL(server.url).port) });
  onTestFinished(() => proxy.stop());
  return proxy;
}

function fileBody(): CallInput<'enqueue'>['body'] {
  const path = join(tempFolder(), 'scan.bin');
  writeFileSync(path, Buffer.alloc(SIZE, 'a scan '));
  return { kind: 'file', file: { path } };
}

const kindsOf = ({ attempts }: ItemDetails) => attempts.map(({ outcome }) => outcome?.kind);

/** Heals once the proxy has cut a connection, so that exactly one attempt is met. */
const healAfterCut = (proxy: FaultProxy) =>
  proxy.onEvent(({ type }) => {
    if (type === 'cut') proxy.heal();
  });

describe('N-04 a reset before the request', () => {
  // Nobody can tell it from one after the request: what was written fits into the system's buffers (design §8).
  test('is tried again with the same key, and has one effect', async () => {
    const proxy = await line();
    healAfterCut(proxy);
    proxy.cutAfter({ up: 0, reset: true });
    const id = await host.add({ method: 'POST', url: `${proxy.url}/inbox/n-04`, body: json });
    const sent = await host.seenThrough(id);
    expect(kindsOf(sent)).toEqual([expect.stringMatching('unknown|incomplete'), 'delivered']);
    await expectOnce(server.url, sent);
    const { entries } = await ledgerOf(server.url);
    expect(entries.filter(({ path }) => path === '/inbox/n-04')).toHaveLength(1);
  });
});

describe('N-05 a reset after some of the body', () => {
  test.each<readonly [string, number]>([
    ['none', 0],
    ['one byte', 1],
    ['half', SIZE / 2],
  ])('%s of it: not all was sent, then one effect', async (_, bytes) => {
    const id = await host.add({
      method: 'POST',
      url: `${server.url}/inbox/n-05?drop-after=${bytes}&times=1`,
      body: fileBody(),
    });
    const sent = await host.seenThrough(id);
    expect(kindsOf(sent)).toEqual(['incomplete', 'delivered']);
    expect(sent.attempts[0]?.report?.bytesUp).toBeLessThan(SIZE);
    await expectOnce(server.url, sent);
  });

  test('all of it: unknown, then one effect under the same key', async () => {
    const proxy = await line();
    healAfterCut(proxy);
    // Everything goes up, and the connection ends when the answer begins.
    proxy.cutAfter({ down: 0, reset: true });
    const id = await host.add({ method: 'POST', url: `${proxy.url}/inbox/n-05`, body: fileBody() });
    const sent = await host.seenThrough(id);
    expect(kindsOf(sent)).toEqual(['unknown', 'delivered']);
    await expectOnce(server.url, sent);
  });

  test('all of it, and the item is to ask: a person decides, nothing is sent again', async () => {
    const proxy = await line();
    healAfterCut(proxy);
    proxy.cutAfter({ down: 0, reset: true });
    const id = await host.add({
      method: 'POST',
      url: `${proxy.url}/inbox/n-05/ask`,
      body: json,
      unknownOutcome: 'ask',
    });
    const { item, attempts } = await host.seenThrough(id);
    expect(item).toMatchObject({ state: 'unconfirmed', mayHaveArrived: true });
    expect(attempts).toHaveLength(1);
  });
});

test('N-06 a lost answer: the server has it, and its stored answer counts when it is sent again', async () => {
  const id = await host.add({
    method: 'POST',
    url: `${server.url}/inbox/n-06?commit-then-drop`,
    body: json,
  });
  const sent = await host.seenThrough(id);
  expect(kindsOf(sent)).toEqual(['unknown', 'delivered']);
  expect(sent.attempts[1]?.report?.response?.headers).toContainEqual([
    expect.stringMatching(/^idempotent-replay$/i),
    'true',
  ]);
  await expectOnce(server.url, sent);
  const { entries } = await ledgerOf(server.url);
  expect(
    entries.filter(({ key }) => key === sent.item.idempotencyKey).map(({ verdict }) => verdict),
  ).toEqual(['applied', 'replayed']);
});

describe('N-07 a cut in the answer', () => {
  test('within its head: unknown, sent again, one effect', async () => {
    const proxy = await line();
    healAfterCut(proxy);
    proxy.cutAfter({ down: 20, reset: false });
    const id = await host.add({ method: 'POST', url: `${proxy.url}/inbox/n-07`, body: json });
    const sent = await host.seenThrough(id);
    expect(kindsOf(sent)).toEqual(['unknown', 'delivered']);
    await expectOnce(server.url, sent);
  });

  test.each([true, false])(
    'within its body (reset: %s): it counts, and is marked',
    async (reset) => {
      const proxy = await line();
      proxy.cutAfter({ down: 20_000, reset });
      const id = await host.add({
        method: 'POST',
        url: `${proxy.url}/inbox/n-07?big=100000`,
        body: json,
      });
      const sent = await host.seenThrough(id);
      expect(kindsOf(sent)).toEqual(['delivered']);
      expect(sent.attempts[0]?.body).toMatchObject({ truncated: 'cut' });
      await expectOnce(server.url, sent);
    },
  );
});

describe('N-08 a half-closed connection', () => {
  test('whose server has said all and takes nothing more: the answer is read', async () => {
    const proxy = await line();
    proxy.halfClose();
    const id = await host.add({ method: 'POST', url: `${proxy.url}/inbox/n-08`, body: fileBody() });
    const sent = await host.seenThrough(id);
    expect(kindsOf(sent)).toEqual(['delivered']);
    await expectOnce(server.url, sent);
  });

  test('whose server closes its half before it answers: no answer can come, it is sent again', async () => {
    let connections = 0;
    const { url } = await rawServer((socket) => {
      connections += 1;
      if (connections === 1) socket.end();
      else onRequest(socket, () => socket.end(OK));
    });
    const id = await host.add({ method: 'POST', url, body: json });
    const sent = await host.seenThrough(id);
    expect(kindsOf(sent)).toEqual([expect.stringMatching('unknown|incomplete'), 'delivered']);
    expect(connections).toBe(2);
  });
});

describe('N-11 a kept connection that its server closes as it is used again', () => {
  test.each([true, false])('(reset: %s) is tried anew, and recorded', async (reset) => {
    const proxy = await line();
    const add = () => host.add({ method: 'POST', url: `${proxy.url}/inbox/n-11`, body: json });
    const first = await host.seenThrough(await add());
    proxy.cutAfter({ up: 0, reset });
    healAfterCut(proxy);
    const second = await host.seenThrough(await add());
    expect(second.attempts[0]?.report?.timings?.connect, 'it went over the kept one').toBe(0);
    expect(kindsOf(second)).toEqual([expect.stringMatching('unknown|incomplete'), 'delivered']);
    await expectOnce(server.url, first, second);
    expect(proxy.counts.connected).toBe(2);
  });
});
