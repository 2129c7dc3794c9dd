import type { CredentialState } from '../../core/ports/credentials.ts';
import type { SecretStore } from '../../core/ports/secret-store.ts';
import { isAlive, type Moment } from './live-token.ts';
import type { Refreshing } from './refreshing.ts';
import { canRenew, isIdentified, type Session, stateOfSession } from './session.ts';

interface TestDeps {
  readonly secrets: Pick<SecretStore, 'get'>;
  readonly begin: Refreshing['begin'];
  readonly moment: () => Moment;
}

/**
 * Whether the account could be sent as. One that refreshes gets a fresh token, by the one refresh that there may be at
 * a time: what is under way already is waited for. Of any other it is looked up whether its secrets are where they
 * are kept. A server that asked for time gets it.
 */
export async function testSession(deps: TestDeps, session: Session): Promise<CredentialState> {
  const { usedStored } = session;
  await look(deps, session);
  // What was stored came in use just now, and says nothing about a refresh.
  if (session.usedStored && !usedStored && canRenew(session)) await look(deps, session);
  const { phase } = session;
  // A token of before may still do for a while.
  if (phase.kind === 'trouble')
    return { kind: 'trouble', code: phase.code, retryAt: phase.retryAt };
  const state = stateOfSession(session, deps.moment());
  return state.kind === 'ready' && !canRenew(session) ? stored(deps, session, state) : state;
}

async function look({ begin, moment }: TestDeps, session: Session): Promise<void> {
  const { phase, live } = session;
  const isPutOff =
    phase.kind === 'trouble' && (phase.isAskedFor || phase.code === 'FRESH_TOKENS_REFUSED');
  const isInPlace =
    live !== null &&
    isAlive(live, moment()) &&
    !canRenew(session) &&
    isIdentified(session.account, live.owner);
  if (session.flight === null && phase.kind !== 'ended' && !isPutOff && !isInPlace) begin(session);
  await session.flight;
}

/** A token that was lent is kept nowhere, and good all the same. */
async function stored(
  { secrets, moment }: TestDeps,
  { account, keptBy }: Session,
  ready: CredentialState,
): Promise<CredentialState> {
  if (keptBy === null) return ready;
  const reading = await secrets.get(account.name, keptBy);
  if (reading.kind === 'found') return ready;
  const code = reading.kind === 'missing' ? 'KEYCHAIN_ITEM_MISSING' : reading.code;
  return { kind: 'trouble', code, retryAt: moment().now };
}
