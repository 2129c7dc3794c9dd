import type { GateReason } from './gate.ts';

/** A server that gave no answer of its own for an hour, while others did: that is not the network's doing. */
export interface AwayServer {
  readonly origin: string;
  /** The first of the attempts in a row that did not get through to it; milliseconds since 1970. */
  readonly since: number;
  /** What the newest of them came to. */
  readonly reason: Extract<GateReason, { readonly code: 'UNREACHABLE' | 'SUSPECT' }>;
}
