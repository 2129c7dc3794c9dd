import { expect, test } from 'vitest';
import { followOnce } from '../../../renderer/transport/event-follower.ts';
import type { PageEnvironment } from '../../../renderer/transport/page-environment.ts';
import { BEAT_MS, type StreamLine } from '../../../shared/contracts/web-protocol.ts';
import { createManualTime } from '../../support/manual-time.ts';

const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

const BEAT: StreamLine = { kind: 'beat' };

/** A page that follows a host whose stream the test plays; with null, one that does not even answer. */
async function following(status: number | null = 200) {
  const time = createManualTime();
  const asked: string[] = [];
  const heard: (StreamLine | 'open')[] = [];
  let ended: string | null = null;
  let line: AbortSignal | null = null;
  const stream = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>();
  const page: PageEnvironment = {
    async fetch(path, { headers, signal }) {
      asked.push(`${path} ${new Headers(headers).get('authorization')}`);
      line = signal ?? null;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          signal?.addEventListener('abort', () => controller.error(signal.reason));
          stream.resolve(controller);
        },
      });
      return status === null
        ? new Promise((_, fail) => signal?.addEventListener('abort', () => fail(signal.reason)))
        : new Response(body, { status });
    },
    takeFragment: () => '',
    storage: { getItem: () => null, setItem() {}, removeItem() {} },
    after: time.timers.after,
    now: time.clock.now,
    random: () => 0,
    onHint() {},
  };
  const {
    doubt,
    stop,
    ended: end,
  } = followOnce(
    page,
    { token: 't', cursor: () => 40, keepCursor() {} },
    { open: () => heard.push('open'), line: (one) => heard.push(one) },
  );
  void (async () => {
    ended = await end;
  })();
  const told = await stream.promise;
  await settled();
  return {
    time,
    asked,
    heard,
    stop,
    doubt,
    hasEnded: async () => {
      await settled();
      return ended;
    },
    async says(text: string) {
      told.enqueue(new TextEncoder().encode(text));
      await settled();
    },
    hangsUp: () => told.close(),
    isLetGo: () => line?.aborted,
  };
}

const lineOf = (line: StreamLine): string => `${JSON.stringify(line)}\n`;

test('hears each line from where it is, and ends with the stream', async () => {
  const { asked, heard, says, hangsUp, hasEnded } = await following();
  expect(asked).toEqual(['/api/events?cursor=40 Bearer t']);
  const changes: StreamLine = { kind: 'changes', changes: [], cursor: 41 };
  await says(lineOf(BEAT) + lineOf(changes).slice(0, 9));
  expect(heard).toEqual(['open', BEAT]);
  await says(lineOf(changes).slice(9));
  expect(heard).toEqual(['open', BEAT, changes]);
  expect(await hasEnded()).toBeNull();
  hangsUp();
  expect(await hasEnded()).toBe('cut');
});

test.each([
  ['a host that says nothing before it hangs up is not there', 200, 'unreachable'],
  ['nor is one that has trouble', 500, 'unreachable'],
  ['one that takes the session no more refuses', 401, 'refused'],
])('%s', async (_, status, how) => {
  const { hangsUp, hasEnded, isLetGo } = await following(status);
  if (status === 200) hangsUp();
  expect(await hasEnded()).toBe(how);
  expect(isLetGo()).toBe(true);
});

test('a host that falls silent is not there, whatever the connection looks like', async () => {
  const { time, says, hasEnded } = await following();
  for (let n = 0; n < 10; n += 1) {
    time.advance(3 * BEAT_MS - 1);
    expect(await hasEnded()).toBeNull();
    await says(lineOf(BEAT));
  }
  time.advance(3 * BEAT_MS);
  expect(await hasEnded()).toBe('unreachable');
});

test('nor is one that takes the connection and does not answer', async () => {
  const { time, hasEnded } = await following(null);
  time.advance(3 * BEAT_MS - 1);
  expect(await hasEnded()).toBeNull();
  time.advance(1);
  expect(await hasEnded()).toBe('unreachable');
});

test('a page that slept does not wait to find out', async () => {
  const { time, says, doubt, hasEnded } = await following();
  await says(lineOf(BEAT));
  time.advance(2 * BEAT_MS);
  doubt();
  expect(await hasEnded()).toBeNull();
  time.advance(1);
  doubt();
  expect(await hasEnded()).toBe('cut');
});

test('what is not followed any more is not heard', async () => {
  const { heard, stop, hasEnded, time } = await following();
  stop();
  expect(await hasEnded()).toBe('unreachable');
  expect(heard).toEqual(['open']);
  expect(time.nextIn()).toBeNull();
});
