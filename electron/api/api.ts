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
import { namesPath } from './file-paths.ts';
import { inputError } from './input-error.ts';

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

/** A call without a handler is NOT_ALLOWED: a reader has none that change something. */
export function createApi(handlers: Partial<Handlers>): Api {
  return {
    async call(name, input, source, aside = {}) {
      const spec = outboxContract[name];
      const handler = handlers[name];
      if (handler === undefined || !spec.callers.includes(callerOf(source)))
        return err(outboxError('NOT_ALLOWED', { call: name }));
      const parsed = spec.input.safeParse(input, { reportInput: true });
      if (!parsed.success) return err(inputError(parsed.error));
      const isPathless = source.kind === 'app' || aside.pathless === true;
      if (isPathless && namesPath(name, parsed.data))
        return err(outboxError('FILE_NEEDS_CAPABILITY'));
      return handler(parsed.data as CallParsed<typeof name>, source, aside);
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
