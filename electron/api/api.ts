import type { z } from 'zod';
import type { CallAside, Caller } from '../../shared/contracts/call.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import {
  type CallInput,
  type CallName,
  type CallOutput,
  type CallParsed,
  outboxContract,
} from '../../shared/contracts/outbox-api.ts';
import { err, type Result } from '../../shared/lang/result.ts';
import type { Source } from '../../shared/outbox/item.ts';
import type { Apps } from '../core/apps/app-book.ts';
import { namesPath } from './file-paths.ts';
import { readInput } from './read-input.ts';

/** One handler per call; its input has been checked. */
export type Handlers = {
  readonly [Name in CallName]: (
    input: CallParsed<Name>,
    source: Source,
    aside: CallAside,
  ) => Promise<Result<CallOutput<Name>, OutboxError>> | Result<CallOutput<Name>, OutboxError>;
};

export interface Api {
  /** Every failure is a returned value: NOT_ALLOWED, INPUT_INVALID, or what the call's contract names. */
  call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    source: Source,
    aside?: CallAside,
  ): Promise<Result<CallOutput<Name>, OutboxError>>;
}

/**
 * A call without a handler is NOT_ALLOWED: a reader has none that change something. APP_UNKNOWN for every call of an
 * app without a grant.
 */
export function createApi(handlers: Partial<Handlers>, apps: Pick<Apps, 'find'>): Api {
  const isUnknown = (source: Source): boolean =>
    source.kind === 'app' && apps.find(source.app) === null;
  const unknownApp = (source: Source) =>
    err(outboxError('APP_UNKNOWN', { app: source.kind === 'app' ? source.app : '' }));
  return {
    async call(name, input, source, aside = {}) {
      const spec = outboxContract[name];
      const handler = handlers[name];
      if (handler === undefined || !spec.callers.includes(callerOf(source)))
        return err(outboxError('NOT_ALLOWED', { call: name }));
      if (isUnknown(source)) return unknownApp(source);
      const parsed = readInput<z.ZodType>(spec.input, input);
      if (!parsed.ok) return parsed;
      const isPathless = source.kind === 'app' || aside.pathless === true;
      if (isPathless && namesPath(name, parsed.value))
        return err(outboxError('FILE_NEEDS_CAPABILITY'));
      const result = await handler(parsed.value as CallParsed<typeof name>, source, aside);
      // A grant that was taken back while a call waited counts for its answer too.
      return isUnknown(source) ? unknownApp(source) : result;
    },
  };
}

function callerOf(source: Source): Caller {
  switch (source.kind) {
    case 'window':
      return 'window';
    case 'cli':
      return 'script';
    case 'app':
      return 'app';
  }
}
