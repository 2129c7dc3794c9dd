import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Host } from '../../electron/headless/host.ts';
import { openHost } from '../../electron/headless/index.ts';
import { expectDelivered } from '../support/oracle.ts';
import { practice } from '../support/practice.ts';
import { addMany } from '../support/real-host.ts';
import { tempFolder } from '../support/temp-folder.ts';

const JSON_ITEMS = 25_000;
const FILE_ITEMS = 500;

/** Every tenth request fails the first time it is asked. */
const failing = (n: number): string => (n % 10 === 0 ? '?status=500&times=1' : '');

const drained = (host: Host): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (host.sending.running().length === 0 && host.sending.outlook() === 'empty') resolve();
    };
    host.sending.onIdle(look);
    look();
  });

it(`drains ${JSON_ITEMS} JSON items and ${FILE_ITEMS} items with files past a server that fails every tenth request`, async () => {
  const home = tempFolder();
  const server = await practice();
  const opened = await openHost({ home });
  if (!opened.ok) throw new Error(opened.error.code);
  const host = opened.value;

  const photo = join(tempFolder(), 'photo.jpg');
  writeFileSync(photo, Buffer.alloc(20_000, 7));
  const json = Array.from({ length: JSON_ITEMS }, (_, n) => ({
    method: 'POST',
    url: `${server.url}/inbox/reports${failing(n)}`,
    body: { kind: 'json', value: { n, room: `room ${n}`, notes: 'x'.repeat(500) } },
    priority: (n % 4) + 1,
  }));
  const files = Array.from({ length: FILE_ITEMS }, (_, n) => ({
    method: 'POST',
    url: `${server.url}/inbox/photos${failing(n)}`,
    body: {
      kind: 'multipart',
      parts: [
        { name: 'visit', value: String(n) },
        { name: 'front', file: { path: photo } },
        { name: '', file: { path: photo } },
      ],
    },
  }));
  const began = performance.now();
  const ids = [...(await addMany(host, json as never)), ...(await addMany(host, files as never))];
  const accepted = performance.now();
  const started = await host.sending.start();
  expect(started.ok).toBe(true);
  await drained(host);
  const done = performance.now();
  process.stdout.write(
    `accepted in ${Math.round(accepted - began)} ms, drained in ${Math.round(done - accepted)} ms\n`,
  );
  await host.close(5_000);
  await expectDelivered(home, server.url, ids);
}, 600_000);
