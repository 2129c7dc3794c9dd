import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { z } from 'zod';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, type Result } from '../../../shared/lang/result.ts';
import { readInput } from '../../api/read-input.ts';
import type { Log } from '../../core/ports/log.ts';
import { plainMessage } from './plain-message.ts';

/** One channel on which pages ask. */
export interface Channel<Caller, Input> {
  readonly name: string;
  /** Who it is that asks; null for anybody who may not. Called before anything else is looked at. */
  readonly callerOf: (event: IpcMainInvokeEvent) => Caller | null;
  readonly input: z.ZodType<Input>;
  /** The largest message. */
  readonly limit: number;
  readonly answer: (
    input: Input,
    caller: Caller,
  ) => Promise<Result<unknown, OutboxError>> | Result<unknown, OutboxError>;
}

/**
 * Listens on a channel until the returned function is called. This is the only place where messages of pages come in:
 * the sender is checked, then the message, and whatever happens is answered with a `Result`.
 */
export function receive<Caller, Input>(channel: Channel<Caller, Input>, log: Log): () => void {
  const { name, callerOf, input, limit, answer } = channel;

  async function take(
    event: IpcMainInvokeEvent,
    received: unknown,
  ): Promise<Result<unknown, OutboxError>> {
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
  }

  ipcMain.handle(name, (event, ...received: readonly unknown[]) => take(event, received[0]));
  return () => ipcMain.removeHandler(name);
}
