import type { TokenNonsense } from '../../shared/contracts/practice-protocol.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { type Answer, json, problem, signInPage, unauthorized } from './answer.ts';
import type { IssuedTokens, SignIn } from './sign-in.ts';

const SIGN_IN_PATHS = ['/login', '/token', '/refresh'] as const;

export type SignInPath = (typeof SIGN_IN_PATHS)[number];

export const isSignInPath = (path: string): path is SignInPath =>
  (SIGN_IN_PATHS as readonly string[]).includes(path);

/** Tokens must not stay in a cache (RFC 6749 section 5.1). */
const NO_STORE = { 'Cache-Control': 'no-store' };

/** What `POST` to one of the three answers to this body. */
export function signInAnswer(signIn: SignIn, path: SignInPath, body: string): Answer {
  switch (path) {
    case '/login':
      return login(signIn, fieldsOf(body));
    case '/token':
      return token(signIn, new URLSearchParams(body));
    case '/refresh':
      return refresh(signIn, fieldsOf(body));
    default:
      return assertNever(path);
  }
}

/** Whose an access token is: for identity checks. */
export const whoAnswer = (user: string | null): Answer =>
  user === null ? unauthorized() : json(200, { id: user, name: user }, NO_STORE);

function login(signIn: SignIn, { user, password }: Fields): Answer {
  if (typeof user !== 'string' || typeof password !== 'string') {
    return problem(400, 'This takes {"user", "password"}.');
  }
  const tokens = signIn.login(user, password);
  return tokens === null
    ? problem(401, 'The password is wrong; everyone\'s is "practice".')
    : json(200, tokens, NO_STORE);
}

/** RFC 6749 section 6; answers as in section 5.1, errors as in section 5.2. */
function token(signIn: SignIn, form: URLSearchParams): Answer {
  const refused = (status: number, error: string): Answer => json(status, { error }, NO_STORE);
  if ((form.get('client_id') ?? '') === '') return refused(401, 'invalid_client');
  const grant = form.get('grant_type');
  if (grant === null) return refused(400, 'invalid_request');
  if (grant !== 'refresh_token') return refused(400, 'unsupported_grant_type');
  const given = form.getAll('refresh_token');
  if (given.length !== 1 || given[0] === undefined) return refused(400, 'invalid_request');
  const tokens = signIn.refresh(given[0]);
  return tokens === null ? refused(400, 'invalid_grant') : json(200, oauth(tokens), NO_STORE);
}

const oauth = ({ accessToken, refreshToken, expiresIn }: IssuedTokens) => ({
  access_token: accessToken,
  token_type: 'Bearer',
  expires_in: expiresIn,
  ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
});

function refresh(signIn: SignIn, { refreshToken }: Fields): Answer {
  if (typeof refreshToken !== 'string') return problem(400, 'This takes {"refreshToken"}.');
  const tokens = signIn.refresh(refreshToken);
  return tokens === null
    ? problem(401, 'The session is over; sign in again.')
    : json(200, tokens, NO_STORE);
}

/** What the endpoint says when it was told to misbehave; no token is used up. */
export function nonsenseAnswer(nonsense: TokenNonsense): Answer {
  switch (nonsense) {
    case 'html':
    case 'slow':
      return signInPage(200, {});
    case 'empty':
      return { status: 200, headers: { 'Content-Type': 'application/json' }, body: '' };
    case '500':
      return problem(500, 'The endpoint was told to fail.');
    case 'redirect':
      return problem(302, 'This moved to /inbox/tokens.', {
        headers: { Location: '/inbox/tokens' },
      });
    default:
      return assertNever(nonsense);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** No members when it is not a JSON object. */
function fieldsOf(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
