import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  createTokenBroker,
  type TokenBroker,
} from '../../../electron/adapters/auth/token-broker.ts';
import { createSecretStore } from '../../../electron/adapters/secrets/secret-store.ts';
import { systemClock, systemTimers } from '../../../electron/adapters/system/system.ts';
import type { CredentialState } from '../../../electron/core/ports/credentials.ts';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { ok } from '../../../shared/lang/result.ts';
import type { Account, SessionRecord, TokenRefresh } from '../../../shared/outbox/account.ts';
import { createManualTime, type ManualTime } from '../../support/manual-time.ts';
import type { KillPoint } from '../../support/mortal-broker.ts';
import { fetchByEnvironment } from '../../support/network.ts';
import { spawnSource } from '../../support/spawned.ts';
import { tempFolder } from '../../support/temp-folder.ts';

interface Login {
  readonly accessToken: string;
  readonly refreshToken: string;
}

async function server(options: Parameters<typeof createPracticeServer>[0] = {}) {
  const practice = createPracticeServer(options);
  onTestFinished(() => practice.stop());
  const { url } = await practice.start();
  const login = async (user = 'ada'): Promise<Login> => {
    const body = JSON.stringify({ user, password: 'practice' });
    return (await (await fetch(`${url}/login`, { method: 'POST', body })).json()) as Login;
  };
  return { practice, url, login };
}

const oauth = (url: string): TokenRefresh => ({
  kind: 'oauth2',
  tokenUrl: `${url}/token`,
  clientId: 'app',
  scope: null,
  signIn: null,
});

const json = (url: string): TokenRefresh => ({
  kind: 'json',
  url: `${url}/refresh`,
  method: 'POST',
  headers: {},
  body: { refreshToken: '{{refreshToken}}' },
  accessToken: '/accessToken',
  refreshToken: '/refreshToken',
  expiresIn: '/expiresIn',
  keptBy: null,
});

const REAL_TIME = { clock: systemClock, timers: systemTimers };

function host(
  url: string,
  refresh: TokenRefresh,
  { clock, timers }: Pick<ManualTime, 'clock' | 'timers'> = REAL_TIME,
) {
  const saved: Omit<SessionRecord, 'person'>[] = [];
  const account: Account = {
    name: 'ada',
    origins: [url],
    auth: { kind: 'bearer', refresh },
    contract: null,
    verify: [],
    managed: false,
    idempotency: null,
    ca: null,
    unknownOutcome: null,
    identity: null,
    people: [],
    session: { state: 'signInNeeded', keptBy: null, since: 0, person: null },
  };
  const none = async () => null;
  const broker = createTokenBroker({
    secrets: createSecretStore({
      profile: 'p',
      timers: systemTimers,
      sessionWillDo: true,
      keychains: { keytar: none, 'napi-keyring': none },
    }),
    clock,
    timers,
    random: () => 0,
    fetch: fetchByEnvironment({}),
    log: { info() {}, warn() {}, error() {} },
    savePerson: async () => ok(true),
    async saveSession(_, session) {
      saved.push(session);
      return ok(null);
    },
  });
  onTestFinished(() => broker.stop(0));
  return { broker, account, saved };
}

function untilNotRefreshing(broker: TokenBroker, account: Account): Promise<CredentialState> {
  return new Promise((resolve) => {
    const look = (): void => {
      const state = broker.stateOf(account);
      if (state.kind === 'refreshing') return broker.prepare(account);
      off();
      resolve(state);
    };
    let off = (): void => {};
    off = broker.onChange(look);
    look();
  });
}

/** Sends as the dispatcher does: a 401 is told to the broker, and the next try waits for what it has then. */
async function send(broker: TokenBroker, account: Account, url: string): Promise<number> {
  for (let tries = 1; ; tries++) {
    const state = await untilNotRefreshing(broker, account);
    if (state.kind !== 'ready') throw new Error(`cannot send: ${JSON.stringify(state)}`);
    const headers = Object.fromEntries(state.headers);
    const { status } = await fetch(`${url}/inbox/a?auth`, { method: 'POST', headers });
    if (status !== 401) return tries;
    broker.refused(account, state.generation);
  }
}

describe.each([
  ['OAuth 2', oauth],
  ['JSON', json],
])('with %s', (_, refreshOf) => {
  test('fifty requests that meet 401 at the same time cause one refresh', async () => {
    const { practice, url, login } = await server();
    const { broker, account } = host(url, refreshOf(url));
    await broker.setTokens(account, await login());
    for (let storm = 1; storm <= 2; storm++) {
      practice.expireTokens();
      const all = await Promise.all(Array.from({ length: 50 }, () => send(broker, account, url)));
      expect(all.filter((tries) => tries === 2)).toHaveLength(50);
      expect(practice.ledger.snapshot().signIns).toMatchObject({
        refreshes: storm,
        reuseAlarms: 0,
      });
    }
  });

  test.each(['html', 'empty', '500', 'redirect'] as const)(
    'a token endpoint that answers with %s costs time, and no sign-in',
    async (nonsense) => {
      const { practice, url, login } = await server();
      const { broker, account, saved } = host(url, refreshOf(url));
      await broker.setTokens(account, await login());
      practice.misbehaveAtRefresh(nonsense, 1);
      practice.expireTokens();
      broker.refused(account, 1);
      expect((await untilNotRefreshing(broker, account)).kind).toBe('trouble');
      broker.wake();
      expect(await send(broker, account, url)).toBe(1);
      expect(practice.ledger.snapshot().signIns).toMatchObject({ refreshes: 1, reuseAlarms: 0 });
      expect(saved).toEqual([]);
    },
  );

  test('a session that the server ended needs a sign-in, and goes on with one', async () => {
    const { practice, url, login } = await server();
    const { broker, account, saved } = host(url, refreshOf(url));
    const { accessToken } = await login();
    await broker.setTokens(account, { accessToken, refreshToken: 'stolen and used' });
    practice.expireTokens();
    broker.refused(account, 1);
    expect(await untilNotRefreshing(broker, account)).toEqual({ kind: 'signInNeeded' });
    expect(saved).toMatchObject([{ state: 'signInNeeded' }]);
    await broker.setTokens(account, await login());
    expect(await send(broker, account, url)).toBe(1);
  });

  test('tokens of one second, rotated each time, serve a steady stream without an alarm', async () => {
    const time = createManualTime();
    const { practice, url, login } = await server({ tokenLifeS: 1, now: time.clock.now });
    const { broker, account } = host(url, refreshOf(url), time);
    await broker.setTokens(account, await login());
    // For three and a half seconds, each request ten milliseconds on its way.
    for (let step = 0; step < 350; step += 1) {
      const sending = Array.from({ length: 4 }, () => send(broker, account, url));
      time.advance(10);
      await Promise.all(sending);
    }
    const { signIns, entries } = practice.ledger.snapshot();
    expect(signIns.reuseAlarms).toBe(0);
    expect(signIns.refreshes).toBe(3);
    // Each is replaced before it ends: nobody meets a 401.
    expect(new Set(entries.map(({ verdict }) => verdict))).toEqual(new Set(['applied']));
  });
});

describe('T-02: kill -9', () => {
  const STAYS = 'whose used tokens stay good for a while';
  const FORGETS = 'that takes each token once';
  const cases: readonly (readonly [KillPoint, string, string, number])[] = [
    ['before the call', FORGETS, 'ready', 0],
    ['after the rotation', FORGETS, 'signInNeeded', 1],
    ['before the write', FORGETS, 'signInNeeded', 1],
    ['after it', FORGETS, 'ready', 0],
    ['after the rotation', STAYS, 'ready', 0],
  ];
  test.each(cases)(
    '%s, at a server %s: the next start is %s',
    async (point, how, state, alarms) => {
      const { practice, url, login } = await server({ rotation: how === FORGETS });
      const file = join(tempFolder(), 'credentials.json');
      const { refreshToken } = await login();
      writeFileSync(file, JSON.stringify({ ada: { refreshToken } }), { mode: 0o600 });
      const start = (...more: readonly string[]) =>
        spawnSource('test/support/mortal-broker.ts', [`${url}/token`, file, ...more]);

      const first = start(point);
      expect(await first.ended).toBeNull();
      expect(first.child.signalCode).toBe('SIGKILL');
      const kept = JSON.parse(readFileSync(file, 'utf8')) as { ada: Login };
      expect(kept.ada.refreshToken === refreshToken).toBe(point !== 'after it');

      const second = start();
      expect(await second.ended).toBe(0);
      expect(JSON.parse(second.output())).toMatchObject({
        state,
        saved: state === 'ready' ? [] : [{ state: 'signInNeeded' }],
      });
      expect(practice.ledger.snapshot().signIns.reuseAlarms).toBe(alarms);
    },
  );
});
