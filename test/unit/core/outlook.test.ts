import { beforeEach, expect, it } from 'vitest';
import { outlook } from '../../../electron/core/outlook.ts';
import type { CredentialState } from '../../../electron/core/ports/credentials.ts';
import { ok } from '../../../shared/lang/result.ts';
import { ByHand } from '../../support/credentials-by-hand.ts';
import { createOutboxBench, type OutboxBench } from '../../support/outbox-bench.ts';

const HERE = 'http://127.0.0.1:7';
const ELSEWHERE = 'http://127.0.0.1:8';

let credentials: ByHand;
let bench: OutboxBench;

const look = () =>
  outlook(bench.store.read, bench.dispatcher.gates(), bench.time.clock.now(), bench.policy);

const become = async (state: CredentialState): Promise<void> => {
  credentials.become(state);
  await bench.settle();
};

const trouble = (code: 'KEYCHAIN_LOCKED' | 'KEYCHAIN_SLOW'): CredentialState => ({
  kind: 'trouble',
  code,
  retryAt: 9,
});

beforeEach(async () => {
  credentials = new ByHand();
  bench = createOutboxBench({ credentials });
  await bench.store.write((tx) => {
    tx.saveAccount({
      name: 'field',
      origins: [HERE],
      auth: { kind: 'bearer', refresh: null },
      contract: null,
      verify: [],
      idempotency: null,
      ca: null,
      unknownOutcome: null,
      identity: null,
      session: { state: 'signedIn', keptBy: 'keytar', since: 1, person: null },
      people: [],
      managed: false,
    });
    return ok(null);
  });
  await bench.dispatcher.start();
  await bench.add({ url: `${HERE}/x` });
});

it('is stuck behind a locked keychain, for a person has to unlock it', async () => {
  await become({ kind: 'refreshing' });
  expect(look()).toBe('moving');
  await become(trouble('KEYCHAIN_LOCKED'));
  expect(look()).toBe('stuck');
});

it('is not stuck while a keychain may be about to answer', async () => {
  await become(trouble('KEYCHAIN_SLOW'));
  expect(look()).toBe('moving');
});

it('is not stuck while something else goes on', async () => {
  await become(trouble('KEYCHAIN_LOCKED'));
  const other = await bench.add({ url: `${ELSEWHERE}/x` });
  await bench.settle();
  expect(look()).toBe('moving');
  bench.runner.of(other.id).answer({ kind: 'delivered', status: 200 });
  await bench.settle();
  expect(look()).toBe('stuck');
});
