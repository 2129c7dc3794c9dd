import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CallInput } from '../../../shared/contracts/outbox-api.ts';
import { filesIn } from '../vault/vault-tools.ts';
import { expectHeldBack, fileHost, form, LARGE, raw, SMALL, sourceOf } from './file-tools.ts';
import { receivingServer } from './receiving-server.ts';

const { host, pause, resume, retried, told } = fileHost();

/** The only file of the vault that was not there before. */
async function addWithCopy(
  url: string,
  body: CallInput<'enqueue'>['body'],
): Promise<{ id: string; copy: string }> {
  const before = filesIn(host().home);
  const id = await host().add({ method: 'POST', url, body });
  const [name = '', ...others] = filesIn(host().home).filter((one) => !before.includes(one));
  expect(others).toEqual([]);
  return { id, copy: join(host().home, 'vault', name) };
}

const flip = (at: (size: number) => number) => (path: string) => {
  const bytes = readFileSync(path);
  const place = at(bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  writeFileSync(path, bytes);
};

describe('F-05 the vault’s copy', () => {
  const FAULTS: readonly (readonly [
    string,
    (path: string) => void,
    'FILE_MISSING' | 'FILE_CHANGED',
    readonly number[],
  ])[] = [
    ['is deleted', (path) => rmSync(path), 'FILE_MISSING', [SMALL]],
    ['is cut short', (path) => truncateSync(path, SMALL / 2), 'FILE_CHANGED', [SMALL]],
    ['has grown', (path) => appendFileSync(path, 'x'), 'FILE_CHANGED', [SMALL]],
    ['is a folder now', (path) => (rmSync(path), mkdirSync(path)), 'FILE_CHANGED', [SMALL]],
    ['has another first byte', flip(() => 0), 'FILE_CHANGED', [SMALL, LARGE]],
    ['has another last byte', flip((size) => size - 1), 'FILE_CHANGED', [SMALL, LARGE]],
  ];
  const rows = FAULTS.flatMap(([what, spoil, code, sizes]) =>
    sizes.flatMap((size) =>
      [raw, form].map((body) => ({ what, spoil, code, size, body, of: body.name })),
    ),
  );

  test.each(rows)(
    '$what ($of, $size bytes): it parks, and goes once it is right again',
    async (row) => {
      const { spoil, code, size, body } = row;
      const { url, requests, closed } = await receivingServer();
      const { path, bytes } = sourceOf(size);
      await pause();
      const { id, copy } = await addWithCopy(url, body(path));
      spoil(copy);
      await resume();
      const { item } = await host().seenThrough(id);
      expect(item).toMatchObject({ state: 'attention', reason: { code } });
      expect(await told(id)).toMatch(/not sent|nothing was sent/);
      await closed();
      expectHeldBack(requests(), bytes);

      rmSync(copy, { recursive: true, force: true });
      writeFileSync(copy, bytes);
      expect((await retried(id)).item).toMatchObject({
        state: 'delivered',
        idempotencyKey: item.idempotencyKey,
      });
      const last = requests().at(-1);
      expect(last?.body.length).toBe(last?.length);
      expect(last?.body.includes(bytes)).toBe(true);
    },
  );
});
