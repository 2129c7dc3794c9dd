import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';
import { outtray } from './outtray.ts';

/** Four digits alone would stand in a port or a time by chance. */
const RECEIPT = 'receipt-4711-7f3c';

/** It says 200 to everything, and in its JSON whether it took it. */
async function politeServer(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ taken: request.url === '/visits', number: RECEIPT }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const inside = (contract: object, origin: string) =>
  JSON.stringify({ name: 'polite', origins: [origin], auth: { kind: 'none' }, contract });

test("what counts as success is the account's to say; the receipt is kept, and a polite no is no yes", async () => {
  const url = await politeServer();
  const home = join(tempFolder(), 'home');
  const contract = { json: { pointer: '/taken', equals: true }, receipt: '/number' };
  await outtray(['account', 'add', '--from', '-'], { home, stdin: inside(contract, url) });
  const add = (path: string) => outtray(['add', 'POST', `${url}${path}`, '--json', '{}'], { home });
  const taken = (await add('/visits')).stdout.trim();
  expect((await outtray(['sync', '--wait', '--timeout', '30'], { home })).code).toBe(0);
  const shown = await outtray(['show', taken], { home });
  expect(shown.stdout).toContain('= Taken for success; the server calls it receipt-4711-7f3c.');

  await outtray(['doctor', '--bundle', join(home, 'bundle.json')], { home });
  const bundle = readFileSync(join(home, 'bundle.json'), 'utf8');
  expect(bundle).toContain(taken);
  expect(bundle).not.toContain(RECEIPT);

  const refused = (await add('/photos')).stdout.trim();
  await outtray(['sync'], { home });
  const { stdout } = await outtray(['show', refused, '--json'], { home });
  expect(JSON.parse(stdout)).toMatchObject({
    state: 'waiting',
    attempts: [{ report: { verdict: { accepted: false, rule: 'JSON' } } }],
  });
  const why = await outtray(['explain', refused], { home });
  expect(why.stdout).toContain('the answer does not say in its JSON what the account asks for');

  const elsewhere = { ...contract, perUrl: [{ url: `${url}/photos` }] };
  await outtray(['account', 'add', '--from', '-'], { home, stdin: inside(elsewhere, url) });
  await outtray(['retry', refused], { home });
  expect(await outtray(['sync', '--wait', '--timeout', '30'], { home })).toMatchObject({ code: 0 });
});

test('an answer that is too long to be read whole is not said to lack what is asked for', async () => {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: 1, padding: 'x'.repeat(11 * 1024 * 1024) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const home = join(tempFolder(), 'home');
  const contract = { json: { pointer: '/id' } };
  await outtray(['account', 'add', '--from', '-'], { home, stdin: inside(contract, url) });
  const id = (await outtray(['add', 'POST', `${url}/x`, '--json', '{}'], { home })).stdout.trim();
  await outtray(['sync'], { home });
  expect((await outtray(['show', id], { home })).stdout).toContain(
    'Not taken for success: the answer is too long to be read whole, so what the account asks for was not found in its first 10 MB.',
  );
  expect((await outtray(['explain', id], { home })).stdout).toContain('the answer is too long');
});

test.each([
  [{ perUrl: [{ url: 'nonsense' }] }, 'contract.perUrl.0.url'],
  [{ json: { pointer: 'taken' } }, 'contract.json.pointer'],
  [{ contentType: 'json' }, 'contract.contentType'],
  [{ header: { name: 'two words' } }, 'contract.header.name'],
])(
  'a contract that makes no sense is refused by the name of its field: %j',
  async (contract, field) => {
    const refused = await outtray(['account', 'add', '--from', '-'], {
      home: join(tempFolder(), 'home'),
      stdin: inside(contract, 'https://api.example'),
    });
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain(field);
  },
);
