import { describe, expect, test } from 'vitest';
import { faultyReads, readError } from '../../support/faulty-reads.ts';
import { filesIn } from '../vault/vault-tools.ts';
import {
  byReference,
  expectHeldBack,
  fileHost,
  form,
  LARGE,
  MIB,
  raw,
  SMALL,
  sourceOf,
} from './file-tools.ts';
import { receivingServer } from './receiving-server.ts';

const { host, pause, resume, retried, enqueue, told } = fileHost();

describe('F-08 the disk', () => {
  const bodies = [raw, byReference, form].map((body) => [body.name, body] as const);

  test.each(bodies)(
    'fails once while a file is sent (%s): nothing whole arrives, then it does',
    async (_, body) => {
      const { url, requests } = await receivingServer();
      const { path, bytes } = sourceOf(LARGE);
      const reads = await faultyReads();
      await pause();
      const id = await host().add({ method: 'POST', url, body: body(path) });
      let fails = true;
      reads.set((position, read) => {
        if (position < 2 * MIB || !fails) return read(MIB);
        fails = false;
        return readError();
      });
      await resume();
      const { item, attempts } = await host().seenThrough(id);
      expect(item.state).toBe('delivered');
      expect(attempts.map(({ outcome }) => outcome)).toEqual([
        {
          kind: 'unsendable',
          problem: { code: 'FILE_UNREADABLE', file: expect.any(String), detail: 'EIO' },
        },
        { kind: 'delivered', status: 200 },
      ]);
      const [cut, whole] = requests();
      expect(cut?.body.length).toBeLessThan(cut?.length ?? 0);
      expect(whole?.body.includes(bytes)).toBe(true);
    },
  );

  test('fails for good: after some tries it parks and says why, and a person may try again', async () => {
    const { url, requests, closed } = await receivingServer();
    const { path, bytes } = sourceOf(LARGE);
    const reads = await faultyReads();
    await pause();
    const id = await host().add({ method: 'POST', url, body: raw(path) });
    reads.set((position, read) => (position < MIB ? read(MIB) : readError()));
    await resume();
    const { item, attempts } = await host().seenThrough(id);
    expect(item).toMatchObject({
      state: 'attention',
      reason: { code: 'FILE_UNREADABLE', detail: 'EIO' },
    });
    expect(attempts).toHaveLength(3);
    expect(await told(id)).toMatch(/cannot be read \(EIO\)/);
    await closed();
    expectHeldBack(requests(), bytes);
    reads.set(null);
    expect((await retried(id)).item.state).toBe('delivered');
    expect(requests().at(-1)?.body.equals(bytes)).toBe(true);
  });

  test('gives less than was asked for: what is copied and sent is all of it', async () => {
    const { url, requests } = await receivingServer();
    const { path, bytes } = sourceOf(SMALL);
    const reads = await faultyReads();
    reads.set((_, read) => read(1_000));
    for (const body of [raw, byReference, form]) {
      const id = await host().add({ method: 'POST', url, body: body(path) });
      expect((await host().seenThrough(id)).item.state).toBe('delivered');
    }
    expect(requests().map(({ body }) => body.includes(bytes))).toEqual([true, true, true]);
  });

  test('fails while a file is taken: refused, and nothing is left', async () => {
    const { path } = sourceOf(LARGE);
    const reads = await faultyReads();
    const before = filesIn(host().home);
    reads.set((position, read) => (position < MIB ? read(MIB) : readError()));
    for (const body of [raw, byReference, form]) {
      const answer = await enqueue(body(path));
      expect(answer).toMatchObject({
        ok: false,
        error: { code: 'FILE_UNREADABLE', params: { path, detail: 'EIO' } },
      });
    }
    expect(filesIn(host().home)).toEqual(before);
  });
});
