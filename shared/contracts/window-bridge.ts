import type { Result } from '../lang/result.ts';
import type { OutboxError } from './errors.ts';
import type { StreamLine } from './web-protocol.ts';

// Without schemas: the preload and the page are built from this, and the messages are checked where they arrive.

/**
 * What passes between the app's own window and its host inside Electron: requests that are answered by a `Result`, and
 * one channel on which the host tells what happens. Bytes travel as they are, inside the messages.
 */
export const WINDOW_CHANNELS = {
  /** A call of the contract. */
  call: 'outtray:call',
  /** The newest change there is: what comes after it is news to this window. */
  position: 'outtray:position',
  /** From now on this window is told what happens after `cursor`; an earlier stream of it ends. */
  follow: 'outtray:follow',
  /** One line has been taken in: of a window that does not say so, nothing piles up in the host. */
  taken: 'outtray:taken',
  unfollow: 'outtray:unfollow',
  /** Answered when the window is to show another place: at once, or whenever somebody wants to see one. */
  nextPlace: 'outtray:nextPlace',
  /** From the host: a `StreamTold`. */
  told: 'outtray:told',
} as const;

export interface CallMessage {
  readonly name: string;
  readonly input: unknown;
}

export interface FollowMessage {
  readonly stream: number;
  readonly cursor: number;
}

export interface StreamMessage {
  readonly stream: number;
}

export interface StreamTold {
  /** As the window named it when it asked. */
  readonly stream: number;
  /** Null: this stream has ended. */
  readonly line: StreamLine | null;
}

export interface PositionAnswer {
  readonly cursor: number;
}

/** Where the tray or a notification leads. */
export type Place =
  | { readonly at: 'item'; readonly id: string }
  /** One kind of failure. */
  | { readonly at: 'group'; readonly key: string }
  | { readonly at: 'failures' | 'accounts' | 'settings' };

/** What the preload puts into the own window, and nothing else; it forwards, and knows no meaning. */
export interface WindowBridge {
  call(message: CallMessage): Promise<Result<unknown, OutboxError>>;
  position(): Promise<Result<PositionAnswer, OutboxError>>;
  follow(message: FollowMessage): Promise<Result<null, OutboxError>>;
  taken(message: StreamMessage): Promise<Result<null, OutboxError>>;
  unfollow(message: StreamMessage): Promise<Result<null, OutboxError>>;
  /** Null: another question has taken the place of this one. */
  nextPlace(): Promise<Result<Place | null, OutboxError>>;
  /** Calls back with everything that is told from now on. */
  onTold(listener: (told: StreamTold) => void): void;
}

/** The bridge's name in the window. */
export const WINDOW_BRIDGE = 'outtrayHost';

/** Where the window's page is. The origin is compared as it is written here. */
export const WINDOW_SCHEME = 'app';
export const WINDOW_ORIGIN = `${WINDOW_SCHEME}://outtray`;
