import { expect, test, vi } from 'vitest';
import {
  type AtStake,
  createQuitting,
  uploadsAtStake,
} from '../../../electron/main/shell/quitting.ts';

const MB = 1024 * 1024;
const upload: AtStake = { itemId: 'a', bytesUp: MB, totalUp: 5 * MB };
const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

function bench(lost: readonly AtStake[], answer: () => Promise<boolean> = async () => true) {
  const closed = Promise.withResolvers<void>();
  const deps = {
    atStake: () => lost,
    ask: vi.fn<(lost: readonly AtStake[]) => Promise<boolean>>(answer),
    close: vi.fn<() => Promise<void>>(() => closed.promise),
    exit: vi.fn<() => void>(),
  };
  return { deps, closed, quitting: createQuitting(deps) };
}

test('asks nothing where nothing starts over, and exits once everything is written down', async () => {
  const { deps, closed, quitting } = bench([]);
  quitting.request();
  quitting.request();
  await settled();
  expect(deps.ask).not.toHaveBeenCalled();
  expect(deps.close).toHaveBeenCalledTimes(1);
  expect(deps.exit).not.toHaveBeenCalled();
  closed.resolve();
  await settled();
  expect(deps.exit).toHaveBeenCalledTimes(1);
});

test('exits also when closing fails', async () => {
  const { deps, closed, quitting } = bench([]);
  deps.close.mockImplementation(() => closed.promise.then(() => Promise.reject(new Error('disk'))));
  quitting.request();
  closed.resolve();
  await settled();
  expect(deps.exit).toHaveBeenCalledTimes(1);
});

test('asks once while an upload runs that would start over, and goes on when told so', async () => {
  const { deps, quitting } = bench([upload], async () => false);
  quitting.request();
  quitting.request();
  await settled();
  expect(deps.ask).toHaveBeenCalledTimes(1);
  expect(deps.ask).toHaveBeenCalledWith([upload]);
  expect(deps.close).not.toHaveBeenCalled();
  quitting.request();
  await settled();
  expect(deps.ask).toHaveBeenCalledTimes(2);
});

test('quits when told so, when the question fails, and without one when the system goes down', async () => {
  for (const answer of [async () => true, () => Promise.reject(new Error('no dialog'))]) {
    const { deps, quitting } = bench([upload], answer);
    quitting.request();
    await settled();
    expect(deps.close).toHaveBeenCalledTimes(1);
  }
  const { deps, quitting } = bench([upload], () => new Promise(() => {}));
  quitting.request();
  quitting.now();
  await settled();
  expect(deps.close).toHaveBeenCalledTimes(1);
});

test.for([
  ['in the middle of a large body', { bytesUp: MB, totalUp: 5 * MB }, true],
  ['before its first byte', { bytesUp: 0, totalUp: 5 * MB }, false],
  ['after its last byte', { bytesUp: 5 * MB, totalUp: 5 * MB }, false],
  ['of a small body', { bytesUp: 10, totalUp: MB - 1 }, false],
] as const)('an upload %s: asks %s', ([, progress, asks]) => {
  const found = uploadsAtStake([{ itemId: 'a' }, { itemId: 'b' }], (id) =>
    id === 'a' ? { ...progress, bytesDown: 0 } : null,
  );
  expect(found.length === 1).toBe(asks);
});
