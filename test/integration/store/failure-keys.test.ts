import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { failures } from '../../../electron/adapters/store/migrations/0003-failures.ts';
import { ok } from '../../../shared/lang/result.ts';
import type { StateFields } from '../../../shared/outbox/item.ts';
import { inState, newItem, request } from '../../support/item-fixtures.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { openTestStore } from '../../support/temp-store.ts';

const dbOf = (folder: string) => join(folder, 'outtray.db');

async function parked(folder: string, states: readonly StateFields[]): Promise<void> {
  const { store } = openTestStore({ folder });
  await store.write((tx) => {
    for (const [n, state] of states.entries()) {
      const item = tx.insert(
        newItem({ id: `i${n}`, url: `https://one.test/forms/${n}` }),
        request(),
        [],
        1,
      );
      tx.save(inState(item, state), { state: 'queued', revision: 1 }, 'attemptEnded', 2);
    }
    return ok(null);
  });
  await store.close();
}

const REJECTED: StateFields = {
  state: 'attention',
  since: 3,
  reason: { code: 'REJECTED', status: 422 },
};

test('items that were parked before there were groups get one from their rows', async () => {
  const folder = tempFolder();
  await parked(folder, [
    REJECTED,
    { state: 'unconfirmed', since: 4 },
    REJECTED,
    { state: 'queued' },
  ]);
  const db = new Database(dbOf(folder));
  db.exec(`DROP INDEX item_failure; ALTER TABLE item DROP COLUMN failure;
    ALTER TABLE item DROP COLUMN problem`);
  for (const [name, compute] of Object.entries(failures.functions ?? {}))
    db.function(name, { varargs: true, deterministic: true }, compute);
  db.exec(failures.sql);
  db.close();
  const { store } = openTestStore({ folder });
  const route = { origin: 'https://one.test', method: 'POST', route: '/forms/:id', problem: null };
  expect(store.read.failureGroups(9)).toMatchObject([
    { ...route, code: 'REJECTED', status: 422, count: 2, newest: 'i2', oldestSince: 3 },
    { ...route, code: 'UNCONFIRMED', status: null, count: 1, newest: 'i1', oldestSince: 4 },
  ]);
  // The key is the one that an item parked now has, or they would never meet.
  const [group] = store.read.failureGroups(1);
  const item = store.read.item('i3');
  if (item === null || group === undefined) throw new Error('not there');
  await store.write((tx) =>
    ok(tx.save(inState(item, REJECTED), { state: 'queued', revision: 1 }, 'attemptEnded', 2)),
  );
  expect(store.read.failureGroups(1)).toMatchObject([{ key: group.key, count: 3 }]);
  await store.close();
});

test('a damaged row has a group once it is parked', async () => {
  const folder = tempFolder();
  await parked(folder, [{ state: 'queued' }]);
  const db = new Database(dbOf(folder));
  db.exec("UPDATE item SET labels = '{}'");
  db.close();
  const { store } = openTestStore({ folder });
  const committed = new Promise<void>((resolve) => store.onCommit(resolve));
  store.read.item('i0');
  await committed;
  expect(store.read.failureGroups(9)).toMatchObject([
    { code: 'DAMAGED_RECORD', route: '/forms/:id', count: 1, newest: 'i0' },
  ]);
  await store.close();
});
