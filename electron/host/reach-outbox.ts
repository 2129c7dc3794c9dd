import type { RemoteHost } from '../../shared/contracts/control-protocol.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { Reached } from './host.ts';

export interface ReachDeps<Host> {
  /** Null when no host answers. */
  readonly connect: () => Promise<Result<RemoteHost | null, OutboxError>>;
  /** PROFILE_IN_USE when another process has the lock. */
  readonly open: () => Promise<Result<Host, OutboxError>>;
  /** Milliseconds of a clock that nobody turns back. */
  readonly elapsed: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly random: () => number;
}

/** Longer than a host takes to stop, and enough for twenty one-shot commands to have had their turn. */
const PATIENCE_MS = 15_000;
const PAUSE_MS = { least: 20, most: 120 };

/**
 * A running host, else the profile folder itself. The lock may be held although nobody answers: by a host that is
 * about to listen or has just ceased to, or by a command that is soon done. Then both are tried again for a while;
 * PROFILE_IN_USE after that. Pauses are random, so that many who wait do not go in step.
 */
export async function reach<Host>(
  deps: ReachDeps<Host>,
): Promise<Result<Reached<Host>, OutboxError>> {
  const deadline = deps.elapsed() + PATIENCE_MS;
  for (;;) {
    const remote = await deps.connect();
    if (remote.ok && remote.value !== null) return ok({ kind: 'other', host: remote.value });
    const own = await deps.open();
    if (own.ok) return ok({ kind: 'own', host: own.value });
    if (own.error.code !== 'PROFILE_IN_USE') return own;
    // There is a host, but not one that we can talk to: waiting would not change that.
    if (!remote.ok) return remote;
    if (deps.elapsed() >= deadline) return own;
    await deps.pause(PAUSE_MS.least + deps.random() * (PAUSE_MS.most - PAUSE_MS.least));
  }
}

/** This process as the owner, also when a command has the folder for a moment; PROFILE_IN_USE names a host that answers. */
export async function becomeOwner<Host>(
  folder: string,
  deps: ReachDeps<Host>,
): Promise<Result<Host, OutboxError>> {
  const reached = await reach(deps);
  if (!reached.ok) return reached;
  if (reached.value.kind === 'own') return ok(reached.value.host);
  const { pid, close } = reached.value.host;
  close();
  return err(outboxError('PROFILE_IN_USE', { folder, pid }));
}
