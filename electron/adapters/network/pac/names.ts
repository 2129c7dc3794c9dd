import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import type { Timers } from '../../../core/ports/timers.ts';

const PATIENCE_MS = 2_000;

/** The first IPv4 address of a name; null when it has none, or none in time. */
export function addressOf(name: string, timers: Timers): Promise<string | null> {
  return new Promise((resolve) => {
    const cancel = timers.after(PATIENCE_MS, () => resolve(null));
    lookup(name, { family: 4 })
      .then(
        ({ address }) => resolve(address),
        () => resolve(null),
      )
      .finally(cancel);
  });
}

/** The first IPv4 address of this machine that leads out of it. Nobody is asked for it. */
export const myAddress = (): string =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';
