import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { type Account, signsInByBrowser } from '../../shared/outbox/account.ts';
import { type AccountDeps, isSameWay, setTokens } from './accounts.ts';
import type { BrowserSignIn, SignInBrowser, SignInTokens } from './ports/sign-in-browser.ts';

export interface BrowserSignInDeps extends AccountDeps {
  readonly signInBrowser: SignInBrowser;
  readonly newId: () => string;
}

export interface BegunSignIn extends Pick<BrowserSignIn, 'url' | 'launchUrl'> {
  readonly signIn: string;
}

/** Sign-ins in the browser: one for each account at a time; a new one takes the place of the one before. */
export interface BrowserSignIns {
  /** ACCOUNT_NOT_FOUND, ACCOUNT_KIND, SIGN_IN_UNAVAILABLE, NO_KEYCHAIN, SIGN_IN_FAILED. */
  begin(name: string): Promise<Result<BegunSignIn, OutboxError>>;
  /** The account, signed in; or why not. SIGN_IN_OVER for one that is not known, or not any more. */
  ended(signIn: string): Promise<Result<Account, OutboxError>>;
  /** One that is not known is no error. */
  cancel(signIn: string): void;
  /** Ends them all, and begins no other. */
  stop(): void;
}

export function createBrowserSignIns(deps: BrowserSignInDeps): BrowserSignIns {
  const { store, tokens, signInBrowser, newId } = deps;
  /** The newest of each account, also after it has ended. */
  const newest = new Map<string, BrowserSignIn & { readonly id: string }>();
  let isStopped = false;

  const find = (name: string): Account | null =>
    store.read.accounts().find((one) => one.name === name) ?? null;

  const known = (signIn: string) => [...newest.values()].find(({ id }) => id === signIn);

  /** Tokens of one server are of no use to an account that has become another's meanwhile. */
  async function keep(
    begun: Account,
    { refreshToken, ...rest }: SignInTokens,
  ): Promise<Result<Account, OutboxError>> {
    const now = find(begun.name);
    if (now !== null && !isSameWay(now.auth, begun.auth)) return over();
    return setTokens(deps, begun.name, {
      ...rest,
      ...(refreshToken === null ? {} : { refreshToken }),
    });
  }

  return {
    async begin(name) {
      const account = find(name);
      if (account === null) return err(outboxError('ACCOUNT_NOT_FOUND', { account: name }));
      const { auth } = account;
      if (auth.kind !== 'bearer')
        return err(outboxError('ACCOUNT_KIND', { account: name, kind: auth.kind }));
      if (!signsInByBrowser(auth))
        return err(outboxError('SIGN_IN_UNAVAILABLE', { account: name }));
      const place = await tokens.canKeep(account);
      if (!place.ok) return place;
      const begun = await signInBrowser.begin(account, (brought) => keep(account, brought));
      if (!begun.ok) return begun;
      if (isStopped) {
        begun.value.cancel();
        return over();
      }
      newest.get(name)?.cancel();
      const id = newId();
      newest.set(name, { ...begun.value, id });
      const { url, launchUrl } = begun.value;
      return ok({ signIn: id, url, launchUrl });
    },
    async ended(signIn) {
      return known(signIn)?.ended ?? over();
    },
    cancel: (signIn) => known(signIn)?.cancel(),
    stop() {
      isStopped = true;
      for (const one of newest.values()) one.cancel();
    },
  };
}

const over = (): Result<never, OutboxError> => err(outboxError('SIGN_IN_OVER'));
