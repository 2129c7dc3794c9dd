import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { add, atRest, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { firstLine, start } from './outtray.ts';

/** As much of an answer as is kept. */
const KEPT = 10 * 1024 * 1024;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A profile with an item whose answer was `bytes`. */
async function answeredWith(bytes: Uint8Array) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  const id = await add(host, { method: 'POST', url: `http://127.0.0.1:${port}/x` });
  await host.sending.start();
  await atRest(host);
  await host.close(0);
  return { home, id };
}

async function bodyOf(home: string, id: string): Promise<Uint8Array> {
  const child = start(['show', id, '--body'], { home });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout ?? []) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('show --body', () => {
  test('writes ten mebibytes as they came, byte by byte, with and without a host', async () => {
    const bytes = randomBytes(KEPT);
    const { home, id } = await answeredWith(bytes);
    expect(sha256(await bodyOf(home, id))).toBe(sha256(bytes));
    await firstLine(start(['serve'], { home }));
    expect(sha256(await bodyOf(home, id))).toBe(sha256(bytes));
  });

  test('writes the part that was kept of a longer one', async () => {
    const bytes = randomBytes(KEPT + 1000);
    const { home, id } = await answeredWith(bytes);
    expect(sha256(await bodyOf(home, id))).toBe(sha256(bytes.subarray(0, KEPT)));
  });
});
