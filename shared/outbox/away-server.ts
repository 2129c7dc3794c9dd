import type { GateReason } from './gate.ts';

/**
 * A server that gave no answer of its own for an hour, while others did: that is not the network's doing. Or, at once, one
 * whose certificate is not believed, as long as no closed gate tells it: a single item closes none.
 */
export interface AwayServer {
  readonly origin: string;
  /** The first of the attempts in a row that did not get through to it; milliseconds since 1970. */
  readonly since: number;
  /** What the newest of them came to. */
  readonly reason: Extract<GateReason, { readonly code: 'UNREACHABLE' | 'SUSPECT' }>;
}
