import { expect, onTestFinished, test } from 'vitest';
import type { CredentialState } from '../../../electron/core/ports/credentials.ts';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { anAccount, brokerBench } from '../../support/broker-bench.ts';
import { logIn } from '../../support/practice.ts';

const ada = anAccount();

/** Ada is signed in at the practice server, and her refresh token is in a keychain that does as the test says. */
async function signedIn() {
  const practice = createPracticeServer();
  onTestFinished(() => practice.stop());
  const { url } = await practice.start();
  const { refreshToken } = await logIn(url, 'ada');
  const bench = brokerBench();
  bench.store('ada', { refreshToken });
  const kept = (): string => JSON.parse(bench.keychain.items.get('ada') ?? '{}').refreshToken;
  const refresh = async (token: string): Promise<object> => {
    const grant = { grant_type: 'refresh_token', refresh_token: token, client_id: 'app' };
    const answer = await fetch(`${url}/token`, {
      method: 'POST',
      body: new URLSearchParams(grant),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as object;
  };
  const send = async (state: CredentialState): Promise<number> => {
    const headers = state.kind === 'ready' ? state.headers : [];
    const lines = headers.map(([name, value]): [string, string] => [name, value]);
    const answer = await fetch(`${url}/inbox/x?auth`, { method: 'POST', headers: lines });
    return answer.status;
  };
  return { practice, bench, refreshToken, kept, refresh, send };
}

test.each([
  ['locked', 'KEYCHAIN_LOCKED'],
  ['failing', 'KEYCHAIN_FAILED'],
] as const)(
  'T-09: a keychain that is %s delays sending, and loses no sign-in',
  async (mood, code) => {
    const { practice, bench, refreshToken, kept, refresh, send } = await signedIn();
    bench.keychain.mood = mood;
    bench.broker.prepare(ada);
    expect(await bench.settled(ada)).toMatchObject({ kind: 'trouble', code });
    expect(practice.ledger.snapshot().signIns.refreshes).toBe(0);
    bench.keychain.mood = 'well';
    bench.script(refresh(refreshToken));
    bench.broker.wake();
    expect(await send(await bench.settled(ada))).toBe(201);
    expect(bench.saved).toEqual([]);
    // What the server gave in exchange is what is kept, and good.
    expect(kept()).not.toBe(refreshToken);
    await refresh(kept());
    expect(practice.ledger.snapshot().signIns.reuseAlarms).toBe(0);
  },
);

test('T-09: a keychain that does not give back what was written keeps nobody from sending, and has it in the end', async () => {
  const { practice, bench, refreshToken, kept, refresh, send } = await signedIn();
  bench.script(refresh(refreshToken));
  bench.keychain.mood = 'forgetful';
  bench.broker.prepare(ada);
  expect(await send(await bench.settled(ada))).toBe(201);
  expect(kept()).toBe(refreshToken);
  bench.keychain.mood = 'well';
  await bench.broker.stop(1_000);
  expect(kept()).not.toBe(refreshToken);
  await refresh(kept());
  expect(practice.ledger.snapshot().signIns.reuseAlarms).toBe(0);
});
