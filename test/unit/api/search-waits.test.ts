import { expect, test } from 'vitest';
import { createReadHandlers } from '../../../electron/api/read-handlers.ts';
import { DEFAULT_POLICY } from '../../../electron/core/policy.ts';
import { createManualTime } from '../../support/manual-time.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

test('a search for words waits until it is quick; one for facts, and a list, do not', async () => {
  let asked = 0;
  let ready = (): void => {};
  const handlers = createReadHandlers({
    read: createMemoryStore().read,
    clock: createManualTime().clock,
    vault: {
      readRange: () => Promise.reject(new Error('no file')),
      pathOf: () => '',
    },
    policy: DEFAULT_POLICY,
    settings: {
      view: () => Promise.reject(new Error('no settings')) as never,
    },
    apps: { find: () => null, view: () => ({ apps: [], problems: [] }) },
    lookAtPolicy: () => Promise.reject(new Error('no policy')),
    running: () => null,
    away: () => [],
    gates: () => [],
    version: '1',
    diskTrouble: () => null,
    searchable() {
      asked += 1;
      return new Promise((resolve) => {
        ready = resolve;
      });
    },
  });
  const list = (search: string) =>
    handlers.list({ search, limit: 9, sort: 'newest' }, { kind: 'cli' }, {});
  const count = (search: string) =>
    handlers.count({ items: { filter: { search } } }, { kind: 'cli' }, {});

  await list('');
  await list('status:503 -is:large');
  await count('state:held');
  expect(asked).toBe(0);
  for (const ask of [() => list('status:503 room'), () => count('-body:x')]) {
    asked = 0;
    let answered = false;
    const answer = Promise.resolve(ask()).then(() => (answered = true));
    await new Promise((resolve) => void setImmediate(resolve));
    expect({ asked, answered }).toEqual({ asked: 1, answered: false });
    ready();
    await answer;
  }
});
