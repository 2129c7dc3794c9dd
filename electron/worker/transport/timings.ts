import type { Timings } from '../../../shared/outbox/attempt.ts';

/** The parts of got's `timings` that are used: milliseconds, undefined where the attempt did not get there. */
export interface GotPhases {
  readonly dns?: number | undefined;
  readonly tcp?: number | undefined;
  readonly tls?: number | undefined;
  readonly request?: number | undefined;
  readonly firstByte?: number | undefined;
  readonly download?: number | undefined;
}

/** On a connection that was open already, getting connected took no time. */
export function phaseTimings(
  phases: GotPhases | undefined,
  reusedSocket: boolean,
  total: number,
): Timings {
  const connecting = (ms: number | undefined) => (ms !== undefined && reusedSocket ? 0 : spent(ms));
  return {
    dns: connecting(phases?.dns),
    connect: connecting(phases?.tcp),
    tls: connecting(phases?.tls),
    send: spent(phases?.request),
    firstByte: spent(phases?.firstByte),
    receive: spent(phases?.download),
    total,
  };
}

/** got measures with the wall clock, which can be set back. */
const spent = (ms: number | undefined): number | null =>
  ms === undefined ? null : Math.max(0, ms);
