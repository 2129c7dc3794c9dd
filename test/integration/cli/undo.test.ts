import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { add, addMany, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer, refusal } from './answers.ts';
import { runHere } from './in-process.ts';
import { firstLine, itemsIn, outtray, start } from './outtray.ts';

const WAITS = {
  method: 'POST',
  url: 'http://127.0.0.1:9/x',
  notBefore: '2100-01-01T00:00:00Z',
} as const;

const PHOTO = 'not much of a photo';

/** What can be undone stays so, however busy the machine is. */
function stopTheClock(...more: readonly ('setTimeout' | 'clearTimeout')[]): void {
  vi.useFakeTimers({ toFake: ['Date', ...more] });
  onTestFinished(() => void vi.useRealTimers());
}

/** Processes have a clock of their own, and ten real seconds: a machine that stood still for them may try again. */
const PATIENT = { retry: 3 };

/** A profile with items that nobody sends. */
async function profile(count: number) {
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  const ids = await addMany(
    host,
    Array.from({ length: count }, () => WAITS),
  );
  await host.close(0);
  return { home, ids };
}

describe('undo', () => {
  test('without anything to undo ends with 2', async () => {
    const { home } = await profile(1);
    expect(await refusal(['undo'], { home })).toBe('2 UNDO_EXPIRED');
    expect(await refusal(['undo', 'no such token'], { home })).toBe('2 UNDO_EXPIRED');
    await runHere(['retry', '--all'], { home });
    expect(await refusal(['undo'], { home })).toBe('2 UNDO_EXPIRED');
  });

  test('in a profile that cannot be used ends with 5', async () => {
    const home = join(tempFolder(), 'home');
    writeFileSync(home, '');
    expect(await refusal(['undo'], { home })).toMatch(/^5 PROFILE_/);
  });

  test.for([['remove'], ['cancel'], ['hold'], ['priority', 'urgent']])(
    'of %s makes the items what they were, once',
    async ([command = '', ...rest]) => {
      stopTheClock();
      const { home } = await profile(3);
      const before = (await answer('list', [], { home })).value;
      await runHere([command, '--all', ...rest], { home });
      expect((await answer('list', [], { home })).value).not.toEqual(before);
      expect(await runHere(['undo'], { home })).toMatchObject({
        code: 0,
        stdout: '3 items restored\n',
      });
      expect((await answer('list', [], { home })).value).toEqual(before);
      expect(await refusal(['undo'], { home })).toBe('2 UNDO_EXPIRED');
    },
  );

  test('by a token takes that act back, and what changed since is left alone', async () => {
    stopTheClock();
    const { home, ids } = await profile(2);
    const held = await answer('hold', ids, { home });
    await runHere(['priority', ids[0] ?? '', 'high'], { home });
    const token = held.value.undo?.token ?? '';
    const undone = await answer('undo', [token], { home });
    expect(undone).toEqual({ code: 0, value: { restored: 1, refused: 1 }, stderr: '' });
    const states = (await answer('list', [], { home })).value.items.map((item) => item.state);
    expect(states).toEqual(['waiting', 'held']);
  });

  test('that can restore nothing ends with 2', async () => {
    stopTheClock();
    const { home, ids } = await profile(1);
    const held = await answer('hold', ids, { home });
    await runHere(['priority', ids[0] ?? '', 'high'], { home });
    const undone = await answer('undo', [held.value.undo?.token ?? ''], { home });
    expect(undone).toMatchObject({ code: 2, value: { restored: 0, refused: 1 } });
  });
});

test('what was deleted is found by no search, and is found again after an undo', async () => {
  stopTheClock();
  const { home } = await profile(2);
  const host = await realHost(home);
  const id = await add(host, { ...WAITS, title: 'Inspection of the boiler' });
  const found = async () => {
    const list = await host.api.call('list', { search: 'boiler' }, { kind: 'cli' });
    return list.ok ? list.value.items.map((item) => item.id) : list.error.code;
  };
  await expect.poll(found, { timeout: 20_000 }).toEqual([id]);
  await host.api.call('remove', { items: { filter: { search: 'boiler' } } }, { kind: 'cli' });
  expect(await found()).toEqual([]);
  await host.api.call('undo', {}, { kind: 'cli' });
  await expect.poll(found, { timeout: 20_000 }).toEqual([id]);
});

describe('an act and its undo in processes of their own', () => {
  test('bring an item back with its file, which is then sent', PATIENT, async () => {
    const server = createPracticeServer();
    const { url } = await server.start();
    onTestFinished(() => server.stop());
    const folder = tempFolder();
    const home = join(folder, 'home');
    writeFileSync(join(folder, 'photo.jpg'), PHOTO);
    await outtray(['add', 'POST', `${url}/inbox/x`, '--file', 'a=@photo.jpg'], { home });
    const [before] = await itemsIn(home);
    const removed = await outtray(['remove', '--all'], { home });
    expect(removed.stdout).toBe('1 done\nundo within 10 s: outtray undo\n');
    expect(await outtray(['undo'], { home })).toMatchObject({ code: 0, stderr: '' });
    expect(await itemsIn(home)).toEqual([before]);
    expect(await runHere(['sync', '--wait'], { home })).toMatchObject({ code: 0 });
    expect(server.ledger.snapshot().entries).toHaveLength(1);
  });

  test(
    'are the same through a running host, also one that was killed between',
    PATIENT,
    async () => {
      const { home, ids } = await profile(3);
      const host = start(['serve'], { home });
      await firstLine(host);
      const beside = await outtray(['remove', ids[0] ?? ''], { home });
      expect(beside).toMatchObject({ code: 0 });
      expect((await itemsIn(home)).map((item) => item.id)).toEqual([ids[2], ids[1]]);
      expect(await outtray(['undo'], { home })).toMatchObject({ stdout: '1 item restored\n' });

      expect(await outtray(['remove', '--all'], { home })).toMatchObject({ code: 0 });
      const died = once(host, 'exit');
      host.kill('SIGKILL');
      await died;
      expect(await outtray(['undo'], { home })).toMatchObject({ stdout: '3 items restored\n' });
      expect((await itemsIn(home)).map((item) => item.id)).toEqual(ids.toReversed());
    },
  );
});

test('what was removed is gone with its files when its ten seconds are over', async () => {
  stopTheClock('setTimeout', 'clearTimeout');
  const folder = tempFolder();
  const home = join(folder, 'home');
  writeFileSync(join(folder, 'photo.jpg'), PHOTO);
  const host = await realHost(home);
  const id = await add(host, {
    ...WAITS,
    body: { kind: 'file', file: { path: join(folder, 'photo.jpg') } },
  });
  const copies = (): number =>
    readdirSync(join(home, 'vault'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .filter((text) => text === PHOTO).length;
  const remove = () => host.api.call('remove', { items: { ids: [id] } }, { kind: 'cli' });
  const undo = () => host.api.call('undo', {}, { kind: 'cli' });
  await remove();
  expect(await host.api.call('get', { id }, { kind: 'cli' })).toMatchObject({ ok: false });
  vi.advanceTimersByTime(9_999);
  expect(await undo()).toMatchObject({ ok: true, value: { restored: 1 } });
  expect(copies()).toBe(1);
  await remove();
  vi.advanceTimersByTime(10_000);
  await expect.poll(copies).toBe(0);
  expect(await undo()).toMatchObject({ error: { code: 'UNDO_EXPIRED' } });
});
