import { createHash, randomBytes } from 'node:crypto';
import { release, type } from 'node:os';
import mime from 'mime';
import { v4, v7 } from 'uuid';
import type { Clock } from '../../core/ports/clock.ts';
import type { Ids } from '../../core/ports/ids.ts';
import type { Timers } from '../../core/ports/timers.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** The longest delay that `setTimeout` does not mistake for 1 ms. */
const LONGEST_MS = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, Math.ceil(delayMs)), LONGEST_MS));
    return () => clearTimeout(timer);
  },
};

export const systemRandom = (): number => Math.random();

export const systemIds: Ids = {
  item: () => v7(),
  idempotencyKey: () => v4(),
  boundary: () => `outtray-${randomBytes(24).toString('hex')}`,
  actToken: () => v4(),
};

/** 32 random bytes as a text that a URL and a header take as it is. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 of a text's UTF-8 bytes, in hex. */
export const digestText = (text: string): string => createHash('sha256').update(text).digest('hex');

export const mediaTypeOf = (filename: string): string =>
  mime.getType(filename) ?? 'application/octet-stream';

/** What a report about this machine begins with. */
export const systemVersions = (): { readonly node: string; readonly os: string } => ({
  node: process.versions.node,
  os: `${type()} ${release()} ${process.arch}`,
});
