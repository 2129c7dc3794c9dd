import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { Trust } from '../../shared/contracts/worker-protocol.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { type Account, wayIn } from '../../shared/outbox/account.ts';
import { isCertificateCode } from '../../shared/outbox/certificate-codes.ts';
import type { Finding } from '../../shared/outbox/finding.ts';
import type { AccountDeps } from './accounts.ts';
import type { OriginFacts } from './diagnosis/facts.ts';
import { originFinding } from './diagnosis/findings.ts';
import type { CredentialState } from './ports/credentials.ts';
import { trustOf } from './trust.ts';

export interface TestAccountDeps extends Pick<AccountDeps, 'store' | 'tokens'> {
  /** The way that requests go there, up to where one would be sent. */
  readonly reach: (origin: string, trust: Trust | null) => Promise<OriginFacts>;
}

/** Whether an account can send, found out by trying all that goes before. ACCOUNT_NOT_FOUND. */
export async function testAccount(
  { store, tokens, reach }: TestAccountDeps,
  name: string,
): Promise<Result<{ readonly findings: readonly Finding[] }, OutboxError>> {
  const account = store.read.accounts().find((one) => one.name === name);
  if (account === undefined) return err(outboxError('ACCOUNT_NOT_FOUND', { account: name }));
  const own = findingOf(account, await tokens.test(account));
  const trust = trustOf(account);
  const ways = await Promise.all(
    account.origins.map(async (origin) => originFinding(origin, await reach(origin, trust))),
  );
  return ok({ findings: [own, ...ways.filter(isInTheWay)] });
}

/** A server that is merely away now is no trouble of the account; a proxy, or a certificate, may well be. */
const isInTheWay = (finding: Finding): boolean =>
  finding.code === 'ORIGIN_UNREACHABLE' &&
  (finding.proxy !== null ||
    isCertificateCode(finding.detail) ||
    /^(?:CA_FILE|PROXY|PAC)_/.test(finding.detail));

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
