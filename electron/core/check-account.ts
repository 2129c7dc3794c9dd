import { reachesOneOf } from '../../shared/apps/targets.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { Account, AccountAuth } from '../../shared/outbox/account.ts';
import type { AccountContract } from '../../shared/outbox/success-contract.ts';

interface Checked extends Pick<Account, 'origins' | 'verify'> {
  readonly auth: Pick<AccountAuth, 'kind'>;
  readonly identity?: Account['identity'] | undefined;
  readonly contract?: Pick<AccountContract, 'perUrl'> | null | undefined;
}

/**
 * INPUT_INVALID for an account whose token another origin would get, or that has none to ask with; and for rules that
 * would never count, as they are about servers that are none of its own.
 */
export const refusedAccount = (account: Checked): OutboxError | null =>
  refusedIdentity(account) ?? refusedRules(account);

const wrong = (path: string, detail: string) => outboxError('INPUT_INVALID', { path, detail });

function refusedIdentity({ auth, origins, identity = null }: Checked): OutboxError | null {
  if (identity === null) return null;
  if (auth.kind === 'none')
    return wrong('identity', 'means nothing for an account that does not sign in');
  return isAtOneOf(origins, identity.url)
    ? null
    : wrong('identity', "must ask at one of the account's origins: no other gets the token");
}

function refusedRules({ origins, verify, contract = null }: Checked): OutboxError | null {
  const servers = origins.map((url) => new URL(url).origin);
  const elsewhere = ({ url }: { readonly url: string }) => !reachesOneOf(url, servers);
  const detail = "must be about one of the account's origins";
  const rule = (contract?.perUrl ?? []).findIndex(elsewhere);
  if (rule >= 0) return wrong(`contract.perUrl.${rule}.url`, detail);
  const about = verify.findIndex(elsewhere);
  if (about >= 0) return wrong(`verify.${about}.url`, detail);
  const asked = verify.findIndex(({ get }) => !isAtOneOf(origins, get));
  return asked < 0
    ? null
    : wrong(`verify.${asked}.get`, "must ask at one of the account's origins");
}

const isAtOneOf = (origins: readonly string[], url: string): boolean =>
  origins.some((one) => new URL(one).origin === new URL(url).origin);
