import { expect, it } from 'vitest';
import { createOutboxBench } from '../../support/outbox-bench.ts';

const REQUEST = { method: 'POST', url: 'http://127.0.0.1:9/x' };
const CLI = { kind: 'cli' } as const;

it('a request that is given up before it is stored is not stored', async () => {
  const { outbox, store } = createOutboxBench();
  const caller = new AbortController();
  const given = outbox.enqueue(REQUEST, CLI, { signal: caller.signal });
  caller.abort();
  expect(await given).toMatchObject({ ok: false, error: { code: 'ABORTED' } });
  expect(store.read.counts().queued).toBe(0);
});

it('a request that was stored stays, whatever is given up then', async () => {
  const { outbox, store } = createOutboxBench();
  const caller = new AbortController();
  expect(await outbox.enqueue(REQUEST, CLI, { signal: caller.signal })).toMatchObject({ ok: true });
  caller.abort();
  expect(store.read.counts().queued).toBe(1);
});
