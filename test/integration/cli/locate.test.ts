import { createHash, randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer, refusal } from './answers.ts';
import { runHere } from './in-process.ts';

/** A form of two files by reference of which the second has gone, in an item that says so. */
async function missed() {
  const server = createPracticeServer();
  const { url } = await server.start();
  onTestFinished(() => server.stop());
  const folder = tempFolder();
  const home = join(folder, 'home');
  const [front, back, moved] = ['front.jpg', 'back.jpg', 'moved.jpg'].map((name) =>
    join(folder, name),
  );
  const bytes = randomBytes(5000);
  writeFileSync(front ?? '', 'front');
  writeFileSync(back ?? '', bytes);
  const form = ['--file', `front=@${front}`, '--file', `back=@${back}`, '--by-reference'];
  const added = await answer('add', ['POST', `${url}/inbox/x`, ...form], { home });
  const { id } = added.value as { id: string };
  renameSync(back ?? '', moved ?? '');
  await answer('sync', ['--wait'], { home });
  const shown = async () => (await answer('show', [id], { home })).value as Record<string, unknown>;
  const before = await shown();
  expect(before).toMatchObject({ state: 'attention', reason: { code: 'FILE_MISSING' } });
  return { server, home, id, folder, bytes, moved: moved ?? '', shown, before };
}

const hashes = ({ server }: Awaited<ReturnType<typeof missed>>) =>
  JSON.stringify(server.ledger.snapshot().effects.map(({ received }) => received));

test('the file that was accepted is found again: the same request goes, under the same key', async () => {
  const day = await missed();
  const { home, id, moved, before } = day;
  expect(await answer('locate', [id, moved], { home })).toMatchObject({
    code: 0,
    value: { item: { id, revision: 2, idempotencyKey: before['idempotencyKey'] } },
  });
  expect(await answer('sync', ['--wait'], { home })).toMatchObject({ code: 0 });
  expect(hashes(day)).toContain(createHash('sha256').update(day.bytes).digest('hex'));
});

test('another file is refused, and sent as a new version under a new key', async () => {
  const day = await missed();
  const { home, id, folder, before } = day;
  const other = join(folder, 'other.jpg');
  writeFileSync(other, 'another one');
  expect(await refusal(['locate', id, other], { home })).toBe('2 FILE_DIFFERS');
  expect(await day.shown()).toEqual(before);
  const sent = await answer('locate', [id, other, '--part', '2', '--new-version'], { home });
  const { item } = sent.value as { item: { idempotencyKey: string } };
  expect(item.idempotencyKey).not.toBe(before['idempotencyKey']);
  expect(await answer('sync', ['--wait'], { home })).toMatchObject({ code: 0 });
  expect(hashes(day)).toContain(createHash('sha256').update('another one').digest('hex'));
});

test('the file that is missed needs no part, as the help says; where none of several is, parts are asked for', async () => {
  const { home, folder } = await missed();
  const help = (await runHere(['locate', '--help'], { home })).stdout.replaceAll(/\s+/g, ' ');
  expect(help).toContain('counted from 1; else its only file, or the first that the item misses');
  expect(help).not.toContain('needed');
  const photos = ['one.jpg', 'two.jpg'].map((name) => join(folder, name));
  for (const path of photos) writeFileSync(path, path);
  const form = photos.flatMap((path) => ['--file', `p=@${path}`]);
  const added = await answer('add', ['POST', 'http://127.0.0.1:9/x', ...form], { home });
  const { id } = added.value as { id: string };
  const asked = await runHere(['locate', id, photos[0] ?? ''], { home });
  expect(asked).toMatchObject({ code: 2 });
  expect(asked.stderr).toContain('say which file: 1, 2');
});

test('a part that is no file, and a file that is not there, are told by what is wrong', async () => {
  const { home, id, moved, folder } = await missed();
  expect(await refusal(['locate', id, moved, '--part', '3'], { home })).toBe('2 INPUT_INVALID');
  expect(await refusal(['locate', id, join(folder, 'nowhere')], { home })).toBe('2 FILE_NOT_FOUND');
});
