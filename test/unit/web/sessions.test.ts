import { expect, test } from 'vitest';
import { createSessions } from '../../../electron/headless/web/sessions.ts';
import { createManualTime } from '../../support/manual-time.ts';

function bench() {
  const time = createManualTime();
  let made = 0;
  const sessions = createSessions({
    elapsed: time.clock.monotonic,
    newSecret: () => `secret-${(made += 1)}`,
  });
  return { time, sessions };
}

test('a code opens one session', () => {
  const { sessions } = bench();
  const code = sessions.newCode();
  const token = sessions.exchange(code);
  expect(token).not.toBeNull();
  expect(token).not.toBe(code);
  expect(sessions.isToken(token ?? '')).toBe(true);
  expect(sessions.exchange(code)).toBeNull();
});

test('a code is good for a minute and no longer', () => {
  const { time, sessions } = bench();
  const [first, second] = [sessions.newCode(), sessions.newCode()];
  time.advance(59_999);
  expect(sessions.exchange(first)).not.toBeNull();
  time.advance(1);
  expect(sessions.exchange(second)).toBeNull();
});

test('the wall clock has no say in it', () => {
  const { time, sessions } = bench();
  const code = sessions.newCode();
  time.jump(-3_600_000);
  time.advance(60_000);
  expect(sessions.exchange(code)).toBeNull();
});

test('neither a code nor anything else is a token', () => {
  const { sessions } = bench();
  const code = sessions.newCode();
  expect(sessions.isToken(code)).toBe(false);
  expect(sessions.isToken('')).toBe(false);
  expect(sessions.exchange('')).toBeNull();
  const token = sessions.exchange(code) ?? '';
  expect(sessions.exchange(token)).toBeNull();
});

test('old codes and sessions give way; newer ones go on', () => {
  const { sessions } = bench();
  const codes = Array.from({ length: 17 }, () => sessions.newCode());
  expect(sessions.exchange(codes[0] ?? '')).toBeNull();
  const tokens = Array.from({ length: 257 }, () => sessions.exchange(sessions.newCode()) ?? '');
  expect(sessions.isToken(tokens[0] ?? '')).toBe(false);
  expect(tokens.slice(1).every((token) => sessions.isToken(token))).toBe(true);
});
