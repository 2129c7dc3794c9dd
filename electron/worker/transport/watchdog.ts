import type { Socket } from 'node:net';
import type { TransferLimits } from '../../../shared/contracts/worker-protocol.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { TimeoutCode } from '../classify/failure-codes.ts';

/** The longest delay that a timer of Node can wait, in milliseconds. */
const MAX_DELAY = 2 ** 31 - 1;

/** What the attempt waits for. */
export type Phase = 'connecting' | 'sending' | 'firstByte' | 'receiving';

/**
 * Ends waits that last too long. While bytes should move, the connection's own idle time counts: it starts
 * anew whenever the system takes or brings some, so that slow is not the same as stuck. The ceiling bounds
 * the whole attempt, also against an answer that drips for ever.
 */
export interface Watchdog {
  enter(phase: Phase, socket?: Socket): void;
  stop(): void;
}

/** Milliseconds an attempt may take in all: it grows with the body at the slowest bearable rate. */
export const ceilingMs = (limits: TransferLimits, bodyBytes: number): number =>
  Math.min(limits.ceilingMs + (bodyBytes / limits.floorBytesPerSecond) * 1000, MAX_DELAY);

/** As much of a body as the systems on its way may hold when its last byte was handed over. */
const ON_ITS_WAY_BYTES = 256 * 1024;

/** A small body may be taken so many times more slowly than the rate by which the ceiling grows. */
const SLOWER = 8;

/**
 * Milliseconds to wait for an answer to begin once the body was handed over. On a slow line much of it has yet to leave
 * then, which nobody can see: that time, at 1 KiB/s, is not the server's silence.
 */
export const firstByteMs = (limits: TransferLimits, bodyBytes: number): number =>
  limits.firstByteMs +
  ((Math.min(bodyBytes, ON_ITS_WAY_BYTES) * SLOWER) / limits.floorBytesPerSecond) * 1000;

export function startWatchdog(
  limits: TransferLimits,
  bodyBytes: number,
  onTimeout: (code: TimeoutCode) => void,
): Watchdog {
  let leavePhase = () => {};

  const wait = (ms: number, code: TimeoutCode) => {
    const timer = setTimeout(onTimeout, ms, code);
    leavePhase = () => clearTimeout(timer);
  };
  const waitIdle = (socket: Socket | undefined, ms: number, code: TimeoutCode) => {
    const idle = () => onTimeout(code);
    socket?.on('timeout', idle).setTimeout(ms);
    leavePhase = () => socket?.off('timeout', idle);
  };
  const ceiling = setTimeout(onTimeout, ceilingMs(limits, bodyBytes), 'TIMEOUT_CEILING');

  return {
    enter(phase, socket) {
      leavePhase();
      switch (phase) {
        case 'connecting':
          // got times the three steps of a direct connection; this covers a tunnel through a proxy.
          return wait(limits.dnsMs + limits.connectMs + limits.tlsMs, 'TIMEOUT_CONNECT');
        case 'sending':
          return waitIdle(socket, limits.sendIdleMs, 'TIMEOUT_SENDING');
        case 'firstByte':
          return wait(firstByteMs(limits, bodyBytes), 'TIMEOUT_FIRST_BYTE');
        case 'receiving':
          return waitIdle(socket, limits.receiveIdleMs, 'TIMEOUT_RECEIVING');
        default:
          return assertNever(phase);
      }
    },
    stop() {
      leavePhase();
      clearTimeout(ceiling);
    },
  };
}
