import { networkInterfaces } from 'node:os';
import type { Clock } from '../../core/ports/clock.ts';

export interface HintOptions {
  readonly clock: Clock;
  /** Called when the machine got another address, or woke from sleep. */
  readonly onHint: (hint: 'network' | 'resume') => void;
  readonly everyMs?: number;
  /** The addresses that lead out of this machine, in any stable order. */
  readonly addresses?: () => readonly string[];
}

/**
 * Hints for hosts whose system sends no network events. A hint only makes the outbox look sooner: nothing
 * waits for one.
 */
export function watchForHints({
  clock,
  onHint,
  everyMs = 5_000,
  addresses = outwardAddresses,
}: HintOptions): () => void {
  let known = addresses().join();
  let lastSeen = clock.now();
  const timer = setInterval(() => {
    const present = addresses().join();
    const slept = clock.now() - lastSeen > everyMs * 6;
    lastSeen = clock.now();
    if (slept) onHint('resume');
    else if (present !== known && present !== '') onHint('network');
    known = present;
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

const outwardAddresses = (): readonly string[] =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((one) => !one.internal)
    .map((one) => one.address)
    .toSorted();
