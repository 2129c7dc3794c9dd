import type { OutboxError } from '../../shared/contracts/errors.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import { watchForHints } from '../adapters/system/hints.ts';
import { endSurvivors } from '../adapters/worker-host/survivors.ts';
import type { CommandDeps } from '../core/commands.ts';
import type { Dispatcher } from '../core/dispatcher.ts';
import type { ManagedMachine } from '../core/machine-policy/machine.ts';
import { clearPractice, closePractice } from '../core/practice-mode/practice-mode.ts';
import { startUpkeep, type Upkeep, type UpkeepDeps } from '../core/upkeep.ts';
import type { HostProcess } from './host.ts';

export interface SendingDeps extends Omit<UpkeepDeps, 'isQuiet'> {
  /** The profile folder. */
  readonly home: string;
  readonly commands: CommandDeps;
  readonly dispatcher: Pick<Dispatcher, 'start' | 'running'>;
  readonly machine: Pick<ManagedMachine, 'watch'>;
  /** Everything that waits for its next try is looked at again. */
  readonly wake: () => void;
  readonly onHint: HostProcess['onHint'];
}

/** What goes on beside the attempts for as long as a host sends. */
export interface Sending {
  /** Refused while workers of a host before are still there, which may be sending the same items. */
  start(): Promise<Result<null, OutboxError>>;
  /** Settings have changed that upkeep goes by. */
  tidySoon(): void;
  /** Resolves when nothing of it is under way; the attempts themselves end with the dispatcher. */
  stop(): Promise<void>;
}

export function createSending({
  home,
  commands,
  machine,
  wake,
  onHint,
  ...deps
}: SendingDeps): Sending {
  const { store, clock, dispatcher } = deps;
  let stops: readonly (() => void)[] = [];
  let upkeep: Upkeep | null = null;
  return {
    async start() {
      const gone = await endSurvivors(home);
      if (!gone.ok) return gone;
      const closed = await closePractice(store);
      if (!closed.ok) return closed;
      await dispatcher.start();
      const cleared = await clearPractice(commands);
      if (!cleared.ok) return cleared;
      machine.watch();
      stops = [watchForHints({ clock, onHint: wake }), onHint?.(wake) ?? (() => {})];
      upkeep = startUpkeep({ ...deps, isQuiet: () => dispatcher.running().length === 0 });
      return ok(null);
    },
    tidySoon: () => upkeep?.soon(),
    async stop() {
      for (const stop of stops) stop();
      await upkeep?.stop();
    },
  };
}
