import type { AccountChange } from '../../shared/contracts/account-input.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { Account } from '../../shared/outbox/account.ts';
import { type SaveAccountDeps, saveAccount, settingsOf } from './accounts.ts';
import { refusedAccount } from './check-account.ts';

/**
 * Changes what is given of an account; the rest stays, its secrets and session among it. ACCOUNT_NOT_FOUND, and with
 * another way to sign in what `saveAccount` may say.
 */
export async function changeAccount(
  deps: SaveAccountDeps,
  change: AccountChange,
): Promise<Result<Account, OutboxError>> {
  const { name, auth } = change;
  const known = deps.store.read.accounts().find((one) => one.name === name);
  const gone = () => err(outboxError('ACCOUNT_NOT_FOUND', { account: name }));
  if (known === undefined) return gone();
  if (auth !== undefined) return saveAccount(deps, { ...known, ...given(change), auth });
  if (change.ca !== undefined && change.ca !== null) {
    const trusted = await deps.caFiles.read(change.ca.file, name);
    if (!trusted.ok) return trusted;
  }
  return deps.store.write<Account, OutboxError>((tx) => {
    const current = tx.accounts().find((one) => one.name === name);
    if (current === undefined) return gone();
    const account = { ...current, ...settingsOf({ ...current, ...given(change) }) };
    const refused = refusedAccount(account);
    if (refused !== null) return err(refused);
    tx.saveAccount(account);
    return ok(account);
  });
}

/** Null is a value; undefined is none. */
const given = (change: AccountChange) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
