import { describe, expect, test } from 'vitest';
import { changeOf, EMPTY_CHANGE } from '../../../renderer/groups/change-form.ts';
import { trialOf } from '../../../renderer/groups/trial.ts';
import { anItem } from '../../support/builders.ts';

describe('the one that is tried first', () => {
  const refused = { code: 'REJECTED', status: 422 } as const;
  const attention = { state: 'attention', since: 1, reason: refused } as const;

  test('is running until there is news of a further try', () => {
    expect(trialOf(anItem({ attempts: 2 }, attention), 2).kind).toBe('running');
    expect(trialOf(anItem({ attempts: 2 }), 2).kind).toBe('running');
    const sending = { state: 'sending', attempt: 3, startedAt: 1 } as const;
    expect(trialOf(anItem({ attempts: 3 }, sending), 2).kind).toBe('running');
  });

  test('was refused again, or taken', () => {
    expect(trialOf(anItem({ attempts: 3 }, attention), 2)).toEqual({
      kind: 'refused',
      reason: refused,
    });
    const delivered = { state: 'delivered', deliveredAt: 1, status: 201 } as const;
    expect(trialOf(anItem({ attempts: 3 }, delivered), 2)).toEqual({
      kind: 'delivered',
      status: 201,
    });
  });

  test('says nothing yet when the server was busy', () => {
    const waiting = {
      state: 'waiting',
      dueAt: 9,
      floorAt: null,
      reason: { code: 'BACKOFF', after: 'busy', detail: '503' },
    } as const;
    expect(trialOf(anItem({ attempts: 3 }, waiting), 2)).toEqual({ kind: 'later', until: 9 });
    expect(trialOf(anItem({ attempts: 2 }, waiting), 2).kind).toBe('running');
  });

  test('may be gone', () => {
    expect(trialOf(null, 2).kind).toBe('withdrawn');
  });
});

describe('one change for all', () => {
  const change = (fields: Partial<typeof EMPTY_CHANGE>) => {
    const result = changeOf({ ...EMPTY_CHANGE, ...fields });
    return result.ok ? result.value : result.error;
  };

  test('a header is set, or taken away', () => {
    expect(change({ header: ' X-Room ', value: '4' })).toEqual({
      kind: 'header',
      name: 'X-Room',
      value: '4',
    });
    expect(change({ header: 'X-Room', value: '4', remove: true })).toMatchObject({ value: null });
    expect(change({})).toEqual({ code: 'NO_HEADER' });
  });

  test('a value is JSON where it reads as JSON, and words where it does not', () => {
    const value = (json: string) => change({ kind: 'json', pointer: '/room', json });
    expect(value('4')).toMatchObject({ value: 4 });
    expect(value('"4"')).toMatchObject({ value: '4' });
    expect(value('{"a":[true]}')).toMatchObject({ value: { a: [true] } });
    expect(value('next week')).toMatchObject({ value: 'next week' });
    expect(value('')).toMatchObject({ value: '' });
    expect(value('{"a":')).toMatchObject({ code: 'JSON' });
  });

  test.for([
    ['room', 'POINTER'],
    ['/a~2b', 'POINTER'],
    ['', 'NO_POINTER'],
  ] as const)('%j is not a place in a document', ([pointer, code]) => {
    expect(change({ kind: 'json', pointer, json: '1' })).toEqual({ code });
  });

  test('a pointer may lead through keys with slashes and tildes', () => {
    expect(change({ kind: 'json', pointer: '/a~1b/~0/0', json: '1' })).toMatchObject({
      pointer: '/a~1b/~0/0',
    });
  });
});
