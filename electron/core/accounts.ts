import type {
  AccountInput,
  OAuth2Input,
  TokensInput,
} from '../../shared/contracts/account-input.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { isSameJson } from '../../shared/lang/same-json.ts';
import type {
  Account,
  AccountAuth,
  Person,
  SessionRecord,
  TokenRefresh,
} from '../../shared/outbox/account.ts';
import { refusedAccount } from './check-account.ts';
import { saveSignedIn } from './people.ts';
import type { CaFiles } from './ports/ca-files.ts';
import type { Clock } from './ports/clock.ts';
import type { OutboxStore } from './ports/outbox-store.ts';
import type { TokenKeeper } from './ports/token-keeper.ts';
import { type RefreshSecrets, takeSecretsOut } from './refresh-secrets.ts';

export interface AccountDeps {
  readonly store: OutboxStore;
  readonly tokens: TokenKeeper;
  readonly clock: Clock;
}

export interface SaveAccountDeps extends AccountDeps {
  readonly caFiles: CaFiles;
}

type Settings = Pick<
  Account,
  'origins' | 'contract' | 'verify' | 'idempotency' | 'unknownOutcome' | 'ca' | 'identity'
>;

/** As an account file says it, or as an account has it. */
type NewAccount = Pick<AccountInput, 'name' | 'auth'> &
  Pick<Settings, 'origins' | 'verify'> & {
    readonly [Name in 'contract' | 'idempotency' | 'unknownOutcome' | 'ca' | 'identity']?:
      | Settings[Name]
      | undefined;
  };

/**
 * Adds an account, or changes the one of that name. Its secrets, if the input has some, go to the keychain;
 * a change of the way to sign in ends the session, and what the old way kept is forgotten once the new one is
 * safe. NO_KEYCHAIN, and a file of certificates that is not right (CA_FILE_*), leave everything as it was.
 */
export async function saveAccount(
  deps: SaveAccountDeps,
  input: NewAccount,
): Promise<Result<Account, OutboxError>> {
  const refused = refusedAccount(input);
  if (refused !== null) return err(refused);
  const { ca = null } = input;
  const trusted = ca === null ? null : await deps.caFiles.read(ca.file, input.name);
  if (trusted?.ok === false) return trusted;
  const known = findAccount(deps, input.name);
  const { auth, secrets } = authOf(input.auth);
  const account = accountOf(input, auth, known, deps.clock.now());
  const kept = await keepSecrets(deps.tokens, account, secrets, input.auth);
  if (!kept.ok) return kept;
  const stored = await store(deps, kept.value);
  if (stored.ok && known !== null) await deps.tokens.tidyUp(known, stored.value);
  return stored;
}

async function keepSecrets(
  tokens: TokenKeeper,
  account: Account,
  refreshSecrets: RefreshSecrets,
  input: AccountInput['auth'],
): Promise<Result<Account, OutboxError>> {
  if (input.kind === 'headers') {
    const kept = await tokens.setHeaders(account, input.headers);
    return kept.ok ? ok({ ...account, session: kept.value }) : kept;
  }
  const { auth } = account;
  if (auth.kind !== 'bearer' || auth.refresh?.kind !== 'json') return ok(account);
  if (Object.keys(refreshSecrets).length === 0) return ok(account);
  const kept = await tokens.keepRefresh(account, refreshSecrets);
  if (!kept.ok) return kept;
  return ok({ ...account, auth: { ...auth, refresh: { ...auth.refresh, keptBy: kept.value } } });
}

/**
 * ACCOUNT_NOT_FOUND; ACCOUNT_KIND for an account that signs in another way; INPUT_INVALID for other headers than the
 * account has; NO_KEYCHAIN.
 */
export async function setTokens(
  deps: AccountDeps,
  name: string,
  {
    headers,
    ...tokens
  }: TokensInput & { readonly goodForMs?: number | null; readonly person?: Person | null },
): Promise<Result<Account, OutboxError>> {
  const account = findAccount(deps, name);
  if (account === null) return err(outboxError('ACCOUNT_NOT_FOUND', { account: name }));
  const { auth } = account;
  if (auth.kind !== (headers === undefined ? 'bearer' : 'headers'))
    return err(outboxError('ACCOUNT_KIND', { account: name, kind: auth.kind }));
  if (
    auth.kind === 'headers' &&
    !isSameJson(Object.keys(headers ?? {}).toSorted(), auth.names.toSorted())
  )
    return err(
      outboxError('INPUT_INVALID', {
        path: 'headers',
        detail: `must have exactly the headers of this account: ${auth.names.join(', ')}`,
      }),
    );
  const kept =
    headers === undefined
      ? await deps.tokens.setTokens(account, tokens)
      : await deps.tokens.setHeaders(account, headers);
  return kept.ok ? store(deps, { ...account, session: kept.value }) : kept;
}

/** Removes the account and its secrets. Items that belong to it stay and wait for it. */
export async function removeAccount(
  deps: AccountDeps,
  name: string,
): Promise<Result<null, OutboxError>> {
  const account = findAccount(deps, name);
  if (account === null) return err(outboxError('ACCOUNT_NOT_FOUND', { account: name }));
  const gone = await deps.tokens.forgetAll(account);
  if (!gone.ok) return gone;
  return deps.store.write((tx) => {
    tx.removeAccount(name);
    return ok(null);
  });
}

/** Ends the session: secrets are deleted, items wait until somebody signs in again. */
export async function signOut(
  deps: AccountDeps,
  name: string,
): Promise<Result<Account, OutboxError>> {
  const account = findAccount(deps, name);
  if (account === null) return err(outboxError('ACCOUNT_NOT_FOUND', { account: name }));
  const gone = await deps.tokens.forget(account);
  if (!gone.ok) return gone;
  return store(deps, { ...account, session: signedOut(deps.clock.now()) });
}

/** Writes down how an account's session stands; an account that was removed meanwhile stays removed. */
export const saveSession = (
  outbox: OutboxStore,
  name: string,
  session: Omit<SessionRecord, 'person'>,
): Promise<Result<null, OutboxError>> =>
  outbox.write((tx) => {
    const account = tx.accounts().find((one) => one.name === name);
    if (account !== undefined)
      tx.saveAccount({ ...account, session: { ...session, person: account.session.person } });
    return ok(null);
  });

/** At the start of a host: what only an earlier one kept in its memory is gone, and somebody has to sign in anew. */
export const endLostSessions = (
  outbox: OutboxStore,
  now: number,
): Promise<Result<null, OutboxError>> =>
  outbox.write((tx) => {
    for (const account of tx.accounts()) {
      const { state, keptBy } = account.session;
      if (state !== 'signedIn' || keptBy !== 'session') continue;
      const session = { ...account.session, state: 'signInNeeded', since: now } as const;
      tx.saveAccount({ ...account, session });
    }
    return ok(null);
  });

/** A token for as long as this process lives; nothing to do when none is given. */
export function lendToken(
  deps: AccountDeps,
  name: string | undefined,
  accessToken: string | undefined,
): Result<null, OutboxError> {
  if (accessToken === undefined) return ok(null);
  const account = name === undefined ? null : findAccount(deps, name);
  if (account === null) return err(outboxError('ACCOUNT_NOT_FOUND', { account: name ?? '' }));
  if (account.auth.kind !== 'bearer')
    return err(outboxError('ACCOUNT_KIND', { account: account.name, kind: account.auth.kind }));
  deps.tokens.lend(account, accessToken);
  return ok(null);
}

const findAccount = ({ store: { read } }: AccountDeps, name: string): Account | null =>
  read.accounts().find((one) => one.name === name) ?? null;

const store = (deps: AccountDeps, account: Account): Promise<Result<Account, OutboxError>> =>
  deps.store.write((tx) => ok(saveSignedIn(tx, account)));

export const signedOut = (now: number): SessionRecord => ({
  state: 'signInNeeded',
  keptBy: null,
  since: now,
  person: null,
});

/** Everything but who it is. */
export const settingsOf = (input: Omit<NewAccount, 'name' | 'auth'>): Settings => ({
  origins: input.origins.map((url) => new URL(url).origin),
  contract: input.contract ?? null,
  verify: input.verify,
  idempotency: input.idempotency ?? null,
  unknownOutcome: input.unknownOutcome ?? null,
  ca: input.ca ?? null,
  identity: input.identity ?? null,
});

/** What stands in the database of an account file; `known` is what stands there now. */
export function accountOf(
  input: Omit<NewAccount, 'auth'>,
  auth: AccountAuth,
  known: Account | null,
  now: number,
): Account {
  return {
    name: input.name,
    auth,
    ...settingsOf(input),
    people: known?.people ?? [],
    session: known !== null && isSameWay(known.auth, auth) ? known.session : signedOut(now),
    managed: false,
  };
}

/** Whether what signed the one in signs the other in, wherever the rest of it is kept, and people sign in. */
export const isSameWay = (a: AccountAuth, b: AccountAuth): boolean =>
  isSameJson(withoutPlace(a), withoutPlace(b));

function withoutPlace(auth: AccountAuth): AccountAuth {
  if (auth.kind !== 'bearer' || auth.refresh === null) return auth;
  const { refresh } = auth;
  return {
    ...auth,
    refresh: refresh.kind === 'json' ? { ...refresh, keptBy: null } : { ...refresh, signIn: null },
  };
}

function oauth2Of({ scope, authorizationUrl, issuer, ...rest }: OAuth2Input): TokenRefresh {
  const place = { authorizationUrl: authorizationUrl ?? null, issuer: issuer ?? null };
  const signsIn = place.authorizationUrl !== null || place.issuer !== null;
  return { ...rest, scope: scope ?? null, signIn: signsIn ? place : null };
}

interface SplitAuth {
  readonly auth: AccountAuth;
  readonly secrets: RefreshSecrets;
}

function authOf(input: AccountInput['auth']): SplitAuth {
  switch (input.kind) {
    case 'none':
      return { auth: { kind: 'none' }, secrets: {} };
    case 'headers':
      return { auth: { kind: 'headers', names: Object.keys(input.headers) }, secrets: {} };
    case 'bearer':
      return bearerAuth(input);
  }
}

/** Tokens, without what of their refresh is to be kept with the secrets. */
export function bearerAuth({
  refresh,
}: Extract<AccountInput['auth'], { readonly kind: 'bearer' }>): SplitAuth {
  if (refresh === undefined) return { auth: { kind: 'bearer', refresh: null }, secrets: {} };
  if (refresh.kind === 'oauth2')
    return { auth: { kind: 'bearer', refresh: oauth2Of(refresh) }, secrets: {} };
  const { open, secrets } = takeSecretsOut({
    ...refresh,
    refreshToken: refresh.refreshToken ?? null,
    expiresIn: refresh.expiresIn ?? null,
    keptBy: null,
  });
  return { auth: { kind: 'bearer', refresh: open }, secrets };
}
