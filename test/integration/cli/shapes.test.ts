import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { cliOutput } from '../../../shared/contracts/cli-output.ts';
import { add, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer } from './answers.ts';
import { runHere } from './in-process.ts';
import { firstLine, start } from './outtray.ts';

async function practiceServer() {
  const server = createPracticeServer();
  onTestFinished(() => server.stop());
  return server.start();
}

/** An item in every state that lasts without a host, a pause, a closed gate, and an account. */
async function richQueue() {
  const [{ url }, { url: busy }] = [await practiceServer(), await practiceServer()];
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  const inbox = `${url}/inbox/x`;
  await host.api.call(
    'accounts.save',
    { name: 'field', origins: ['https://api.example'], auth: { kind: 'bearer' } },
    { kind: 'cli' },
  );
  const ids = {
    delivered: await add(host, { method: 'POST', url: inbox }),
    attention: await add(host, { method: 'POST', url: `${inbox}?invalid` }),
    unconfirmed: await add(host, {
      method: 'POST',
      url: `${inbox}?commit-then-drop`,
      unknownOutcome: 'ask',
    }),
    refused: await add(host, { method: 'POST', url: 'http://127.0.0.1:9/x', title: 'T' }),
    asked: await add(host, { method: 'POST', url: `${busy}/inbox/x?status=503&retry-after=3600` }),
    later: await add(host, { method: 'POST', url: inbox, notBefore: '2100-01-01T00:00:00Z' }),
    held: await add(host, { method: 'POST', url: inbox, notBefore: '2100-01-01T00:00:00Z' }),
    gone: await add(host, { method: 'POST', url: inbox, notBefore: '2100-01-01T00:00:00Z' }),
  };
  await host.sending.start();
  await expect
    .poll(async () => (await details(host, ids.refused)).item.attempts)
    .toBeGreaterThan(0);
  // It would go on between waiting and sending.
  await host.api.call('hold', { items: { ids: [ids.refused] } }, { kind: 'cli' });
  await expect
    .poll(() => host.api.call('stats', {}, { kind: 'cli' }))
    .toMatchObject({
      value: { counts: { delivered: 1, attention: 1, unconfirmed: 1, held: 1, waiting: 4 } },
    });
  await host.close(0);
  await runHere(['hold', ids.held], { home });
  await runHere(['cancel', ids.gone], { home });
  await runHere(['pause', '--account', 'field'], { home });
  return { home, ids };
}

test('what list, status, explain and show print as JSON is as documented, for items in all states', async () => {
  const { home, ids } = await richQueue();
  const { value: page } = await answer('list', [], { home });
  expect(new Set(page.items.map((item) => item.state))).toEqual(
    new Set(['delivered', 'attention', 'unconfirmed', 'waiting', 'held', 'cancelled']),
  );
  const { code, value: status } = await answer('status', [], { home });
  expect(code).toBe(3);
  expect(status).toMatchObject({
    counts: { held: 2 },
    gates: [{ reason: { code: 'SERVER_ASKED' } }, { key: 'field' }],
    pauses: [{ key: 'field' }],
  });
  expect(status.needsYou).toHaveLength(2);
  expect(status.groups).toMatchObject([
    { code: 'UNCONFIRMED', status: null, newest: ids.unconfirmed, count: 1 },
    { code: 'REJECTED', status: 422, newest: ids.attention, route: '/inbox/x', count: 1 },
  ]);
  const { value: why } = await answer('explain', [], { home });
  if (!('reasons' in why) || 'id' in why) throw new Error('not of the whole queue');
  expect(why.reasons.map((one) => [one.code, one.items, one.examples])).toEqual(
    expect.arrayContaining([
      ['HELD', 2, expect.arrayContaining([ids.held])],
      ['NEEDS_DECISION', 1, [ids.attention]],
      ['UNCONFIRMED', 1, [ids.unconfirmed]],
      ['PAUSED', 0, []],
    ]),
  );
  for (const id of Object.values(ids)) {
    expect((await answer('explain', [id], { home })).value).toMatchObject({ id });
    expect((await answer('show', [id], { home })).value.id).toBe(id);
  }
});

test('what serve and practice print as JSON, as soon as they are up, is as documented', async () => {
  const home = join(tempFolder(), 'home');
  const serving = start(['serve', '--json'], { home });
  expect(cliOutput.serve.parse(JSON.parse(await firstLine(serving)))).toMatchObject({
    serving: home,
    page: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]{43}$/),
  });
  const practising = start(['practice', '--json'], { home });
  cliOutput.practice.parse(JSON.parse(await firstLine(practising)));
});

test('the practice server gives out tokens of the life and kind that were asked for', async () => {
  const home = join(tempFolder(), 'home');
  const practising = start(['practice', '--json', '--token-life', '2', '--no-rotation'], { home });
  const { url } = cliOutput.practice.parse(JSON.parse(await firstLine(practising)));
  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { 'Content-Type': 'application/json' };
    const method = 'POST';
    return (await fetch(url + path, { method, headers, body: JSON.stringify(body) })).json();
  };
  const signedIn = await post('/login', { user: 'anna', password: 'practice' });
  expect(signedIn).toMatchObject({ expiresIn: 2 });
  const { refreshToken } = signedIn as { readonly refreshToken: string };
  for (let time = 0; time < 2; time += 1) {
    const refreshed = await post('/refresh', { refreshToken });
    expect(refreshed).toMatchObject({ expiresIn: 2, refreshToken: null });
  }
});

test('a running host carries commands out just the same', async () => {
  const { home, ids } = await richQueue();
  const host = await realHost(home);
  await host.listen();
  expect(await answer('release', [ids.held, 'nobody'], { home })).toMatchObject({
    code: 4,
    value: { done: 1, refusals: [{ id: 'nobody', code: 'ITEM_NOT_FOUND' }] },
  });
  expect(await answer('edit', [ids.later, '--title', 'New'], { home })).toMatchObject({
    code: 0,
    value: { item: { title: 'New' } },
  });
  const exported = await runHere(['export', '--state', 'waiting'], { home });
  expect(exported.stdout.trim().split('\n')).toHaveLength(3);
});
