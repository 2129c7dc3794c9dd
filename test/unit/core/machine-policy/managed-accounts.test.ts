import { describe, expect, test } from 'vitest';
import { createManagedMachine } from '../../../../electron/core/machine-policy/machine.ts';
import {
  accountChanges,
  accountsAfter,
} from '../../../../electron/core/machine-policy/managed-accounts.ts';
import { outboxError } from '../../../../shared/contracts/errors.ts';
import { err, ok } from '../../../../shared/lang/result.ts';
import type { Account } from '../../../../shared/outbox/account.ts';
import { createManualTime } from '../../../support/manual-time.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';
import { policyInMemory } from '../../../support/policy-files.ts';

const API = 'https://api.example';

const TOKENS = { name: 'field', origins: [API], auth: { kind: 'bearer' } };

const HEADERS = { name: 'scales', origins: [API], auth: { kind: 'headers', names: ['X-Key'] } };

const signedIn = { state: 'signedIn', keptBy: 'keytar', since: 3, person: null } as const;

const own: Account = {
  name: 'field',
  origins: ['https://other.example'],
  auth: { kind: 'bearer', refresh: null },
  contract: null,
  verify: [],
  ca: null,
  unknownOutcome: null,
  identity: null,
  people: [],
  idempotency: null,
  session: signedIn,
  managed: false,
};

/** A host on a managed machine, and what its keychain was told to forget. */
async function host(policy?: unknown, accounts: readonly Account[] = [], keychain = true) {
  const machine = policyInMemory(policy);
  const book = machine.start();
  const store = createMemoryStore();
  await store.write((tx) => {
    for (const account of accounts) tx.saveAccount(account);
    return ok(null);
  });
  const { clock, timers, advance } = createManualTime();
  const forgotten: string[] = [];
  const logged: string[] = [];
  const log = (event: string): void => void logged.push(event);
  const managed = createManagedMachine({
    policy: book,
    store,
    clock,
    timers,
    log: { info: log, warn: log, error: log },
    tokens: {
      async forgetAll({ name }) {
        forgotten.push(name);
        return keychain ? ok(null) : err(outboxError('NO_KEYCHAIN'));
      },
      async tidyUp({ name }) {
        forgotten.push(`of the old ${name}`);
      },
    },
  });
  await managed.look();
  const names = () => store.read.accounts().map(({ name }) => name);
  return { machine, managed, store, advance, forgotten, logged, names };
}

describe('accounts of a policy', () => {
  test('are there, to be signed in, and are written once', async () => {
    const { store, managed, machine } = await host({ accounts: [TOKENS, HEADERS] });
    expect(store.read.accounts()).toMatchObject([
      { name: 'field', managed: true, session: { state: 'signInNeeded' } },
      { name: 'scales', managed: true, auth: { kind: 'headers', names: ['X-Key'] } },
    ]);
    expect(machine.remembered()).not.toBeNull();
    let commits = 0;
    store.onCommit(() => {
      commits += 1;
    });
    await managed.look();
    expect(commits).toBe(0);
  });

  test('keep their sign-in while the way to sign in is the same', async () => {
    const { store, machine, managed, forgotten } = await host({ accounts: [TOKENS] });
    const [account] = store.read.accounts();
    await store.write((tx) => {
      if (account !== undefined) tx.saveAccount({ ...account, session: signedIn });
      return ok(null);
    });
    machine.lay({ accounts: [{ ...TOKENS, origins: [API, 'https://second.example'] }] });
    await managed.look();
    expect(store.read.accounts()).toMatchObject([
      { origins: [API, 'https://second.example'], session: signedIn },
    ]);
    machine.lay({ accounts: [{ ...TOKENS, auth: HEADERS.auth }] });
    await managed.look();
    expect(store.read.accounts()).toMatchObject([{ session: { state: 'signInNeeded' } }]);
    expect(forgotten).toEqual(['of the old field', 'of the old field']);
  });

  test('take the place of a user’s of the same name, and leave all others alone', async () => {
    const { store } = await host({ accounts: [TOKENS] }, [own, { ...own, name: 'mine' }]);
    expect(store.read.accounts()).toMatchObject([
      { name: 'field', origins: [API], managed: true },
      { name: 'mine', managed: false, session: signedIn },
    ]);
  });

  test.for([true, false])(
    'go with it, and so do their secrets (keychain: %s)',
    async (keychain) => {
      const { machine, managed, names, forgotten, logged } = await host(
        { accounts: [TOKENS, HEADERS] },
        [{ ...own, name: 'mine' }],
        keychain,
      );
      machine.lay({ accounts: [HEADERS] });
      await managed.look();
      expect(names()).toEqual(['mine', 'scales']);
      await managed.stop();
      expect(forgotten).toEqual(['field']);
      expect(logged).toEqual(keychain ? [] : ['policy.secretsLeft']);
    },
  );

  test('stay while the file is damaged or gone', async () => {
    const { machine, managed, names, forgotten } = await host({ accounts: [TOKENS] });
    machine.write('{');
    await managed.look();
    machine.take();
    await managed.look();
    expect(names()).toEqual(['field']);
    expect(forgotten).toEqual([]);
  });

  test('follow the file within a minute where nobody asks', async () => {
    const { machine, managed, advance, names } = await host();
    managed.watch();
    machine.lay({ accounts: [TOKENS] });
    advance(60_000);
    await managed.stop();
    expect(names()).toEqual(['field']);
  });

  test('are known to a reader before any host has stored them', () => {
    const inForce = policyInMemory({ accounts: [HEADERS, TOKENS] })
      .start()
      .inForce();
    const after = accountsAfter([own], accountChanges([own], inForce, 7));
    expect(after).toMatchObject([
      { name: 'field', origins: [API], managed: true },
      { name: 'scales', managed: true },
    ]);
    const none = accountChanges(after, { kind: 'none' }, 7);
    expect(accountsAfter(after, none)).toEqual([]);
    const closed = accountChanges(after, { kind: 'closed', file: '', problems: [] }, 7);
    expect(accountsAfter(after, closed)).toEqual(after);
  });
});
