import { createTokenBroker, type TokenBroker } from '../../electron/adapters/auth/token-broker.ts';
import { createSecretStore } from '../../electron/adapters/secrets/secret-store.ts';
import type { CredentialState } from '../../electron/core/ports/credentials.ts';
import type { Log } from '../../electron/core/ports/log.ts';
import type { SecretStore } from '../../electron/core/ports/secret-store.ts';
import { ok } from '../../shared/lang/result.ts';
import type { Account, AccountAuth, Person, SessionRecord } from '../../shared/outbox/account.ts';
import { createFakeKeychain, type FakeKeychain } from './fake-keychain.ts';
import { createManualTime, type ManualTime } from './manual-time.ts';

const OAUTH: AccountAuth = {
  kind: 'bearer',
  refresh: {
    kind: 'oauth2',
    tokenUrl: 'https://id.example/token',
    clientId: 'app',
    scope: null,
    signIn: null,
  },
};

export const SIGNED_IN: SessionRecord = {
  state: 'signedIn',
  keptBy: 'keytar',
  since: 0,
  person: null,
};
export const SIGNED_OUT: SessionRecord = {
  state: 'signInNeeded',
  keptBy: null,
  since: 0,
  person: null,
};

export const anAccount = (fields: Partial<Account> = {}): Account => ({
  name: 'ada',
  origins: ['https://api.example'],
  auth: OAUTH,
  contract: null,
  verify: [],
  unknownOutcome: null,
  identity: null,
  people: [],
  managed: false,
  idempotency: null,
  ca: null,
  session: SIGNED_IN,
  ...fields,
});

/** An answer of the token endpoint: an object becomes JSON, a promise is an answer that comes later; `offline` and `silent` are no answers. */
export type Scripted = Response | object | Promise<object> | 'offline' | 'silent';

export interface BrokerBench {
  readonly broker: TokenBroker;
  readonly time: ManualTime;
  readonly keychain: FakeKeychain;
  readonly secrets: SecretStore;
  /** What the endpoint was asked. */
  readonly asked: { readonly url: string; readonly body: string; readonly init: RequestInit }[];
  readonly saved: Omit<SessionRecord, 'person'>[];
  /** Who was written down as signed in. */
  readonly people: readonly (Person | null)[];
  readonly logged: string[];
  /** The endpoint's next answers, in order; a test that asks for more fails. */
  script(...answers: readonly Scripted[]): void;
  /** Resolves with the state when nothing is under way any more. */
  settled(account: Account): Promise<CredentialState>;
  store(account: string, secrets: object): void;
}

export interface BenchOptions {
  readonly secrets?: SecretStore;
  readonly credentialsFile?: string;
  readonly sessionWillDo?: boolean;
}

/** A token broker with time, keychain and token endpoint in the hands of the test. */
export function brokerBench(options: BenchOptions = {}): BrokerBench {
  const time = createManualTime();
  const keychain = createFakeKeychain();
  const asked: BrokerBench['asked'] = [];
  const saved: Omit<SessionRecord, 'person'>[] = [];
  const people: (Person | null)[] = [];
  const logged: string[] = [];
  const answers: Scripted[] = [];
  const note = (event: string, fields?: unknown): void =>
    void logged.push(`${event} ${JSON.stringify(fields)}`);
  const log: Log = { info: note, warn: note, error: note };
  const secrets =
    options.secrets ??
    createSecretStore({
      profile: 'test',
      timers: time.timers,
      sessionWillDo: options.sessionWillDo ?? true,
      credentialsFile: options.credentialsFile,
      keychains: { keytar: async () => keychain, 'napi-keyring': async () => null },
    });
  const broker = createTokenBroker({
    secrets,
    clock: time.clock,
    timers: time.timers,
    random: () => 1,
    log,
    async fetch(url, init) {
      asked.push({ url, body: typeof init.body === 'string' ? init.body : '', init });
      const answer = await answers.shift();
      if (answer === undefined) throw new Error('the endpoint was asked once too often');
      if (answer === 'offline') throw new TypeError('fetch failed');
      if (answer === 'silent') {
        return new Promise((_, reject) => {
          init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
        });
      }
      return answer instanceof Response ? answer : Response.json(answer);
    },
    async savePerson(_, _since, person) {
      people.push(person);
      return ok(true);
    },
    async saveSession(_, session) {
      saved.push(session);
      return ok(null);
    },
  });
  return {
    broker,
    time,
    keychain,
    secrets,
    asked,
    saved,
    people,
    logged,
    script: (...next) => void answers.push(...next),
    store: (account, value) => void keychain.items.set(account, JSON.stringify(value)),
    settled(account) {
      return new Promise((resolve) => {
        let off = (): void => {};
        const look = (): void => {
          const state = broker.stateOf(account);
          if (state.kind === 'refreshing') return;
          off();
          resolve(state);
        };
        off = broker.onChange(look);
        look();
      });
    },
  };
}

/** Lets everything that waits for nothing but its turn run. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface Later {
  readonly promise: Promise<object>;
  answer(value: object): void;
}

/** An answer that comes when the test says so. */
export function later(): Later {
  const { promise, resolve } = Promise.withResolvers<object>();
  return { promise, answer: resolve };
}

export const tokens = (access: string, refresh?: string, expiresIn: unknown = 3_600): object => ({
  access_token: access,
  token_type: 'Bearer',
  ...(expiresIn === undefined ? {} : { expires_in: expiresIn }),
  ...(refresh === undefined ? {} : { refresh_token: refresh }),
});
