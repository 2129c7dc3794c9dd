import { appCalls } from './screen-port.ts';
import { frameOf, type WebContents, type WebFrameMain, webContentsOf } from './web-contents.ts';

export interface IpcMainInvokeEvent {
  readonly type: 'frame';
  readonly processId: number;
  readonly frameId: number;
  readonly sender: WebContents;
  readonly senderFrame: WebFrameMain | null;
}

type Listener = (event: IpcMainInvokeEvent, ...args: never[]) => unknown;

/** By channel, also for tests that are pages themselves. */
export const handlers = new Map<string, Listener>();

export const ipcMain = {
  handle(channel: string, listener: Listener): void {
    if (handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, listener);
  },
  removeHandler: (channel: string): void => void handlers.delete(channel),
};

/** As a frame of a page would invoke it. */
export async function invokeFrom(
  sender: WebContents,
  senderFrame: WebFrameMain | null,
  channel: string,
  args: readonly unknown[],
): Promise<unknown> {
  const listener = handlers.get(channel);
  if (listener === undefined) throw new Error(`No handler registered for '${channel}'`);
  const event: IpcMainInvokeEvent = {
    type: 'frame',
    processId: 1,
    frameId: 1,
    sender,
    senderFrame,
  };
  return await listener(event, ...(args as never[]));
}

appCalls.invoke = ({ window, frame, channel, args }) => {
  const sender = webContentsOf(window);
  return invokeFrom(sender, frameOf(sender, frame), channel, args);
};
