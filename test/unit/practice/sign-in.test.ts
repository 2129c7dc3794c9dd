import { describe, expect, test } from 'vitest';
import { createSignIn } from '../../../electron/practice/sign-in.ts';

function signInAt(options: { readonly rotation?: boolean } = {}) {
  let now = 0;
  let made = 0;
  const signIn = createSignIn({
    now: () => now,
    newToken: () => `token-${(made += 1)}`,
    tokenLifeS: 2,
    rotation: options.rotation ?? true,
  });
  const login = () => {
    const tokens = signIn.login('ada', 'practice');
    if (tokens === null || tokens.refreshToken === null) throw new Error('no tokens');
    return { ...tokens, refreshToken: tokens.refreshToken };
  };
  return { signIn, login, pass: (ms: number) => (now += ms) };
}

describe('the practice sign-in', () => {
  test('knows whose token it is for as long as the token lives', () => {
    const { signIn, login, pass } = signInAt();
    const { accessToken, expiresIn } = login();
    expect([signIn.userOf(accessToken), expiresIn]).toEqual(['ada', 2]);
    pass(1_999);
    expect(signIn.userOf(accessToken)).toBe('ada');
    pass(1);
    expect(signIn.userOf(accessToken)).toBeNull();
    expect(signIn.userOf('made up')).toBeNull();
  });

  test('refuses a wrong password and nobody', () => {
    const { signIn } = signInAt();
    expect(signIn.login('ada', 'wrong')).toBeNull();
    expect(signIn.login('', 'practice')).toBeNull();
    expect(signIn.counts().logins).toBe(0);
  });

  test('revokes all of a sign-in when a used refresh token comes again, and counts an alarm', () => {
    const { signIn, login } = signInAt();
    const first = login();
    const other = login();
    const second = signIn.refresh(first.refreshToken);
    expect(second?.refreshToken).not.toBe(first.refreshToken);
    expect(signIn.refresh(first.refreshToken)).toBeNull();
    expect(signIn.counts()).toEqual({ logins: 2, refreshes: 1, reuseAlarms: 1 });
    expect(signIn.refresh(second?.refreshToken ?? '')).toBeNull();
    expect(signIn.userOf(second?.accessToken ?? '')).toBeNull();
    expect(signIn.userOf(other.accessToken)).toBe('ada');
    expect(signIn.refresh(other.refreshToken)).not.toBeNull();
  });

  test('without rotation lets a refresh token serve for ever', () => {
    const { signIn, login } = signInAt({ rotation: false });
    const { refreshToken } = login();
    for (let n = 0; n < 3; n++) {
      expect(signIn.refresh(refreshToken)).toMatchObject({ refreshToken: null });
    }
    expect(signIn.counts()).toMatchObject({ refreshes: 3, reuseAlarms: 0 });
  });

  test('ends all access tokens on request, and no refresh token', () => {
    const { signIn, login } = signInAt();
    const { accessToken, refreshToken } = login();
    login();
    expect(signIn.expireAll()).toBe(2);
    expect(signIn.userOf(accessToken)).toBeNull();
    expect(signIn.refresh(refreshToken)).not.toBeNull();
  });
});
