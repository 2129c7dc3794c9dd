import type { Socket } from 'node:net';
import { FRAME_BYTES, HANDSHAKE_BYTES } from '../../../shared/contracts/control-protocol.ts';
import { createFrameReader, encodeFrame } from './frames.ts';

/** Messages over a socket. */
export interface Channel {
  /** The next message; null once there will be none. For one who takes turns. */
  next(): Promise<unknown>;
  /** From now on, large frames are taken and each message goes to `take` as it comes. */
  receive(take: (message: unknown) => void): void;
  /** False when the message is over the limit of a frame, and was not sent. */
  send(message: object): boolean;
  /** What was sent lies in memory, since the other side does not read it. */
  isClogged(): boolean;
  onDrain(listener: () => void): void;
  pause(): void;
  resume(): void;
  /** Resolves when nothing comes and nothing goes any more. */
  readonly closed: Promise<void>;
  /** Sends what is left, and closes; breaks off what is not gone after `graceMs`. */
  end(graceMs: number): Promise<void>;
  destroy(): void;
}

/** Of one who takes turns there is one message at a time, and the first after the last turn. */
const MOST_WAITING = 100;

/** Whoever sends what is no frame of ours is not listened to any longer. */
export function openChannel(socket: Socket): Channel {
  let limit = HANDSHAKE_BYTES;
  const reader = createFrameReader(() => limit);
  const waiting: unknown[] = [];
  let wanted: ((message: unknown) => void) | null = null;
  let take: ((message: unknown) => void) | null = null;
  let over = false;

  const deliver = (message: unknown): void => {
    if (take !== null) take(message);
    else if (wanted === null) {
      if (waiting.push(message) > MOST_WAITING) socket.destroy();
    } else {
      const resolve = wanted;
      wanted = null;
      resolve(message);
    }
  };
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      over = true;
      wanted?.(null);
      resolve();
    });
  });
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const messages = reader.push(chunk);
    if (messages === null) socket.destroy();
    else for (const message of messages) if (!socket.destroyed) deliver(message);
  });

  return {
    next: () =>
      new Promise((resolve) => {
        if (waiting.length > 0) resolve(waiting.shift());
        else if (over) resolve(null);
        else wanted = resolve;
      }),
    receive(handler) {
      limit = FRAME_BYTES;
      take = handler;
      for (const message of waiting.splice(0)) handler(message);
    },
    send(message) {
      const frame = encodeFrame(message, FRAME_BYTES);
      if (frame.ok && socket.writable) socket.write(frame.value);
      return frame.ok;
    },
    isClogged: () => socket.writableNeedDrain,
    onDrain: (listener) => void socket.on('drain', listener),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    closed,
    async end(graceMs) {
      const timer = setTimeout(() => socket.destroy(), graceMs);
      socket.end();
      await closed;
      clearTimeout(timer);
    },
    destroy: () => void socket.destroy(),
  };
}
