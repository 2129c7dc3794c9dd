import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import type { CallInput, CallName, CallOutput } from '../../../shared/contracts/outbox-api.ts';
import { PRACTICE_ACCOUNT } from '../../../shared/outbox/account.ts';
import { ledgerOf } from '../../support/practice.ts';
import { add, atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function call<Name extends CallName>(
  host: Host,
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name>> {
  const result = await host.api.call(name, input, { kind: 'window' });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const everything = { sort: 'oldest', limit: 100 } as const;

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

it('sends labelled items to a server of its own, and takes them away with it', async () => {
  const home = tempFolder();
  const host = await realHost(home);
  const filesBefore = filesIn(join(home, 'vault'));
  const mine = await add(host, { method: 'POST', url: 'http://127.0.0.1:9/x', priority: 'low' });
  await call(host, 'hold', { items: { ids: [mine] } });
  await host.sending.start();
  const { url } = await call(host, 'practice.start', {});
  const { added } = await call(host, 'practice.addItems', {});
  await atRest(host);
  const { items } = await call(host, 'list', everything);
  const samples = items.filter((item) => item.id !== mine);
  expect(samples).toHaveLength(added);
  for (const item of samples)
    expect(item).toMatchObject({ account: PRACTICE_ACCOUNT, labels: ['practice'] });
  const { counts, practice } = await call(host, 'stats', {});
  expect(practice).toMatchObject({ delivered: 7, attention: 3, unconfirmed: 1 });
  expect(counts.attention + counts.unconfirmed - practice.attention - practice.unconfirmed).toBe(0);
  const { effects } = await ledgerOf(url ?? '');
  expect(effects).toHaveLength(practice.delivered + 1);

  expect(filesIn(join(home, 'vault'))).not.toEqual(filesBefore);

  await call(host, 'practice.stop', {});
  expect(filesIn(join(home, 'vault'))).toEqual(filesBefore);
  expect((await call(host, 'list', everything)).items.map(({ id }) => id)).toEqual([mine]);
  expect(await call(host, 'accounts.list', {})).toEqual([]);
  expect(await call(host, 'practice.status', {})).toMatchObject({ running: false, url: null });
  await expect(fetch(url ?? '')).rejects.toThrow('fetch failed');
});

it('ends what is being sent when it is switched off', async () => {
  const host = await realHost(tempFolder());
  await host.sending.start();
  const { url } = await call(host, 'practice.start', {});
  const slow = await add(host, { method: 'POST', url: `${url}/inbox/x?delay=60000` });
  await expect
    .poll(() => details(host, slow), { timeout: 20_000 })
    .toMatchObject({ item: { state: 'sending', account: PRACTICE_ACCOUNT } });
  await call(host, 'practice.stop', {});
  expect((await call(host, 'list', everything)).items).toEqual([]);
});

it('can be switched off with its network away, and on again', async () => {
  const host = await realHost(tempFolder());
  await host.sending.start();
  await call(host, 'practice.start', {});
  await call(host, 'practice.setNetwork', { online: false });
  await call(host, 'practice.addItems', {});
  expect(await call(host, 'practice.start', {})).toMatchObject({ running: true });
  await call(host, 'practice.stop', {});
  const again = await call(host, 'practice.start', {});
  expect(again).toMatchObject({ running: true, counts: { queued: 0 } });
});

it('leaves nothing to a host that comes after one that was stopped in the middle of it', async () => {
  const home = tempFolder();
  const first = await realHost(home);
  await first.sending.start();
  await call(first, 'practice.start', {});
  await call(first, 'practice.setNetwork', { online: false });
  await call(first, 'practice.addItems', {});
  await first.close(0);
  const second = await realHost(home);
  const left = await call(second, 'list', everything);
  expect(left.items.length).toBeGreaterThan(0);
  await second.sending.start();
  expect((await call(second, 'list', everything)).items).toEqual([]);
  for (const { id } of left.items)
    expect(await second.api.call('get', { id }, { kind: 'window' })).toMatchObject({ ok: false });
});
