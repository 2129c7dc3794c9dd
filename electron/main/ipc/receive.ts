import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { Log } from '../../core/ports/log.ts';
import { answering, type Channel } from './answering.ts';

/**
 * Listens on a channel until the returned function is called. This is the only place where messages of pages come in.
 */
export function receive<Caller, Input>(
  channel: Channel<Caller, Input, IpcMainInvokeEvent>,
  log: Log,
): () => void {
  const take = answering(channel, log);
  ipcMain.handle(channel.name, (event, ...received: readonly unknown[]) =>
    take(event, received[0]),
  );
  return () => ipcMain.removeHandler(channel.name);
}
