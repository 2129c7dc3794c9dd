import { describe, expect, test } from 'vitest';
import type { OutboxHost as Host } from '../../../electron/host/host.ts';
import { becomeOwner, type ReachDeps as Deps, reach } from '../../../electron/host/reach-outbox.ts';
import type { RemoteHost } from '../../../shared/contracts/control-protocol.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok } from '../../../shared/lang/result.ts';

type ReachDeps = Deps<Host>;

const inUse = err(outboxError('PROFILE_IN_USE', { folder: 'p' }));
const own = { notices: [] } as unknown as Host;
const remote = { pid: 7, close: () => {} } as unknown as RemoteHost;

/** What is found at each try; the last of it for ever. Time goes on by pauses alone. */
function world(connects: ReachDeps['connect'][], opens: ReachDeps['open'][]) {
  let now = 0;
  let tries = 0;
  const at = <T>(list: readonly T[], n: number): T => list[Math.min(n, list.length - 1)] as T;
  const deps: ReachDeps = {
    connect: () => at(connects, tries)(),
    open: () => at(opens, tries++)(),
    elapsed: () => now,
    pause: async (ms) => void (now += ms),
    random: () => 0.5,
  };
  return { deps, elapsed: () => now };
}

const nobody: ReachDeps['connect'] = async () => ok(null);
const answers: ReachDeps['connect'] = async () => ok(remote);
const free: ReachDeps['open'] = async () => ok(own);
const locked: ReachDeps['open'] = async () => inUse;

describe('reaching the outbox', () => {
  test('asks a running host, and does not touch the lock', async () => {
    const { deps } = world([answers], [() => Promise.reject(new Error('opened'))]);
    expect(await reach(deps)).toEqual(ok({ kind: 'other', host: remote }));
  });

  test('opens the profile where no host runs', async () => {
    const { deps } = world([nobody], [free]);
    expect(await reach(deps)).toEqual(ok({ kind: 'own', host: own }));
  });

  test('waits for a host that is about to listen', async () => {
    const { deps } = world([nobody, nobody, nobody, answers], [locked]);
    expect(await reach(deps)).toEqual(ok({ kind: 'other', host: remote }));
  });

  test('waits for the lock of one that is about to be gone', async () => {
    const { deps } = world([nobody], [locked, locked, free]);
    expect(await reach(deps)).toEqual(ok({ kind: 'own', host: own }));
  });

  test('says after 15 s that the profile is in use', async () => {
    const { deps, elapsed } = world([nobody], [locked]);
    expect(await reach(deps)).toEqual(inUse);
    expect(elapsed()).toBeGreaterThanOrEqual(15_000);
    expect(elapsed()).toBeLessThan(16_000);
  });

  test('says at once that a host cannot be talked to, unless it has left the lock', async () => {
    const other = err(outboxError('HOST_OTHER_VERSION', { host: 2, own: 1 }));
    const held = world([async () => other], [locked]);
    expect(await reach(held.deps)).toEqual(other);
    expect(held.elapsed()).toBe(0);
    expect(await reach(world([async () => other], [free]).deps)).toEqual(
      ok({ kind: 'own', host: own }),
    );
  });

  test('does not wait where the folder cannot be used at all', async () => {
    const unusable = err(outboxError('PROFILE_READ_ONLY'));
    const { deps, elapsed } = world([nobody], [async () => unusable]);
    expect(await reach(deps)).toEqual(unusable);
    expect(elapsed()).toBe(0);
  });

  test('as the owner it is refused at once where a host answers, and told which process it is', async () => {
    const { deps, elapsed } = world([nobody, answers], [locked]);
    expect(await becomeOwner('p', deps)).toEqual(
      err(outboxError('PROFILE_IN_USE', { folder: 'p', pid: 7 })),
    );
    expect(elapsed()).toBeLessThan(200);
  });
});
