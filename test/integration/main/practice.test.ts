import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import type { CallInput, CallName, CallOutput } from '../../../shared/contracts/outbox-api.ts';
import { type Attached, attach } from '../../support/attached.ts';
import { utilityProcess } from '../../support/electron-double/utility-process.ts';

const home = mkdtempSync(join(tmpdir(), 'outtray-practice-'));
let app: Attached | null = null;
afterAll(async () => {
  await app?.here.close(0);
  rmSync(home, { recursive: true, force: true });
});

async function call<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name>> {
  const result = await app?.here.host.api.call(name, input, { kind: 'window' });
  if (result?.ok !== true) throw new Error(JSON.stringify(result));
  return result.value;
}

// Forked as a child of Node it would be the installed app once more: that program is no Node (the fuse RunAsNode).
test('practice mode has its server in a utility process, which ends with it', async () => {
  app = await attach(home);
  const fork = vi.spyOn(utilityProcess, 'fork');
  const { url } = await call('practice.start', {});
  const entries = fork.mock.calls.map(([entry]) => entry.replaceAll('\\', '/'));
  expect(entries).toEqual([expect.stringMatching(/electron\/practice\/index\.ts$/)]);
  const server = fork.mock.results[0]?.value as ReturnType<typeof utilityProcess.fork>;
  expect((await fetch(`${url}/ledger`)).status).toBe(200);
  const exit = new Promise<unknown>((resolve) => void server.once('exit', resolve));
  await call('practice.stop', {});
  expect(await exit).toBe(0);
  await expect(fetch(`${url}/ledger`)).rejects.toThrow('fetch failed');
});
