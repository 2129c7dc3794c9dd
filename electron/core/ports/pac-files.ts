import type { Result } from '../../../shared/lang/result.ts';

/**
 * Why a PAC file says nothing. `PAC_UNREACHABLE`: whoever has it does not answer, as outside of a company's network;
 * requests go directly then, as browsers send them. With the others nothing is sent.
 */
export interface PacTrouble {
  readonly code: 'PAC_UNREACHABLE' | 'PAC_UNREADABLE' | 'PAC_INVALID';
  readonly detail: string;
}

/** The PAC file that is set; read anew every few minutes, when it has changed on disk, and after `lookAgain`. */
export interface PacFiles {
  /** What it says of the way to a URL, e.g. `PROXY host:port; DIRECT`. `pac`: its URL. */
  ask(pac: string, url: URL): Promise<Result<string, PacTrouble>>;
  /** Whether it can be read and run at this moment; null: it can. */
  check(pac: string): Promise<PacTrouble | null>;
  /** The network may be another one. */
  lookAgain(): void;
}
