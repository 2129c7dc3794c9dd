import { expect, test } from 'vitest';
import type { Api } from '../../../electron/api/api.ts';
import { steadyApi } from '../../../electron/headless/cli/steady-api.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';

const stopped = (begun: 'no' | 'perhaps') => err(outboxError('HOST_STOPPED', { begun }));
const SOURCE = { kind: 'cli' } as const;
const REQUEST = { method: 'POST', url: 'http://127.0.0.1:9/x' };

/** Hosts that answer this, one after the other; `seen` is what they were asked. */
function hosts(...answers: Result<unknown, OutboxError>[]) {
  const seen: unknown[] = [];
  let closed = 0;
  const steady = steadyApi(async () => {
    const answer = answers.shift();
    if (answer === undefined) return err(outboxError('PROFILE_IN_USE'));
    const api = {
      call: async (_: string, input: unknown) => {
        seen.push(input);
        return answer;
      },
    } as unknown as Api;
    return ok({ api, close: async () => void (closed += 1) });
  });
  return { ...steady, seen, closed: () => closed };
}

test('a host that had not begun is followed by the next, whatever was asked', async () => {
  const { api, seen, closed } = hosts(stopped('no'), stopped('no'), ok({ id: 'b', seq: 1 }));
  expect(await api.call('duplicate', { id: 'a' }, SOURCE)).toMatchObject({ ok: true });
  expect(seen).toHaveLength(3);
  expect(closed()).toBe(2);
});

test('what may have been done is asked again only where that does nothing more', async () => {
  const once = hosts(stopped('perhaps'), ok(null));
  expect(await once.api.call('duplicate', { id: 'a' }, SOURCE)).toEqual(stopped('perhaps'));
  const plain = hosts(stopped('perhaps'), ok(null));
  expect(await plain.api.call('enqueue', REQUEST, SOURCE)).toEqual(stopped('perhaps'));
  expect(plain.seen).toHaveLength(1);

  const named = hosts(stopped('perhaps'), ok({ id: 'a', seq: 1 }));
  const request = { ...REQUEST, requestId: 'r' };
  expect(await named.api.call('enqueue', request, SOURCE)).toMatchObject({ ok: true });
  expect(named.seen).toEqual([request, request]);

  const mixed = hosts(stopped('perhaps'), ok([]));
  const requests = [request, REQUEST];
  expect(await mixed.api.call('enqueueMany', { requests }, SOURCE)).toEqual(stopped('perhaps'));

  const read = hosts(stopped('perhaps'), ok({ items: [], next: null }));
  expect(await read.api.call('list', {}, SOURCE)).toMatchObject({ ok: true });
});

test('what the next host says of it is the answer', async () => {
  const { api } = hosts(stopped('no'));
  expect(await api.call('list', {}, SOURCE)).toMatchObject({ error: { code: 'PROFILE_IN_USE' } });
});
