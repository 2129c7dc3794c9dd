import type { z } from 'zod';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, type Result } from '../../../shared/lang/result.ts';
import { readInput } from '../../api/read-input.ts';
import type { Log } from '../../core/ports/log.ts';
import { plainMessage } from './plain-message.ts';

/** One channel on which pages ask. */
export interface Channel<Caller, Input, Event> {
  readonly name: string;
  /** Who it is that asks; null for anybody who may not. Called before anything else is looked at. */
  readonly callerOf: (event: Event) => Caller | null;
  readonly input: z.ZodType<Input>;
  /** The largest message. */
  readonly limit: number;
  readonly answer: (
    input: Input,
    caller: Caller,
  ) => Promise<Result<unknown, OutboxError>> | Result<unknown, OutboxError>;
}

/** Answers what arrives on a channel: the sender is checked, then the message, and whatever happens is a `Result`. */
export function answering<Caller, Input, Event>(
  { name, callerOf, input, limit, answer }: Channel<Caller, Input, Event>,
  log: Log,
): (event: Event, received: unknown) => Promise<Result<unknown, OutboxError>> {
  return async (event, received) => {
    try {
      const caller = callerOf(event);
      if (caller === null) {
        log.warn('ipc.refused', { channel: name });
        return err(outboxError('NOT_ALLOWED', { call: name }));
      }
      const message = plainMessage(received, limit);
      if (!message.ok) return message;
      const parsed = readInput(input, message.value);
      return parsed.ok ? await answer(parsed.value, caller) : parsed;
    } catch (error) {
      // A mistake of ours in one call: whoever asked learns that no answer comes, all others go on.
      log.error('ipc.failed', { channel: name, detail: String(error) });
      return err(outboxError('HOST_STOPPED', { begun: 'perhaps' }));
    }
  };
}
