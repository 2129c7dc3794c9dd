import { describe, expect, test } from 'vitest';
import { failureKey, failureOf } from '../../../../electron/core/failures/failure-key.ts';
import { routePattern } from '../../../../electron/core/failures/route-pattern.ts';
import type { Item, StateFields } from '../../../../shared/outbox/item.ts';
import { anItem } from '../../../support/builders.ts';
import { STATES } from '../../../support/item-fixtures.ts';

describe('a route', () => {
  test.each([
    ['/visits/17/photos', '/visits/:id/photos'],
    ['/visits/{{ref:visit-42.response.body.id}}/photos', '/visits/:id/photos'],
    ['/visits/0199c1f2-7c1e-7a55-8f2e-3b1f6a9d0c11', '/visits/:id'],
    ['/visits/0199C1F2-7C1E-7A55-8F2E-3B1F6A9D0C11', '/visits/:id'],
    ['/docs/507f1f77bcf86cd799439011/pages/2', '/docs/:id/pages/:id'],
    ['/days/2026-11-25/visits', '/days/:date/visits'],
    ['/days/2026-11-25T08%3A30%3A00Z', '/days/:date'],
    ['/photos/991.jpg', '/photos/:id.jpg'],
    ['/v2/rooms', '/v2/rooms'],
    ['/facade/decade', '/facade/decade'],
    ['/deadbeefcafe', '/deadbeefcafe'],
    ['/', '/'],
    ['', '/'],
    ['/a/?id=7#top', '/a/'],
  ])('of %s is %s', (path, route) => {
    expect(routePattern(`https://one.test${path}`)).toBe(route);
  });

  test('is cut where it is endless, and empty for what is no URL', () => {
    expect(routePattern(`https://one.test/${'a'.repeat(5_000)}`)).toHaveLength(200);
    expect(routePattern('nowhere')).toBe('');
  });
});

const rejected = (status: number, problem?: string): StateFields => ({
  state: 'attention',
  since: 1,
  reason: { code: 'REJECTED', status },
  ...(problem === undefined ? {} : { problem }),
});

const key = (item: Item): string => failureKey(item) ?? '';

describe('the kind of a failure', () => {
  test('is there for items that need a person, and for no others', () => {
    const keyed = STATES.filter((state) => failureKey(anItem({}, state)) !== null);
    expect(keyed.map(({ state }) => state)).toEqual(['attention', 'unconfirmed']);
  });

  test('is the same for another item of the route, whenever and whatever it was', () => {
    const one = anItem({ id: 'a', url: 'http://127.0.0.1:9/visits/1?x=1' }, rejected(422, 'no'));
    const other = anItem(
      { id: 'b', seq: 9, url: 'http://127.0.0.1:9/visits/2', account: 'field', priority: 4 },
      { ...rejected(422, 'no'), since: 99 } as StateFields,
    );
    expect(key(other)).toBe(key(one));
  });

  const base = anItem({}, rejected(422, 'no'));
  test.each<[string, Item]>([
    ['server', anItem({ origin: 'http://127.0.0.1:8' }, rejected(422, 'no'))],
    ['method', anItem({ method: 'PUT' }, rejected(422, 'no'))],
    ['route', anItem({ url: 'http://127.0.0.1:9/rooms' }, rejected(422, 'no'))],
    ['status', anItem({}, rejected(400, 'no'))],
    ['problem', anItem({}, rejected(422, 'never'))],
    ['silence', anItem({}, rejected(422))],
    ['reason', anItem({}, { state: 'unconfirmed', since: 1 })],
  ])('is another one for another %s', (_, item) => {
    expect(key(item)).not.toBe(key(base));
  });

  test('says what it stands for', () => {
    expect(failureOf(key(base))).toEqual({
      origin: 'http://127.0.0.1:9',
      method: 'POST',
      route: '/inbox/visits',
      code: 'REJECTED',
      status: 422,
      problem: 'no',
    });
    expect(failureOf('')).toBeNull();
    expect(failureOf('["a","b"]')).toBeNull();
  });

  test('has the last status where the reason names none but answers led to it', () => {
    const last = { kind: 'busy', status: 503, code: null, at: 1 } as const;
    const exhausted = { code: 'EXHAUSTED', counted: 20, spentMs: 1 } as const;
    const expired = { code: 'EXPIRED', expiresAt: 1 } as const;
    const at = (reason: typeof exhausted | typeof expired) =>
      failureOf(key(anItem({ last }, { state: 'attention', since: 1, reason })))?.status;
    expect(at(exhausted)).toBe(503);
    expect(at(expired)).toBeNull();
  });
});
