import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** Who may make a call: the app's own window, an embedded app, or a script through the CLI. */
export type Caller = 'window' | 'app' | 'script';

export interface CallSpec<Input extends z.ZodType, Output> {
  readonly input: Input;
  readonly callers: readonly Caller[];
  readonly errors: readonly ErrorCode[];
  /**
   * Asking again after a lost answer does nothing more than asking once did: always, or for requests that carry
   * a `requestId`.
   */
  readonly repeatable?: 'always' | 'withRequestId';
  /** Carries the output's type; never set. */
  readonly output?: Output;
}

/** How far a call has got: bytes of the files that it copies, or requests of the batch that it takes up. */
export interface CallProgress {
  readonly what: 'bytes' | 'requests';
  readonly done: number;
  readonly total: number;
}

/** What goes beside a call while it is under way. */
export interface CallAside {
  /** Gives the call up. One that heeds it, and in time, answers ABORTED, and nothing is left of it then. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CallProgress) => void;
  /** Set by transports whose callers have no files of this machine: a path is FILE_NEEDS_CAPABILITY. */
  readonly pathless?: true;
  /** Set by transports: it aborts when whoever calls is not there any more. */
  readonly gone?: AbortSignal;
}

/** One call of the contract; its output's type is given, its input's follows from the schema. */
export const call =
  <Output>() =>
  <Input extends z.ZodType>(spec: CallSpec<Input, Output>): CallSpec<Input, Output> =>
    spec;

export const ANYBODY: readonly Caller[] = ['window', 'app', 'script'];
/** Those who may see and change everything: the app's own window and the command line. */
export const OWN: readonly Caller[] = ['window', 'script'];
/** Only the command line: whoever is at it owns the profile folder. */
export const SCRIPT: readonly Caller[] = ['script'];
