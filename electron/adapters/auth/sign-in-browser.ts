import {
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
} from 'oauth4webapi';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { notSignedInPage, SIGN_IN_PAGES } from '../../../shared/messages/sign-in-page-words.ts';
import type { Account, SignInTrouble } from '../../../shared/outbox/account.ts';
import type { Log } from '../../core/ports/log.ts';
import type { SignInBrowser, SignInTokens } from '../../core/ports/sign-in-browser.ts';
import { signInServer } from './authorization-server.ts';
import { type Asked, type ExchangeDeps, exchangeCode } from './code-exchange.ts';
import { listenOnLoopback, type Page } from './loopback-listener.ts';
import { signInPage } from './sign-in-page.ts';
import { type Fetch, fetchFor, LIMIT_MS } from './token-endpoint.ts';

export interface SignInBrowserDeps extends Omit<ExchangeDeps, 'fetch'> {
  readonly fetch: Fetch;
  readonly log: Log;
}

/** How long a person has. */
const OPEN_MS = 5 * 60_000;
const CALLBACK = '/callback';

type Ending = Result<Account, OutboxError>;

/** Authorization code with PKCE (RFC 7636), the answer heard at a port of this machine (RFC 8252). */
export function createSignInBrowser(deps: SignInBrowserDeps): SignInBrowser {
  const { fetch, timers, log } = deps;

  return {
    async begin(account, keep) {
      const { name, auth } = account;
      const fetchAs = fetchFor(fetch, account);
      const refresh = auth.kind === 'bearer' ? auth.refresh : null;
      if (refresh?.kind !== 'oauth2' || refresh.signIn === null)
        return err(outboxError('SIGN_IN_UNAVAILABLE', { account: name }));
      const visit = visitor({ ...deps, fetch: fetchAs }, name, keep);
      const failed = (reason: SignInTrouble) => {
        const ending = err(outboxError('SIGN_IN_FAILED', { account: name, reason }));
        visit.end(ending);
        return ending;
      };
      const control = new AbortController();
      const noLonger = timers.after(LIMIT_MS, () => control.abort());
      const server = await signInServer(fetchAs, refresh.signIn, control.signal);
      noLonger();
      if (!server.ok) return failed(server.error);

      const listener = await listenOnLoopback(visit.answer);
      if (listener === null) return failed('NO_PORT');
      const asked: Asked = {
        account: name,
        refresh,
        server: server.value,
        redirectUri: `${listener.origin}${CALLBACK}`,
        state: generateRandomState(),
        verifier: generateRandomCodeVerifier(),
        nonce: asksForIdToken(refresh) ? generateRandomNonce() : null,
      };
      const url = await addressOf(asked);
      const launch = `/sign-in/${generateRandomState()}`;
      visit.expect({ asked, url, launch });
      void visit.ended.then(listener.close);
      log.info('signInBegun', { account: name });
      return ok({
        url,
        launchUrl: `${listener.origin}${launch}`,
        ended: visit.ended,
        cancel: () => visit.end(err(outboxError('SIGN_IN_OVER'))),
      });
    },
  };
}

interface Expected {
  readonly asked: Asked;
  readonly url: string;
  /** The path that leads to `url`, once. */
  readonly launch: string;
}

/** What one sign-in answers to whoever comes to its port, and how it ends. */
function visitor(
  deps: ExchangeDeps & Pick<SignInBrowserDeps, 'log'>,
  account: string,
  keep: (tokens: SignInTokens) => Promise<Ending>,
) {
  const { promise: ended, resolve } = Promise.withResolvers<Ending>();
  let expected: Expected | null = null;
  let isLaunched = false;
  let phase: 'open' | 'answered' | 'keeping' | 'over' = 'open';
  const noMore = deps.timers.after(OPEN_MS, () =>
    end(err(outboxError('SIGN_IN_TIMED_OUT', { account }))),
  );

  function end(ending: Ending): void {
    if (phase === 'open' || phase === 'answered') finish(ending);
  }

  function finish(ending: Ending): void {
    phase = 'over';
    noMore();
    if (ending.ok) deps.log.info('signedIn', { account });
    else {
      const { code, params } = ending.error;
      deps.log.warn('notSignedIn', { account, code, reason: params['reason'] });
    }
    resolve(ending);
  }

  function launched({ url }: Expected): Page {
    if (isLaunched || phase !== 'open') return signInPage(SIGN_IN_PAGES.over, 410);
    isLaunched = true;
    return { kind: 'elsewhere', url };
  }

  /** Who does not know the state is not who was asked, and changes nothing. */
  async function heard({ asked }: Expected, query: URLSearchParams): Promise<Page> {
    const states = query.getAll('state');
    if (states.length !== 1 || states[0] !== asked.state)
      return signInPage(SIGN_IN_PAGES.notOurs, 400);
    if (phase !== 'open') return signInPage(SIGN_IN_PAGES.over, 410);
    phase = 'answered';
    const tokens = await exchangeCode(deps, asked, query);
    if (isOver()) return signInPage(SIGN_IN_PAGES.over, 410);
    phase = 'keeping';
    const ending = tokens.ok ? await keep(tokens.value) : tokens;
    finish(ending);
    return signInPage(ending.ok ? SIGN_IN_PAGES.done : notSignedInPage(ending.error));
  }
  const isOver = (): boolean => phase === 'over';

  return {
    ended,
    end,
    expect(what: Expected): void {
      expected = what;
    },
    answer(path: string, query: URLSearchParams): Page | Promise<Page> {
      if (expected !== null && path === expected.launch) return launched(expected);
      if (expected !== null && path === CALLBACK) return heard(expected, query);
      return signInPage(SIGN_IN_PAGES.notOurs, 404);
    },
  };
}

/** OpenID Connect Core section 3.1.2.1. */
const asksForIdToken = ({ scope }: Asked['refresh']): boolean =>
  (scope ?? '').split(' ').includes('openid');

async function addressOf({
  refresh,
  server,
  redirectUri,
  state,
  verifier,
  nonce,
}: Asked): Promise<string> {
  const url = new URL(server.authorizationUrl);
  const scope = refresh.scope ?? '';
  const parameters = {
    response_type: 'code',
    client_id: refresh.clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(scope === '' ? {} : { scope }),
    ...(nonce === null ? {} : { nonce }),
    // Without a consent of its own nobody stays signed in (OpenID Connect Core section 11).
    ...(scope.split(' ').includes('offline_access') ? { prompt: 'consent' } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
