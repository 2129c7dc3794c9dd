import { describe, expect, test } from 'vitest';
import type { OutboxStore, StoreFailure } from '../../../../electron/core/ports/outbox-store.ts';
import { keepSearchIndex } from '../../../../electron/core/search/keep-search-index.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import { newItem, request } from '../../../support/item-fixtures.ts';
import { createManualTime } from '../../../support/manual-time.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';

/** A store that is so many changes behind, and the loop that has to bring it up to the present. */
function indexing(changes: number) {
  const time = createManualTime();
  const memory = createMemoryStore();
  const warned: string[] = [];
  const state = { behind: changes, chunks: 0, failure: null as StoreFailure | null };
  const store: OutboxStore = {
    ...memory,
    indexForSearch(limit): Result<number, StoreFailure> {
      state.chunks += 1;
      if (state.failure !== null) return err(state.failure);
      state.behind = Math.max(0, state.behind - limit);
      return ok(state.behind);
    },
  };
  const log = { info: () => {}, warn: (event: string) => warned.push(event), error: () => {} };
  const { stop, caughtUp } = keepSearchIndex({ store, timers: time.timers, log });
  const happen = () => store.write((tx) => ok(tx.insert(newItem({ id: 'a' }), request(), [], 1)));
  return { time, state, warned, stop, happen, caughtUp };
}

describe('the index of words', () => {
  test('takes up what an earlier process left, a little at a time, and then rests', () => {
    const { time, state } = indexing(120);
    expect(state.chunks).toBe(0);
    time.advance(0);
    expect(state).toMatchObject({ chunks: 1, behind: 70 });
    time.advance(1_000);
    expect(state).toMatchObject({ chunks: 3, behind: 0 });
    expect(time.nextIn()).toBeNull();
  });

  test('follows what happens, a moment later', async () => {
    const { time, state, happen } = indexing(0);
    time.advance(0);
    await happen();
    expect(time.nextIn()).toBe(200);
    time.advance(200);
    expect(state.chunks).toBe(2);
    expect(time.nextIn()).toBeNull();
  });

  test('does not rest between when it is far behind', () => {
    const { time, state } = indexing(10_000);
    time.advance(0);
    expect(state.behind).toBeLessThanOrEqual(2_000);
    expect(time.nextIn()).toBe(20);
  });

  test('waits a minute when nothing can be stored, whatever happens meanwhile, and goes on', async () => {
    const { time, state, warned, happen } = indexing(10);
    state.failure = { code: 'NO_SPACE', params: {} };
    time.advance(0);
    await happen();
    expect(time.nextIn()).toBe(60_000);
    state.failure = null;
    time.advance(60_000);
    expect(warned).toEqual(['searchNotIndexed']);
    expect(state).toMatchObject({ chunks: 2, behind: 0 });
  });

  test('lets searches wait while it is far behind, and no longer', async () => {
    const { time, state, caughtUp } = indexing(2_100);
    let behind = -1;
    const waited = caughtUp().then(() => (behind = state.behind));
    time.advance(0);
    await waited;
    expect(behind).toBe(2_000);
    await caughtUp();
  });

  test('lets no search wait when nothing can be indexed, or when it ends', async () => {
    const stuck = indexing(10_000);
    stuck.state.failure = { code: 'NO_SPACE', params: {} };
    const waited = stuck.caughtUp();
    stuck.time.advance(0);
    await expect(waited).resolves.toBeUndefined();
    const ended = indexing(10_000);
    const last = ended.caughtUp();
    ended.stop();
    await expect(last).resolves.toBeUndefined();
  });

  test('takes up the last changes when it ends, and then nothing any more', async () => {
    const { time, state, stop, happen } = indexing(70);
    stop();
    expect(state).toMatchObject({ chunks: 1, behind: 20 });
    await happen();
    expect(time.nextIn()).toBeNull();
  });
});
