import { expect, it } from 'vitest';
import { createPlaces } from '../../../electron/main/ipc/places.ts';

const here = () => new AbortController();

it('a page that asks is told at once where it was led before it asked, and once', async () => {
  const places = createPlaces();
  places.go({ at: 'accounts' });
  places.go({ at: 'settings' });
  expect(await places.next(here().signal)).toEqual({ at: 'settings' });
  const second = places.next(here().signal);
  places.go({ at: 'item', id: 'a' });
  expect(await second).toEqual({ at: 'item', id: 'a' });
  const third = places.next(here().signal);
  places.go({ at: 'failures' });
  expect(await third).toEqual({ at: 'failures' });
});

it('a page that is gone takes nothing along', async () => {
  const places = createPlaces();
  const page = here();
  const gone = places.next(page.signal);
  page.abort();
  places.go({ at: 'failures' });
  expect(await gone).toBeNull();
  expect(await places.next(here().signal)).toEqual({ at: 'failures' });
});

it('of two that ask, the later one is told', async () => {
  const places = createPlaces();
  const page = here();
  const first = places.next(page.signal);
  const second = places.next(here().signal);
  page.abort();
  places.go({ at: 'failures' });
  expect([await first, await second]).toEqual([null, { at: 'failures' }]);
});
