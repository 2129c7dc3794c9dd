import { EventEmitter } from 'node:events';
import { beforeEach, expect, test } from 'vitest';
import type { News } from '../../../electron/api/event-stream.ts';
import { createTelling, type Telling } from '../../../electron/main/ipc/telling.ts';
import { ok } from '../../../shared/lang/result.ts';
import { createManualTime } from '../../support/manual-time.ts';

class Contents extends EventEmitter {
  readonly told: unknown[] = [];
  destroyed = false;

  override on(event: string, listener: (...args: never[]) => void): this {
    return super.on(event, listener as (...args: unknown[]) => void);
  }

  send(_channel: string, message: unknown): void {
    this.told.push(message);
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }
}

let time: ReturnType<typeof createManualTime>;
let happen: () => void;
let telling: Telling<Contents>;
let contents: Contents;

const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

beforeEach(() => {
  time = createManualTime();
  let newest = 0;
  const listeners = new Set<() => void>();
  happen = () => {
    newest += 1;
    for (const listener of listeners) listener();
  };
  const news = {
    api: {
      call: async (_name: string, { cursor }: { readonly cursor: number }) =>
        ok({ changes: cursor < newest ? [{ cursor: newest }] : [], cursor: newest }),
    },
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    running: () => [],
    progressOf: () => null,
    timers: time.timers,
  } as unknown as News;
  telling = createTelling<Contents>(news, 'told');
  contents = new Contents();
});

const lines = () => contents.told.filter((one) => JSON.stringify(one).includes('"changes"')).length;

async function happens(times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    happen();
    await settled();
    time.advance(200);
    await settled();
  }
}

test('I-07: a window that takes nothing in is told a little, and more when it has', async () => {
  telling.follow(contents, 1, 0);
  await happens(40);
  const before = contents.told.length;
  expect(before).toBe(16);
  telling.taken(contents, 1);
  await settled();
  expect(contents.told.length).toBe(17);
  // Of another stream of it, or of one that is over, that says nothing.
  telling.taken(contents, 2);
  await settled();
  expect(contents.told.length).toBe(17);
});

test.for([
  ['goes to another page', 'did-start-navigation', { isMainFrame: true, isSameDocument: false }],
  ['is destroyed', 'destroyed', undefined],
  ['crashes', 'render-process-gone', undefined],
] as const)(
  'a page that %s is told nothing more, and its calls are given up',
  async ([, event, details]) => {
    telling.follow(contents, 1, 0);
    const gone = telling.goneOf(contents);
    await happens(1);
    expect(lines()).toBe(1);
    contents.emit(event, details);
    await happens(3);
    expect(lines()).toBe(1);
    expect(gone.aborted).toBe(true);
    expect(telling.goneOf(contents).aborted).toBe(false);
  },
);

test.for([
  ['a frame in it goes elsewhere', { isMainFrame: false, isSameDocument: false }],
  ['it goes to another part of itself', { isMainFrame: true, isSameDocument: true }],
] as const)('a page stays what it is when %s', async ([, details]) => {
  telling.follow(contents, 1, 0);
  const gone = telling.goneOf(contents);
  contents.emit('did-start-navigation', details);
  await happens(1);
  expect(lines()).toBe(1);
  expect(gone.aborted).toBe(false);
});

test('one stream for each page: the newest, until it is unfollowed; and its end is told when the host stops', async () => {
  telling.follow(contents, 1, 0);
  telling.follow(contents, 2, 0);
  const streams = () => contents.told.map((one) => Reflect.get(one as object, 'stream'));
  await happens(1);
  expect(streams().filter((stream) => stream === 1)).toHaveLength(1); // its first sign of life
  telling.unfollow(contents, 1);
  const before = contents.told.length;
  await happens(1);
  expect(contents.told.length).toBe(before + 1);
  telling.end();
  expect(contents.told.at(-1)).toEqual({ stream: 2, line: null });
});

test('nothing is sent to contents that are not there any more', async () => {
  contents.destroyed = true;
  telling.follow(contents, 1, 0);
  await happens(1);
  expect(contents.told).toEqual([]);
});
