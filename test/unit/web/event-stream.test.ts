import { expect, test } from 'vitest';
import { streamEvents } from '../../../electron/headless/web/event-stream.ts';
import type { OutboxCalls } from '../../../shared/contracts/control-protocol.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { BEAT_MS, type StreamLine } from '../../../shared/contracts/web-protocol.ts';
import { err, ok } from '../../../shared/lang/result.ts';
import type { Change } from '../../../shared/outbox/change.ts';
import { createManualTime } from '../../support/manual-time.ts';

/** A host whose feed has as many changes as a test says, and a listener that may be slow. */
function bench(cursor = 0) {
  const time = createManualTime();
  const heard: StreamLine[] = [];
  const listeners = new Set<() => void>();
  const running: { itemId: string; bytesUp: number }[] = [];
  let newest = 0;
  let floor = 0;
  let takes = true;
  let drain = (): void => {};
  const change = (n: number): Change => ({
    cursor: n,
    itemId: `item-${n}`,
    kind: 'accepted',
    state: 'queued',
    at: 0,
  });
  const api = {
    call: async (_name: string, input: { cursor: number; limit?: number }) => {
      if (input.cursor > newest || input.cursor < floor)
        return err(outboxError('RESYNC', { cursor: newest }));
      const length = Math.min(newest - input.cursor, input.limit ?? 200);
      const changes = Array.from({ length }, (_, n) => change(input.cursor + n + 1));
      return ok({ changes, cursor: changes.at(-1)?.cursor ?? input.cursor });
    },
  } as unknown as OutboxCalls;
  const start = () =>
    streamEvents(
      {
        api,
        timers: time.timers,
        running: () => running,
        progressOf: (id) => {
          const one = running.find(({ itemId }) => itemId === id);
          return one === undefined ? null : { bytesUp: one.bytesUp, totalUp: 100, bytesDown: 0 };
        },
        onChange(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      {
        write: (line) => {
          heard.push(line);
          return takes;
        },
        onDrain: (callback) => {
          drain = callback;
        },
      },
      cursor,
    );
  const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));
  return {
    time,
    heard,
    running,
    listeners,
    start,
    settled,
    async happen(count: number) {
      newest += count;
      for (const listener of listeners) listener();
      await settled();
    },
    forget: () => (floor = newest),
    clog: () => (takes = false),
    async unclog() {
      takes = true;
      drain();
      await settled();
    },
    async pass(ms: number) {
      time.advance(ms);
      await settled();
    },
    told: () => heard.flatMap((line) => (line.kind === 'changes' ? line.changes : [])),
  };
}

const kinds = (lines: readonly StreamLine[]) => lines.map((line) => line.kind);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

test('tells at once what is after the cursor, and then what happens', async () => {
  const host = bench(2);
  await host.happen(3);
  host.start();
  await host.settled();
  await host.pass(100);
  await host.happen(1);
  expect(host.told().map(({ cursor }) => cursor)).toEqual([3, 4]);
  expect(kinds(host.heard)).toEqual(['beat', 'changes', 'changes']);
});

test('changes in quick succession are told together, and none is left out', async () => {
  const host = bench();
  host.start();
  await host.settled();
  for (let n = 0; n < 50; n += 1) await host.happen(1);
  await host.pass(100);
  expect(kinds(host.heard)).toEqual(['beat', 'changes']);
  expect(host.told().map(({ cursor }) => cursor)).toEqual(upTo(50));
});

test('a listener that does not read is told nothing meanwhile, and everything then', async () => {
  const host = bench();
  host.start();
  await host.settled();
  host.clog();
  await host.happen(1);
  await host.pass(100);
  const before = host.heard.length;
  for (let n = 0; n < 20; n += 1) {
    await host.happen(10);
    await host.pass(BEAT_MS);
  }
  expect(host.heard).toHaveLength(before);
  await host.unclog();
  await host.pass(100);
  expect(host.told().map(({ cursor }) => cursor)).toEqual(upTo(201));
});

test('several pages follow each other by themselves', async () => {
  const host = bench();
  await host.happen(1200);
  host.start();
  await host.settled();
  for (let n = 0; n < 5; n += 1) await host.pass(100);
  expect(host.told().map(({ cursor }) => cursor)).toEqual(upTo(1200));
});

test('whoever is far behind, or asks for what is forgotten, is told to read anew', async () => {
  const far = bench();
  await far.happen(20_000);
  far.start();
  await far.settled();
  expect(far.heard).toEqual([{ kind: 'beat' }, { kind: 'resync', cursor: 20_000 }]);
  await far.pass(100);
  await far.happen(1);
  await far.pass(100);
  expect(far.told().map(({ cursor }) => cursor)).toEqual([20_001]);

  const old = bench();
  await old.happen(10);
  old.forget();
  old.start();
  await old.settled();
  expect(old.heard).toEqual([{ kind: 'beat' }, { kind: 'resync', cursor: 10 }]);
});

test('progress is told four times a second while something moves, and not otherwise', async () => {
  const host = bench();
  host.start();
  await host.settled();
  host.running.push({ itemId: 'a', bytesUp: 0 });
  await host.happen(1);
  const progress = () => host.heard.filter((line) => line.kind === 'progress');
  for (let n = 1; n <= 10; n += 1) {
    for (const one of host.running) one.bytesUp = n;
    await host.pass(100);
  }
  expect(progress()).toHaveLength(4);
  expect(progress().at(-1)).toEqual({
    kind: 'progress',
    items: [{ itemId: 'a', bytesUp: 10, totalUp: 100 }],
  });
  await host.pass(1000);
  expect(progress()).toHaveLength(4);
});

test('says that it is there, and nothing more once it is stopped', async () => {
  const host = bench();
  const stop = host.start();
  await host.settled();
  for (let n = 0; n < 3; n += 1) await host.pass(BEAT_MS);
  expect(kinds(host.heard)).toEqual(['beat', 'beat', 'beat', 'beat']);
  host.running.push({ itemId: 'a', bytesUp: 1 });
  await host.happen(1);
  stop();
  const before = host.heard.length;
  await host.happen(1);
  await host.pass(60_000);
  expect(host.heard).toHaveLength(before);
  expect(host.listeners.size).toBe(0);
  expect(host.time.nextIn()).toBeNull();
});
