import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ledgerOf, practice } from '../../support/practice.ts';
import { add, atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

it('delivers what a file was when it was accepted, whatever happens to it afterwards', async () => {
  const server = await practice();
  const host = await realHost(tempFolder());
  const folder = tempFolder();
  const paths = ['deleted.txt', 'changed.txt', 'longer.txt'].map((name) => join(folder, name));
  for (const path of paths) writeFileSync(path, 'as accepted');
  const [deleted = '', changed = '', longer = ''] = paths;
  const id = await add(host, {
    method: 'POST',
    url: `${server.url}/inbox/files`,
    body: { kind: 'multipart', parts: paths.map((path) => ({ name: 'file', file: { path } })) },
  });
  const raw = await add(host, {
    method: 'PUT',
    url: `${server.url}/inbox/raw`,
    body: { kind: 'file', file: { path: changed } },
  });
  rmSync(deleted);
  writeFileSync(changed, 'as  changed');
  writeFileSync(longer, 'as accepted and more');

  await host.sending.start();
  await atRest(host);
  expect((await details(host, id)).item.state).toBe('delivered');
  expect((await details(host, raw)).item.state).toBe('delivered');
  const { effects } = await ledgerOf(server.url);
  const files = effects.find((effect) => effect.received.kind === 'multipart')?.received.files;
  expect(files?.map((file) => file.sha256)).toEqual(paths.map(() => sha256('as accepted')));
  expect(effects.find((effect) => effect.received.kind !== 'multipart')?.received.sha256).toBe(
    sha256('as accepted'),
  );
});

it('sends nothing when a file by reference has changed, and says so', async () => {
  const server = await practice();
  const host = await realHost(tempFolder());
  const path = join(tempFolder(), 'a.txt');
  writeFileSync(path, 'as accepted');
  const id = await add(host, {
    method: 'POST',
    url: `${server.url}/inbox/files`,
    body: { kind: 'multipart', parts: [{ name: 'file', file: { path, byReference: true } }] },
  });
  writeFileSync(path, 'as  changed');
  await host.sending.start();
  await atRest(host);
  expect((await details(host, id)).item).toMatchObject({
    state: 'attention',
    reason: { code: 'FILE_CHANGED' },
  });
  expect((await ledgerOf(server.url)).entries).toEqual([]);
});

it('sends the same bytes on every attempt', async () => {
  const server = await practice();
  const host = await realHost(tempFolder());
  const path = join(tempFolder(), 'Brücke "Nord".jpg');
  writeFileSync(path, Buffer.alloc(100_000, 3));
  const id = await add(host, {
    method: 'POST',
    url: `${server.url}/inbox/files?status=503&times=2`,
    body: {
      kind: 'multipart',
      parts: [
        { name: 'visit', value: '7' },
        { name: 'front', file: { path } },
        { name: '', file: { path } },
      ],
    },
  });
  await host.sending.start();
  await atRest(host);
  const { item, attempts } = await details(host, id);
  expect(item.state).toBe('delivered');
  expect(attempts.map((attempt) => attempt.outcome?.kind)).toEqual(['busy', 'busy', 'delivered']);
  const { entries, effects } = await ledgerOf(server.url);
  expect(new Set(entries.map((entry) => entry.key))).toEqual(new Set([item.idempotencyKey]));
  expect(entries.map((entry) => entry.attempt)).toEqual([1, 2, 3]);
  expect(new Set(entries.map((entry) => entry.sha256)).size).toBe(1);
  expect(effects[0]?.received.files.map((file) => file.field)).toEqual(['front', '']);
});
