import { expect, test } from 'vitest';
import { uploadFile } from '../../../renderer/edit/upload-file.ts';
import type { OutboxClient } from '../../../renderer/transport/outbox-client.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok } from '../../../shared/lang/result.ts';

const MIB = 1024 * 1024;

/** An outbox that keeps what arrives, and runs full at `room` bytes. */
function receiver(room = Number.POSITIVE_INFINITY) {
  const calls: string[] = [];
  let size = 0;
  const call = (name: string, input: { offset?: number; bytes?: Uint8Array }) => {
    calls.push(input.offset === undefined ? name : `${name} ${input.offset}`);
    size += input.bytes?.length ?? 0;
    if (size > room) return Promise.resolve(err(outboxError('NO_SPACE')));
    return Promise.resolve(ok(name === 'uploads.begin' ? { upload: 'u1' } : { size }));
  };
  const client = { call, subscribe: () => () => {} } as unknown as OutboxClient;
  return { client, calls };
}

const file = new Blob([new Uint8Array(2 * MIB + 5)]);

test('goes up piece by piece, in order, and says how far it is', async () => {
  const { client, calls } = receiver();
  const sent: number[] = [];
  const result = await uploadFile(
    client,
    file,
    'a.jpg',
    () => true,
    (n) => sent.push(n),
  );
  expect(result).toEqual(ok('u1'));
  expect(calls).toEqual([
    'uploads.begin',
    'uploads.append 0',
    `uploads.append ${MIB}`,
    `uploads.append ${2 * MIB}`,
  ]);
  expect(sent).toEqual([MIB, 2 * MIB, 2 * MIB + 5]);
});

test('is dropped once nobody wants it, and when there is no room', async () => {
  const left = receiver();
  let pieces = 0;
  const unwanted = await uploadFile(
    left.client,
    file,
    'a.jpg',
    () => pieces === 0,
    () => {
      pieces += 1;
    },
  );
  expect(unwanted).toEqual(ok(null));
  expect(left.calls).toEqual(['uploads.begin', 'uploads.append 0', 'uploads.drop']);

  const full = receiver(MIB);
  const failed = await uploadFile(
    full.client,
    file,
    'a.jpg',
    () => true,
    () => {},
  );
  expect(failed.ok ? null : failed.error.code).toBe('NO_SPACE');
  expect(full.calls.at(-1)).toBe('uploads.drop');
});
