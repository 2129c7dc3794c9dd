import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { type Account, wayIn } from '../../shared/outbox/account.ts';
import type { Finding } from '../../shared/outbox/finding.ts';
import type { AccountDeps } from './accounts.ts';
import type { CredentialState } from './ports/credentials.ts';

/** Whether an account can send, found out by trying all that goes before. ACCOUNT_NOT_FOUND. */
export async function testAccount(
  { store, tokens }: Pick<AccountDeps, 'store' | 'tokens'>,
  name: string,
): Promise<Result<{ readonly findings: readonly Finding[] }, OutboxError>> {
  const account = store.read.accounts().find((one) => one.name === name);
  if (account === undefined) return err(outboxError('ACCOUNT_NOT_FOUND', { account: name }));
  return ok({ findings: [findingOf(account, await tokens.test(account))] });
}

function findingOf({ name, auth }: Account, state: CredentialState): Finding {
  switch (state.kind) {
    case 'ready': {
      const refreshes = auth.kind === 'bearer' && auth.refresh !== null;
      return { code: 'ACCOUNT_WELL', account: name, how: auth.kind, refreshes };
    }
    case 'trouble':
      return { code: 'ACCOUNT_IN_TROUBLE', account: name, trouble: state.code };
    case 'signInNeeded':
      return { code: 'SIGN_IN_NEEDED', account: name, how: wayIn(auth) };
    // The host is about to end, and begins nothing any more.
    case 'refreshing':
      return { code: 'ACCOUNT_IN_TROUBLE', account: name, trouble: 'TOKEN_ENDPOINT_SLOW' };
    default:
      return assertNever(state);
  }
}
