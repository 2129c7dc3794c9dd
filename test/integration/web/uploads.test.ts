import { createHash, randomBytes } from 'node:crypto';
import { existsSync, globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import { uploadFile } from '../../../renderer/edit/upload-file.ts';
import type { OutboxClient } from '../../../renderer/transport/outbox-client.ts';
import type { CallInput } from '../../../shared/contracts/outbox-api.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import { ledgerOf, practice } from '../../support/practice.ts';
import { atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { firstLine, start } from '../cli/outtray.ts';
import { addressOf, tab } from './page-tools.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const PHOTO = randomBytes(2_500_000);

const SCAN = Buffer.from('a scan');

const filesIn = (home: string): readonly string[] =>
  globSync('vault/**/*', { cwd: home, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'generation')
    .map((entry) => entry.name);

async function upload(client: OutboxClient, bytes: Uint8Array<ArrayBuffer>, name: string) {
  const sent = await uploadFile(
    client,
    new Blob([bytes]),
    name,
    () => true,
    () => {},
  );
  if (!sent.ok || sent.value === null) throw new Error(JSON.stringify(sent));
  return sent.value;
}

async function enqueued(client: OutboxClient, request: CallInput<'enqueue'>): Promise<string> {
  const added = await client.call('enqueue', request);
  if (!added.ok) throw new Error(added.error.code);
  return added.value.id;
}

async function opened(): Promise<{ home: string; host: Host; client: OutboxClient }> {
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  return { home, host, client: tab(await addressOf(host)).client };
}

test('files chosen in a page are delivered as they were, in parts and as a raw body', async () => {
  const server = await practice();
  const { home, host, client } = await opened();
  const [photo, scan, raw] = [
    await upload(client, PHOTO, 'Brücke.jpg'),
    await upload(client, SCAN, 'scan.pdf'),
    await upload(client, PHOTO, 'raw.png'),
  ];
  const form = await enqueued(client, {
    method: 'POST',
    url: `${server.url}/inbox/form`,
    body: {
      kind: 'multipart',
      parts: [
        { name: 'front', file: { upload: photo } },
        { name: '', file: { upload: scan }, filename: 'other.txt', contentType: 'text/x' },
      ],
    },
  });
  await enqueued(client, {
    method: 'PUT',
    url: `${server.url}/inbox/raw`,
    body: { kind: 'file', file: { upload: raw } },
  });
  expect(filesIn(home).filter((name) => name.endsWith('.part'))).toEqual([]);
  await host.sending.start();
  await atRest(host);
  const { effects } = await ledgerOf(server.url);
  const files = effects.flatMap((effect) => effect.received.files);
  expect(files).toEqual([
    {
      field: 'front',
      filename: 'Brücke.jpg',
      contentType: 'image/jpeg',
      size: 2_500_000,
      sha256: sha256(PHOTO),
    },
    { field: '', filename: 'other.txt', contentType: 'text/x', size: 6, sha256: sha256(SCAN) },
  ]);
  expect(effects.map((effect) => effect.received.sha256)).toContain(sha256(PHOTO));
  expect(await client.call('request', { id: form })).toMatchObject({
    value: { body: { parts: [{ file: { sha256: sha256(PHOTO), kind: 'copy' } }, {}] } },
  });
});

test('an edit keeps files without a second copy, and puts others in their place', async () => {
  const server = await practice();
  const { home, host, client } = await opened();
  const parts = [
    { name: 'visit', value: '7' },
    { name: 'front', file: { upload: await upload(client, PHOTO, 'front.jpg') } },
    { name: 'back', file: { upload: await upload(client, SCAN, 'back.jpg') } },
  ];
  const url = `${server.url}/inbox/a`;
  const id = await enqueued(client, { method: 'POST', url, body: { kind: 'multipart', parts } });
  expect(filesIn(home)).toHaveLength(2);
  const upper = await upload(client, Buffer.from('another'), 'new.jpg');
  const edit = (body: CallInput<'edit'>['body']) => client.call('edit', { id, body });
  const nothing = await edit({ kind: 'multipart', parts: [{ name: 'x', file: { kept: 0 } }] });
  expect(nothing).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
  // One that cannot be carried out takes nothing away from what is there.
  const refused = await edit({
    kind: 'multipart',
    parts: [
      { name: 'front', file: { kept: 1 } },
      { name: 'gone', filename: 'x', file: { upload: 'nobody' } },
    ],
  });
  expect(refused).toMatchObject({ ok: false, error: { code: 'UPLOAD_UNKNOWN' } });
  expect(filesIn(home).filter((name) => !name.endsWith('.part'))).toHaveLength(2);
  const twice = await upload(client, Buffer.from('twice'), 'twice.jpg');
  const usedUp = await edit({
    kind: 'multipart',
    parts: [
      { name: 'front', file: { kept: 1 } },
      { name: 'a', file: { upload: twice } },
      { name: 'b', file: { upload: twice } },
    ],
  });
  expect(usedUp).toMatchObject({ ok: false, error: { code: 'UPLOAD_UNKNOWN' } });
  expect(filesIn(home).filter((name) => !name.endsWith('.part'))).toHaveLength(2);
  const edited = await edit({
    kind: 'multipart',
    parts: [
      { name: 'front', file: { kept: 1 } },
      { name: 'back', file: { upload: upper } },
    ],
  });
  expect(edited).toMatchObject({ ok: true });
  expect(filesIn(home)).toHaveLength(3);
  await host.sending.start();
  await atRest(host);
  const { effects } = await ledgerOf(server.url);
  expect(effects[0]?.received.files.map(({ filename, sha256: hash }) => [filename, hash])).toEqual([
    ['front.jpg', sha256(PHOTO)],
    ['new.jpg', sha256(Buffer.from('another'))],
  ]);
  await client.call('remove', { items: { ids: [id] } });
});

test('a raw file that is kept is the same request, under the same key', async () => {
  const { home, host, client } = await opened();
  const body = { kind: 'file', file: { upload: await upload(client, PHOTO, 'a.png') } } as const;
  const id = await enqueued(client, { method: 'PUT', url: 'http://127.0.0.1:9/x', body });
  const { item } = await details(host, id);
  const edited = await client.call('edit', {
    id,
    title: 'Again',
    body: { kind: 'file', file: { kept: null }, contentType: 'image/png' },
  });
  expect(edited).toMatchObject({
    value: { item: { revision: 2, idempotencyKey: item.idempotencyKey, bodyBytes: PHOTO.length } },
  });
  expect(filesIn(home)).toHaveLength(1);
});

test('a page and an embedded app name no path; a script does; an upload is used once', async () => {
  const { host, client } = await opened();
  const path = join(tempFolder(), 'a.txt');
  writeFileSync(path, 'secret');
  const request = (file: { path: string } | { upload: string }, requestId?: string) =>
    ({
      method: 'POST',
      url: 'http://127.0.0.1:9/x',
      body: { kind: 'multipart', parts: [{ name: 'a', file }] },
      ...(requestId === undefined ? {} : { requestId }),
    }) satisfies CallInput<'enqueue'>;
  const raw = { kind: 'file', file: { path } } as const;
  const theirs = {
    operation: 'POST',
    url: 'http://127.0.0.1:9/x',
    filePathsJson: [path],
    fileFieldsJson: ['a'],
  };
  const app: Source = { kind: 'app', app: 'forms' };
  const id = await enqueued(client, { method: 'POST', url: 'http://127.0.0.1:9/x' });
  const no = { ok: false, error: { code: 'FILE_NEEDS_CAPABILITY' } };
  expect(await client.call('enqueue', request({ path }))).toMatchObject(no);
  expect(await client.call('enqueueMany', { requests: [request({ path })] })).toMatchObject(no);
  expect(await client.call('addToOutbox', theirs)).toMatchObject(no);
  expect(await client.call('edit', { id, body: raw })).toMatchObject(no);
  expect(await host.api.call('enqueue', request({ path }), app)).toMatchObject(no);
  expect(await host.api.call('addToOutbox', theirs, app)).toMatchObject(no);
  expect(await host.api.call('enqueue', request({ path }), { kind: 'cli' })).toMatchObject({
    ok: true,
  });
  const file = { upload: await upload(client, SCAN, 'a.pdf') };
  const first = await client.call('enqueue', request(file, 'r-1'));
  expect(first).toMatchObject({ ok: true });
  // The same request again, since its acknowledgement was lost: the same item.
  expect(await client.call('enqueue', request(file, 'r-1'))).toEqual(first);
  expect(await client.call('enqueue', request(file))).toMatchObject({
    error: { code: 'UPLOAD_UNKNOWN' },
  });
});

test('a host that is killed in the middle of an upload leaves nothing of it, and all that it accepted', async () => {
  const server = await practice();
  await server.goOffline();
  const home = join(tempFolder(), 'home');
  const child = start(['serve', '--json'], { home });
  const { page } = JSON.parse(await firstLine(child)) as { readonly page: string };
  const address = new URL(page);
  const { client } = tab({
    port: Number(address.port),
    authority: address.host,
    fragment: address.hash.slice(1),
  });
  const kept = await upload(client, SCAN, 'kept.pdf');
  const id = await enqueued(client, {
    method: 'POST',
    url: `${server.url}/inbox/a`,
    body: { kind: 'file', file: { upload: kept } },
  });
  let pieces = 0;
  const killed = uploadFile(
    client,
    new Blob([PHOTO]),
    'photo.jpg',
    () => {
      pieces += 1;
      if (pieces === 3) child.kill('SIGKILL');
      return pieces <= 3;
    },
    () => {},
  );
  await killed.catch(() => {});
  if (child.exitCode === null && child.signalCode === null)
    await new Promise((resolve) => child.once('exit', resolve));
  expect(filesIn(home).some((name) => name.endsWith('.part'))).toBe(true);
  const host = await realHost(home);
  expect(filesIn(home)).toHaveLength(1);
  expect(existsSync(join(home, 'vault', 'uploads'))).toBe(true);
  await server.goOnline();
  await host.sending.start();
  await host.api.call('sync', {}, { kind: 'cli' });
  await atRest(host);
  expect((await details(host, id)).item.state).toBe('delivered');
  expect((await ledgerOf(server.url)).effects[0]?.received.sha256).toBe(sha256(SCAN));
});
