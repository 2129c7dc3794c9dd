import { expect, it } from 'vitest';
import { followPlaces, routeTo } from '../../../renderer/shell/place.ts';
import { type Route, routeOf, START } from '../../../renderer/shell/route.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import type { Place } from '../../../shared/contracts/window-bridge.ts';
import { err, ok } from '../../../shared/lang/result.ts';

it.for<[Place, Partial<Route>]>([
  [
    { at: 'item', id: 'a' },
    { item: 'a', list: { ...START.list, tab: 'needsYou' } },
  ],
  [{ at: 'group', key: 'k' }, { list: { ...START.list, tab: 'needsYou', group: 'k' } }],
  [{ at: 'failures' }, { view: 'failures' }],
  [{ at: 'accounts' }, { view: 'accounts' }],
  [{ at: 'settings' }, { view: 'settings' }],
])('%j is a route that the history can keep', ([place, expected]) => {
  const route = routeTo(place);
  expect(route).toEqual({ ...START, ...expected });
  expect(routeOf(JSON.parse(JSON.stringify(route)))).toEqual(route);
});

it('the window goes wherever it is led, until its host is gone or another page asks', async () => {
  for (const end of [
    () => Promise.resolve(ok(null)),
    () => Promise.resolve(err(outboxError('HOST_STOPPED'))),
    () => Promise.reject(new Error('no handler registered')),
  ]) {
    const answers = [
      () => Promise.resolve(ok<Place>({ at: 'accounts' })),
      () => Promise.resolve(ok<Place>({ at: 'settings' })),
      end,
    ];
    const seen: string[] = [];
    await followPlaces({ nextPlace: () => answers.shift()!() }, ({ view }) => seen.push(view));
    expect(seen).toEqual(['accounts', 'settings']);
    expect(answers).toEqual([]);
  }
});
