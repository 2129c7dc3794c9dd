import type { SignInCounts } from '../../shared/contracts/practice-protocol.ts';

export interface SignInOptions {
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  readonly newToken: () => string;
  /** Of an access token, in seconds. */
  readonly tokenLifeS: number;
  /** Each refresh brings a new refresh token and uses up the old one. */
  readonly rotation: boolean;
}

export interface IssuedTokens {
  readonly accessToken: string;
  /** Null: the old one goes on. */
  readonly refreshToken: string | null;
  readonly expiresIn: number;
}

/** Everyone's password. */
const PASSWORD = 'practice';

/** What a sign-in began: it ends as a whole. */
interface Family {
  readonly user: string;
  revoked: boolean;
}

interface AccessToken {
  readonly family: Family;
  readonly until: number;
}

interface RefreshToken {
  readonly family: Family;
  used: boolean;
}

export interface SignIn {
  /** Null: wrong password. */
  login(user: string, password: string): IssuedTokens | null;
  /**
   * Null: the token is unknown, used up or revoked. A used one in somebody's hands means that there are two who
   * have it, so everything of its sign-in is revoked and an alarm is counted (RFC 9700 section 4.14.2).
   */
  refresh(refreshToken: string): IssuedTokens | null;
  /** Whose access token this is; null when it is not good, or not any more. */
  userOf(accessToken: string): string | null;
  /** As if the life of every access token had passed; answers how many there were. */
  expireAll(): number;
  counts(): SignInCounts;
}

export function createSignIn({ now, newToken, tokenLifeS, rotation }: SignInOptions): SignIn {
  const access = new Map<string, AccessToken>();
  const refreshable = new Map<string, RefreshToken>();
  let logins = 0;
  let refreshes = 0;
  let reuseAlarms = 0;

  const isGood = ({ family, until }: AccessToken): boolean => !family.revoked && now() < until;

  function issue(family: Family, withRefresh: boolean): IssuedTokens {
    for (const [token, one] of access) if (!isGood(one)) access.delete(token);
    const accessToken = newToken();
    access.set(accessToken, { family, until: now() + tokenLifeS * 1_000 });
    if (!withRefresh) return { accessToken, refreshToken: null, expiresIn: tokenLifeS };
    const refreshToken = newToken();
    refreshable.set(refreshToken, { family, used: false });
    return { accessToken, refreshToken, expiresIn: tokenLifeS };
  }

  return {
    login(user, password) {
      if (user === '' || password !== PASSWORD) return null;
      logins += 1;
      return issue({ user, revoked: false }, true);
    },
    refresh(refreshToken) {
      const known = refreshable.get(refreshToken);
      if (known === undefined || known.family.revoked) return null;
      if (known.used) {
        known.family.revoked = true;
        reuseAlarms += 1;
        return null;
      }
      known.used = rotation;
      refreshes += 1;
      return issue(known.family, rotation);
    },
    userOf(accessToken) {
      const known = access.get(accessToken);
      return known !== undefined && isGood(known) ? known.family.user : null;
    },
    expireAll() {
      const good = [...access.values()].filter(isGood).length;
      access.clear();
      return good;
    },
    counts: () => ({ logins, refreshes, reuseAlarms }),
  };
}
