// A token broker in a process of its own that ends itself with SIGKILL at one point of a refresh, or, without a
// point, refreshes and prints the state it came to, and what was saved.
//   node mortal-broker.ts TOKEN_URL keytar|napi-keyring|CREDENTIALS_FILE [POINT]

import { createTokenBroker } from '../../electron/adapters/auth/token-broker.ts';
import { loadKeytar } from '../../electron/adapters/secrets/keytar.ts';
import { loadNapiKeyring } from '../../electron/adapters/secrets/napi-keyring.ts';
import { createSecretStore } from '../../electron/adapters/secrets/secret-store.ts';
import { systemClock, systemRandom, systemTimers } from '../../electron/adapters/system/system.ts';
import type { SecretStore } from '../../electron/core/ports/secret-store.ts';
import { ok } from '../../shared/lang/result.ts';
import type { Account, SessionRecord } from '../../shared/outbox/account.ts';

export type KillPoint = 'before the call' | 'after the rotation' | 'before the write' | 'after it';

const [tokenUrl = '', place = '', point] = process.argv.slice(2);
const library = place === 'keytar' || place === 'napi-keyring' ? place : null;
const dieAt = (here: KillPoint): void => {
  if (here === point) process.kill(process.pid, 'SIGKILL');
};

const account: Account = {
  name: 'ada',
  origins: [new URL(tokenUrl).origin],
  auth: {
    kind: 'bearer',
    refresh: { kind: 'oauth2', tokenUrl, clientId: 'app', scope: null, signIn: null },
  },
  contract: null,
  verify: [],
  managed: false,
  idempotency: null,
  ca: null,
  unknownOutcome: null,
  identity: null,
  people: [],
  session: { state: 'signedIn', keptBy: library ?? 'credentials-file', since: 0, person: null },
};

const none = async () => null;
const kept = createSecretStore({
  profile: 'p',
  timers: systemTimers,
  sessionWillDo: false,
  ...(library === null ? { credentialsFile: place } : {}),
  keychains: {
    keytar: library === 'keytar' ? loadKeytar : none,
    'napi-keyring': library === 'napi-keyring' ? loadNapiKeyring : none,
  },
});
const secrets: SecretStore = {
  ...kept,
  async set(...args) {
    dieAt('before the write');
    const written = await kept.set(...args);
    dieAt('after it');
    return written;
  },
};

const saved: Omit<SessionRecord, 'person'>[] = [];
const broker = createTokenBroker({
  secrets,
  clock: systemClock,
  timers: systemTimers,
  random: systemRandom,
  log: { info() {}, warn() {}, error() {} },
  async fetch(url, init) {
    dieAt('before the call');
    const response = await fetch(url, init);
    dieAt('after the rotation');
    return response;
  },
  savePerson: async () => ok(true),
  async saveSession(_, session) {
    saved.push(session);
    return ok(null);
  },
});

broker.onChange(() => {
  process.stdout.write(`${JSON.stringify({ state: broker.stateOf(account).kind, saved })}\n`);
  void broker.stop(1_000);
});
broker.prepare(account);
