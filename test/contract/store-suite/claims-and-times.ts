import { describe, expect, test } from 'vitest';
import { inState, STATES } from '../../support/item-fixtures.ts';
import { expected, ids, type OpenStore, useStore } from './use-store.ts';

/** What may go now, and when something else may. */
export function claimsAndTimes(open: OpenStore): void {
  const { store, writing, add, move } = useStore(open);

  describe('claiming', () => {
    const streamOf = (origin: string, account: string | null = null) => {
      const streams = store.read.readyStreams();
      const found = streams.find((one) => one.origin === origin && one.account === account);
      if (found === undefined) throw new Error('no such stream');
      return found;
    };

    test('counts what is ready by stream and lane', async () => {
      await add({ id: 'a' });
      await add({ id: 'b', lane: 'large' });
      await add({ id: 'c', isolated: true, lane: 'large' });
      await add({ id: 'd', blockers: 1 });
      await add({ id: 'e', account: 'clinic' });
      await add({
        id: 'f',
        state: 'waiting',
        dueAt: 1,
        floorAt: null,
        reason: { code: 'NOT_BEFORE' },
      });
      expect(streamOf('https://one.test').ready).toEqual({ small: 1, large: 1, isolated: 1 });
      expect(streamOf('https://one.test', 'clinic').ready).toEqual({
        small: 1,
        large: 0,
        isolated: 0,
      });
      expect(store.read.readyStreams()).toHaveLength(2);
    });

    test('tells people apart, and what was of nobody becomes of one, set aside or not', async () => {
      const readyOf = () =>
        store.read
          .readyStreams()
          .flatMap(({ account, subject, ready }) =>
            Array.from({ length: ready.small }, () => `${account} ${subject}`),
          )
          .toSorted();
      const account = 'clinic';
      const a = await add({ id: 'a', account });
      await add({ id: 'b', account, subject: 'ann' });
      await add({ id: 'c', account, subject: 'ben' });
      await add({ id: 'd', account: 'other' });
      const away = await add({ id: 'e', account });
      await writing((tx) => tx.setAside(away.id, 3));
      expect(readyOf()).toEqual(['clinic ann', 'clinic ben', 'clinic null', 'other null']);
      expect(store.read.waitingOf(account, 'ann')).toBe(1);

      await writing((tx) => tx.bindItems(account, null, 'ann'));
      expect(readyOf()).toEqual(['clinic ann', 'clinic ann', 'clinic ben', 'other null']);
      expect(store.read.item('a')).toEqual({ ...a, subject: 'ann' });
      expect(store.read.waitingOf(account, 'ann')).toBe(2);
      expect(await writing((tx) => tx.bringBack(away.id, 4))).toEqual({ ...away, subject: 'ann' });

      // Two streams of one person are one for every question, also for what is written from now on.
      const moved = await move(store.read.item('a') ?? a, { state: 'held', since: 3 });
      expect(moved.subject).toBe('ann');
      await move(moved, { state: 'queued' });
      await add({ id: 'f', account });
      expect(readyOf().filter((one) => one === 'clinic ann')).toHaveLength(3);
      expect(readyOf().filter((one) => one === 'clinic null')).toHaveLength(1);
      expect(ids(store.read.items({ account }, { after: null, limit: 9 }).rows)).toEqual(
        ids(['f', 'e', 'c', 'b', 'a'].flatMap((id) => store.read.item(id) ?? [])),
      );
    });

    test('goes by effective priority, then age, from any position', async () => {
      for (const [id, effectivePriority] of [
        ['a', 2],
        ['b', 4],
        ['c', 2],
        ['d', 4],
        ['e', 1],
      ] as const)
        await add({ id, effectivePriority });
      const { stream } = streamOf('https://one.test');
      const order = store.read.ready(stream, 'small', 10);
      expect(ids(order)).toEqual(['b', 'd', 'a', 'c', 'e']);
      expect(ids(store.read.ready(stream, 'small', 3))).toEqual(['b', 'd', 'a']);
      for (const [index, position] of order.entries())
        expect(ids(store.read.ready(stream, 'small', 2, position))).toEqual(
          ids(order.slice(index + 1, index + 3)),
        );
      expect(store.read.ready(stream, 'large', 10)).toEqual([]);
      expect(store.read.ready(stream, 'isolated', 10)).toEqual([]);
    });

    test('forgets an item that left the queue and finds it again', async () => {
      const item = await add({ id: 'a' });
      const { stream } = streamOf('https://one.test');
      const sending = await move(item, { state: 'sending', attempt: 1, startedAt: 1 });
      expect(store.read.readyStreams()).toEqual([]);
      expect(store.read.ready(stream, 'small', 1)).toEqual([]);
      const isolated = { ...inState(sending, { state: 'queued' }), isolated: true };
      await writing((tx) => tx.save(isolated, expected(sending), 'attemptEnded', 5));
      expect(streamOf('https://one.test').ready).toEqual({ small: 0, large: 0, isolated: 1 });
      expect(ids(store.read.ready(stream, 'isolated', 1))).toEqual(['a']);
      await writing((tx) => tx.adjust({ ...isolated, blockers: 2 }, expected(isolated)));
      expect(store.read.readyStreams()).toEqual([]);
    });
  });

  test('what follows others is found, oldest first, for as long as it does', async () => {
    await add({ id: 'a' });
    const b = await add({ id: 'b', blockers: 1 });
    const c = await add({ id: 'c', blockers: 2 });
    await move(await add({ id: 'd', blockers: 1 }), { state: 'held', since: 1 });
    await add({ id: 'e', blockers: 1 });
    expect(ids(store.read.blocked(9))).toEqual(['b', 'c', 'e']);
    expect(ids(store.read.blocked(2))).toEqual(['b', 'c']);
    await writing((tx) => tx.adjust({ ...b, blockers: 0 }, expected(b)));
    await move(c, { state: 'held', since: 1 });
    expect(ids(store.read.blocked(9))).toEqual(['e']);
  });

  describe('time', () => {
    const waiting = (id: string, dueAt: number) =>
      add({ id, state: 'waiting', dueAt, floorAt: null, reason: { code: 'NOT_BEFORE' } });

    test('brings what is due, earliest first', async () => {
      expect(store.read.nextDueAt()).toBeNull();
      await waiting('late', 300);
      await waiting('early', 100);
      await waiting('same', 100);
      expect(store.read.nextDueAt()).toBe(100);
      expect(ids(store.read.due(99, 5))).toEqual([]);
      expect(ids(store.read.due(100, 5))).toEqual(['early', 'same']);
      expect(ids(store.read.due(300, 2))).toEqual(['early', 'same']);
      expect(ids(store.read.due(300, 5))).toEqual(['early', 'same', 'late']);
    });

    test('expires what nobody sends and no person has', async () => {
      expect(store.read.nextExpiryAt()).toBeNull();
      for (const [index, state] of STATES.entries())
        await move(await add({ id: state.state, expiresAt: 100 - index }), state);
      await add({ id: 'never' });
      expect(store.read.nextExpiryAt()).toBe(99);
      expect(ids(store.read.expired(98, 5))).toEqual([]);
      expect(ids(store.read.expired(100, 5))).toEqual(['waiting', 'queued']);
      expect(ids(store.read.expired(100, 1))).toEqual(['waiting']);
    });

    test('lists a state oldest first', async () => {
      for (const id of ['a', 'b', 'c'])
        await move(await add({ id, priority: 3 }), { state: 'held', since: 1 });
      await add({ id: 'd' });
      await move(await add({ id: 'e', priority: 4 }), { state: 'held', since: 1 });
      expect(ids(store.read.inState('held', 2))).toEqual(['a', 'b']);
      expect(ids(store.read.inState('held', 9))).toEqual(['a', 'b', 'c', 'e']);
    });
  });
}
