import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';

let folder = '';
let ledgerFile = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outtray-practice-'));
  ledgerFile = join(folder, 'ledger.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function sendTo(server: ReturnType<typeof createPracticeServer>, key: string) {
  const { url } = await server.start();
  const response = await fetch(`${url}/inbox/a`, {
    method: 'POST',
    body: 'x',
    headers: { 'Idempotency-Key': key },
  });
  return { replayed: response.headers.get('idempotent-replay'), text: await response.text() };
}

test('the file has an effect before the client has the answer', async () => {
  const server = createPracticeServer({ ledgerFile });
  let atFirstByte = '';
  server.onEvent((event) => {
    if (event.type === 'ended') atFirstByte = readFileSync(ledgerFile, 'utf8');
  });
  await sendTo(server, 'k');
  await server.stop();
  const lines: unknown[] = atFirstByte
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { event: 'arrived', key: 'k' },
    { event: 'received', complete: true },
    { event: 'applied', effect: { key: 'k' } },
    { event: 'ended', status: 201 },
  ]);
});

test('a server that finds the file knows what was applied, also behind a torn line', async () => {
  const first = createPracticeServer({ ledgerFile });
  const original = await sendTo(first, 'k');
  await first.stop();
  const told = first.ledger.snapshot();
  appendFileSync(ledgerFile, '{"event":"arrived","request":2,"ke');

  const second = createPracticeServer({ ledgerFile });
  expect(second.ledger.snapshot()).toEqual(told);
  expect(await sendTo(second, 'k')).toEqual({ replayed: 'true', text: original.text });
  await second.stop();

  const third = createPracticeServer({ ledgerFile });
  expect(third.ledger.snapshot()).toEqual(second.ledger.snapshot());
  await third.stop();
});

test('a request that was open when the server was killed has ended', async () => {
  appendFileSync(
    ledgerFile,
    `${JSON.stringify({ event: 'arrived', request: 1, key: 'k', attempt: 1, method: 'POST', path: '/inbox/a', at: 1 })}\n`,
  );
  const server = createPracticeServer({ ledgerFile, now: () => 1234 });
  expect(server.ledger.snapshot().entries).toMatchObject([
    { key: 'k', complete: false, endedAt: 1234, status: null },
  ]);
  expect((await sendTo(server, 'k')).replayed).toBeNull();
  expect(server.ledger.snapshot().overlaps).toBe(0);
  await server.stop();
});
