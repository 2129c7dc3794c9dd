import type { Job, Route, Trust } from '../../../shared/contracts/worker-protocol.ts';
import type { Result } from '../../../shared/lang/result.ts';
import type { NotSentCause } from '../../../shared/outbox/attempt-outcome.ts';
import type { ProxySource } from '../../../shared/outbox/finding.ts';
import type { AttemptRunner } from './attempt-runner.ts';
import type { PacTrouble } from './pac-files.ts';

export interface WayOut {
  readonly route: Route;
  /** Host and port of the proxy, as people know it. */
  readonly proxyName: string | null;
  /** Who says so; null where nobody says anything about a proxy. */
  readonly from: ProxySource | null;
  /** The PAC file that is set does not answer: what is sent goes directly. */
  readonly silent: PacSilence | null;
}

export type PacSilence = Extract<PacTrouble['code'], 'PAC_UNREACHABLE'>;

/** Why a request can go no way at all; `code` as attempts have it. */
export interface NoWay {
  readonly cause: Extract<NotSentCause, 'proxy' | 'certificate'>;
  readonly code: string;
  /** What is wrong with it, for whoever can put it right. */
  readonly detail: string | null;
}

/** Knows the way to every server: by which proxy, signed in as whom, and whose certificates are believed. */
export interface Routes {
  to(url: string, trust: Trust | null): Promise<Result<WayOut, NoWay>>;
  /** The proxy did not take these credentials: they are left out for a while, so that nobody is locked out. */
  refused(route: Route): void;
  /** The proxy did not answer: for a while another one is asked where there is one. */
  down(route: Route): void;
  /** The network may be another one: what was found out about it counts no more. */
  lookAgain(): void;
}

/** Performs attempts whose way is known. */
export interface RoutedRunner extends Pick<AttemptRunner, 'abort' | 'stop'> {
  run(job: Job, options: Parameters<AttemptRunner['run']>[1]): ReturnType<AttemptRunner['run']>;
}
