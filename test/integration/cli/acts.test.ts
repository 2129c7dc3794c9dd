import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import type { CallInput } from '../../../shared/contracts/outbox-api.ts';
import { UNDO_HINT } from '../../../shared/messages/undo-words.ts';
import { add, atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer, refusal } from './answers.ts';
import { runHere } from './in-process.ts';

const NOWHERE = 'http://127.0.0.1:9/inbox/x';

type Request = Partial<CallInput<'enqueue'>>;

/** A profile with items that were never sent. */
async function profile(...requests: readonly Request[]) {
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  const ids: string[] = [];
  for (const request of requests) {
    ids.push(await add(host, { method: 'POST', url: NOWHERE, ...request }));
  }
  await host.close(0);
  return { home, ids };
}

/** A practice server, and a profile whose items it has answered as their queries say. */
async function answered(...queries: readonly string[]) {
  const server = createPracticeServer();
  const { url } = await server.start();
  onTestFinished(() => server.stop());
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  const ids: string[] = [];
  for (const query of queries) {
    const request = { method: 'POST', url: `${url}/inbox/x?${query}` };
    ids.push(await add(host, { ...request, unknownOutcome: 'ask' }));
  }
  await host.sending.start();
  await atRest(host);
  await host.close(0);
  return { home, ids, server, url };
}

const itemsIn = async (home: string) =>
  (await answer('list', ['--limit', '1000'], { home })).value.items;

const statesIn = async (home: string): Promise<readonly string[]> =>
  (await itemsIn(home)).map((item) => item.state).toReversed();

const BULK = ['retry', 'hold', 'release', 'cancel', 'remove'] as const;

describe.for(BULK)('%s', (command) => {
  test('without items is an error, and so is naming them in two ways', async () => {
    const { home, ids } = await profile({});
    expect(await refusal([command], { home })).toBe('2 USAGE');
    expect(await refusal([command, ...ids, '--all'], { home })).toBe('2 USAGE');
    expect(await refusal([command, '--all', '--priority', 'low'], { home })).toBe('2 USAGE');
    expect(await refusal([command, '--state', 'asleep'], { home })).toBe('2 USAGE');
    expect(await refusal([command, '--priority', '9'], { home })).toBe('2 PRIORITY_INVALID');
    expect(await statesIn(home)).toEqual(['queued']);
  });

  test('of an item that does not exist ends with 4', async () => {
    const { home } = await profile({});
    const { code, value } = await answer(command, ['nobody'], { home });
    expect({ code, value }).toMatchObject({
      code: 4,
      value: { done: 0, refused: 1, refusals: [{ id: 'nobody', code: 'ITEM_NOT_FOUND' }] },
    });
  });

  test('in a profile that cannot be used ends with 5', async () => {
    const home = join(tempFolder(), 'home');
    writeFileSync(home, '');
    expect(await refusal([command, '--all'], { home })).toMatch(/^5 PROFILE_/);
  });

  test('with a filter that nothing matches is done', async () => {
    const { home } = await profile({});
    const end = await runHere([command, '--ref', 'nobody'], { home });
    expect(end).toEqual({ code: 0, stdout: '0 done, no item matches\n', stderr: '' });
  });
});

describe('acting on items', () => {
  test('says how many were done, and tells each refusal on a line of its own', async () => {
    const { home, ids } = await profile({}, {});
    await runHere(['hold', ids[0] ?? ''], { home });
    const end = await runHere(['hold', ...ids, 'nobody'], { home });
    expect(end).toMatchObject({ code: 4, stdout: `1 done, 2 refused\n${UNDO_HINT}\n` });
    expect(end.stderr.split('\n')).toEqual([
      expect.stringMatching(`^outtray: ITEM_STATE: item ${ids[0]} is held`),
      expect.stringMatching(/^outtray: ITEM_NOT_FOUND: .*nobody/),
      '',
    ]);
    expect(await statesIn(home)).toEqual(['held', 'held']);
  });

  test('one that is refused because of its state ends with 2, with a filter with 0', async () => {
    const { home, ids } = await profile({});
    expect(await answer('release', ids, { home })).toMatchObject({
      code: 2,
      value: { done: 0, refused: 1, refusals: [{ code: 'ITEM_STATE', state: 'queued' }] },
    });
    expect(await answer('release', ['--state', 'queued'], { home })).toMatchObject({
      code: 0,
      value: { done: 0, refused: 1 },
    });
  });

  test('hold, release and cancel take filters, and leave the other items alone', async () => {
    const { home } = await profile({ priority: 1 }, { priority: 3 }, { ref: 'r' }, {});
    expect(await answer('hold', ['--priority', 'low'], { home })).toMatchObject({
      code: 0,
      value: { done: 1 },
    });
    await runHere(['hold', '--ref', 'r'], { home });
    expect(await statesIn(home)).toEqual(['held', 'queued', 'held', 'queued']);
    await runHere(['release', '--ref', 'r'], { home });
    await runHere(['cancel', '--priority', 'high'], { home });
    expect(await statesIn(home)).toEqual(['held', 'cancelled', 'queued', 'queued']);
    expect(await runHere(['release', '--all'], { home })).toMatchObject({
      stdout: `1 done\n${UNDO_HINT}\n`,
    });
    expect(await runHere(['cancel', '--origin', NOWHERE], { home })).toMatchObject({
      code: 0,
      stdout: `3 done\n${UNDO_HINT}\n`,
    });
  });

  test('remove names how many are gone, and asks nothing', async () => {
    const { home, ids } = await profile({}, {}, {});
    expect(await runHere(['remove', ids[0] ?? ''], { home })).toMatchObject({
      stdout: `1 done\n${UNDO_HINT}\n`,
    });
    expect(await runHere(['remove', '--all'], { home })).toMatchObject({
      stdout: `2 done\n${UNDO_HINT}\n`,
    });
    expect(await itemsIn(home)).toEqual([]);
  });

  test('retry --all means what can be tried again, and lets it go', async () => {
    const { home } = await answered('invalid', 'status=200');
    expect(await statesIn(home)).toEqual(['attention', 'delivered']);
    expect(await runHere(['retry', '--all'], { home })).toMatchObject({ stdout: '1 done\n' });
    expect(await statesIn(home)).toEqual(['queued', 'delivered']);
  });

  test('retry --search means what is found, by facts and by words, and nothing else', async () => {
    const { home } = await answered('status=501', 'status=422', 'status=501&of=roof', 'status=501');
    expect(await answer('retry', ['--search', 'status:501 -url:roof'], { home })).toMatchObject({
      code: 0,
      value: { done: 2, refused: 0 },
    });
    expect(await statesIn(home)).toEqual(['queued', 'attention', 'attention', 'queued']);
    expect(await answer('cancel', ['--search', 'roof'], { home })).toMatchObject({
      value: { done: 1 },
    });
    expect(
      await answer('hold', ['--search', 'state:queued priority:high'], { home }),
    ).toMatchObject({
      value: { done: 0 },
    });
    expect(await refusal(['remove', '--search', 'status:boom'], { home })).toBe('2 SEARCH_INVALID');
    expect(await statesIn(home)).toEqual(['queued', 'attention', 'cancelled', 'queued']);
  });

  test('retry leaves a wait alone that the server asked for, unless it is forced', async () => {
    const { home } = await profile();
    const server = createPracticeServer();
    const { url } = await server.start();
    onTestFinished(() => server.stop());
    const host = await realHost(home);
    const id = await add(host, {
      method: 'POST',
      url: `${url}/inbox/x?status=503&retry-after=3600`,
    });
    await host.sending.start();
    await expect.poll(async () => (await details(host, id)).item.state).toBe('waiting');
    await host.close(0);
    expect(await answer('retry', [id], { home })).toMatchObject({
      code: 2,
      value: { refusals: [{ code: 'SERVER_ASKED' }] },
    });
    expect(await answer('retry', [id, '--force'], { home })).toMatchObject({
      code: 0,
      value: { done: 1 },
    });
    await runHere(['sync'], { home });
    expect((await answer('show', [id], { home })).value.attempts).toHaveLength(2);
  });
});

describe('priority', () => {
  test('takes words and numbers, ids and filters; the same again is no refusal', async () => {
    const { home, ids } = await profile({ ref: 'a' }, {});
    const [first = ''] = ids;
    expect(await answer('priority', [first, 'urgent'], { home })).toMatchObject({ code: 0 });
    expect(await answer('priority', [first, '4'], { home })).toMatchObject({
      code: 0,
      value: { done: 1 },
    });
    expect(await answer('priority', ['low', '--state', 'queued'], { home })).toMatchObject({
      code: 0,
      value: { done: 2 },
    });
    expect((await itemsIn(home)).map((item) => item.priority)).toEqual([1, 1]);
  });

  test('refuses what is no priority, and nothing to give it to', async () => {
    const { home, ids } = await profile({});
    const [id = ''] = ids;
    expect(await refusal(['priority', id, '9'], { home })).toBe('2 PRIORITY_INVALID');
    expect(await refusal(['priority', id], { home })).toBe('2 USAGE');
    expect(await refusal(['priority', 'high'], { home })).toBe('2 USAGE');
    expect(await answer('priority', ['nobody', 'high'], { home })).toMatchObject({ code: 4 });
  });
});

describe('resolve', () => {
  test('says of unconfirmed items that they arrived, or that they did not', async () => {
    const { home, ids } = await answered('commit-then-drop', 'commit-then-drop');
    const [first = '', second = ''] = ids;
    expect(await statesIn(home)).toEqual(['unconfirmed', 'unconfirmed']);
    expect(await refusal(['resolve', first], { home })).toBe('2 USAGE');
    const both = [first, '--arrived', '--did-not-arrive'];
    expect(await refusal(['resolve', ...both], { home })).toBe('2 USAGE');
    expect(await answer('resolve', [first, '--arrived'], { home })).toMatchObject({ code: 0 });
    expect(await answer('resolve', ['--all', '--did-not-arrive'], { home })).toMatchObject({
      code: 0,
      value: { done: 1 },
    });
    expect(await statesIn(home)).toEqual(['delivered', 'queued']);
    expect(await answer('resolve', [second, '--arrived'], { home })).toMatchObject({ code: 2 });
    expect(await answer('resolve', ['nobody', '--arrived'], { home })).toMatchObject({ code: 4 });
  });

  test('says it of an item whose answers nobody believed, and of none that was refused', async () => {
    const { home, ids } = await answered('html', 'invalid');
    const [doubted = '', refused = ''] = ids;
    expect(await statesIn(home)).toEqual(['attention', 'attention']);
    expect(await answer('resolve', [refused, '--arrived'], { home })).toMatchObject({
      code: 2,
      value: { refusals: [{ code: 'ITEM_STATE' }] },
    });
    expect(await answer('resolve', [doubted, '--arrived'], { home })).toMatchObject({ code: 0 });
    expect(await statesIn(home)).toEqual(['delivered', 'attention']);
  });
});

describe('duplicate', () => {
  test('prints the id of a new item with the same request', async () => {
    const { home, ids } = await profile({ body: { kind: 'text', text: 'hello' }, title: 'T' });
    const { code, value } = await answer('duplicate', ids, { home });
    expect(code).toBe(0);
    expect(await itemsIn(home)).toMatchObject([
      { id: value.id, title: 'T', bodyBytes: 5, state: 'queued' },
      { id: ids[0] },
    ]);
  });

  test('ends with 4 where there is no such item, and with 2 without one', async () => {
    const { home } = await profile();
    expect(await refusal(['duplicate', 'nobody'], { home })).toBe('4 ITEM_NOT_FOUND');
    expect(await refusal(['duplicate'], { home })).toBe('2 USAGE');
  });
});

describe('edit', () => {
  test('corrects what was refused, in every respect, and the corrected one arrives', async () => {
    const { home, ids, server, url } = await answered('invalid');
    const [id = ''] = ids;
    const { code, value } = await answer(
      'edit',
      [id, '--url', `${url}/inbox/y`, '--method', 'PUT', '--header', 'X-Note: n'].concat([
        '--json',
        '{"fixed":true}',
        '--title',
        'Corrected',
        '--expires-at',
        '2100-01-01T00:00:00Z',
      ]),
      { home },
    );
    expect(code).toBe(0);
    expect(value.item).toMatchObject({
      state: 'queued',
      revision: 2,
      method: 'PUT',
      title: 'Corrected',
      bodyBytes: 14,
      expiresAt: Date.UTC(2100, 0, 1),
    });
    const host = await realHost(home);
    await host.sending.start();
    await atRest(host);
    expect((await details(host, id)).item.state).toBe('delivered');
    const arrived = server.ledger.snapshot().effects.at(-1);
    expect(arrived?.received).toMatchObject({ kind: 'json', bytes: 14 });
  });

  test('keeps what is not named', async () => {
    const { home, ids } = await profile({ body: { kind: 'text', text: 'hello' }, title: 'T' });
    const { value } = await answer('edit', [...ids, '--not-before', '2100-01-01T00:00:00Z'], {
      home,
    });
    expect(value.item).toMatchObject({ state: 'waiting', title: 'T', bodyBytes: 5, url: NOWHERE });
  });

  test('refuses nothing to change, a wrong body, a missing item and a finished one', async () => {
    const { home, ids } = await profile({});
    const [id = ''] = ids;
    expect(await refusal(['edit', id], { home })).toBe('2 USAGE');
    expect(await refusal(['edit', id, '--json', '{', '--text', 'x'], { home })).toBe('2 USAGE');
    expect(await refusal(['edit', id, '--url', 'x'], { home })).toBe('2 URL_INVALID');
    expect(await refusal(['edit', 'nobody', '--title', 'x'], { home })).toBe('4 ITEM_NOT_FOUND');
    await runHere(['cancel', id], { home });
    expect(await refusal(['edit', id, '--title', 'x'], { home })).toBe('2 ITEM_STATE');
  });
});

describe('pause and resume', () => {
  test('stop and go on for everything, a server and an account, also without a host', async () => {
    const { home } = await profile({});
    const end = await answer('pause', ['--origin', `${NOWHERE}?x`], { home });
    expect(end).toMatchObject({
      code: 0,
      value: { paused: true, scope: 'origin', key: 'http://127.0.0.1:9' },
    });
    await runHere(['pause'], { home });
    await runHere(['pause', '--account', 'field'], { home });
    const pauses = async () => (await answer('status', [], { home })).value.pauses;
    expect(await pauses()).toHaveLength(3);
    expect(await runHere(['resume'], { home })).toMatchObject({
      code: 0,
      stdout: 'Sending goes on.\n',
    });
    expect(await answer('resume', ['--account', 'field'], { home })).toMatchObject({
      value: { paused: false, scope: 'account', key: 'field' },
    });
    expect(await pauses()).toMatchObject([{ scope: 'origin', key: 'http://127.0.0.1:9' }]);
  });

  test('a pause for a while says until when', async () => {
    const { home } = await profile({});
    const before = Date.now();
    const { value } = await answer('pause', ['--for', '1h'], { home });
    const until = value.until ?? 0;
    expect(until).toBeGreaterThanOrEqual(before + 3_600_000);
    expect(until).toBeLessThanOrEqual(Date.now() + 3_600_000);
    expect(await runHere(['status'], { home })).toMatchObject({
      stdout: expect.stringContaining('Sending is paused. It goes on by itself in'),
    });
    expect((await answer('status', [], { home })).value.pauses).toMatchObject([{ until }]);
    expect(await runHere(['pause', '--for', '2d'], { home })).toMatchObject({
      stdout: 'Sending is paused. It goes on by itself in 2 days.\n',
    });
    for (const wrong of ['1', 'h', '0m', '-5m', '1.5h', '400d', 'tomorrow'])
      expect(await refusal(['pause', '--for', wrong], { home })).toBe('2 USAGE');
  });

  test.for(['pause', 'resume'])('%s refuses two scopes and what is no server', async (command) => {
    const { home } = await profile();
    const both = [command, '--origin', NOWHERE, '--account', 'a'];
    expect(await refusal(both, { home })).toBe('2 USAGE');
    expect(await refusal([command, '--origin', 'api'], { home })).toBe('2 USAGE');
  });
});

test('an item that a newer one replaced says so, and shows the key of both', async () => {
  const position = { dedupeKey: 'position-7', onDuplicate: 'replace' } as const;
  const { home, ids } = await profile(position, position);
  const [older = '', newer = ''] = ids;
  const shown = await runHere(['show', older], { home });
  expect(shown.stdout).toMatch(/^ {2}dedupe key {2}position-7$/m);
  const why = await runHere(['explain', older], { home });
  expect(why.stdout).toContain(`A newer one took its place before it was sent: ${newer}.`);
});
