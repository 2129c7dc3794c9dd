import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { ok } from '../../../shared/lang/result.ts';
import { anAccount } from '../../support/broker-bench.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { openTestStore } from '../../support/temp-store.ts';

test('an account of before there was a sign-in in the browser is one without', async () => {
  const folder = tempFolder();
  const { store } = openTestStore({ folder });
  await store.write((tx) => {
    tx.saveAccount(anAccount());
    return ok(null);
  });
  await store.close();
  const db = new Database(join(folder, 'outtray.db'));
  db.exec("UPDATE account SET account = json_remove(account, '$.auth.refresh.signIn')");
  const [row] = db.prepare('SELECT account FROM account').all();
  expect(JSON.stringify(row)).not.toContain('signIn\\"');
  db.close();

  const reopened = openTestStore({ folder });
  expect(reopened.store.read.accounts()).toEqual([anAccount()]);
  await reopened.store.close();
});
