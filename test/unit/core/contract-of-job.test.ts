import { expect, it } from 'vitest';
import { accountOf } from '../../../electron/core/accounts.ts';
import { accountInput } from '../../../shared/contracts/account-input.ts';
import { ok } from '../../../shared/lang/result.ts';
import { createOutboxBench } from '../../support/outbox-bench.ts';

const ORIGIN = 'http://127.0.0.1:9';

it('what an answer must be is told by the address of the item, also where its server passes it on', async () => {
  const bench = createOutboxBench();
  const input = accountInput.parse({
    name: 'field',
    origins: [ORIGIN],
    auth: { kind: 'none' },
    contract: {
      contentType: 'application/json',
      perUrl: [{ url: `${ORIGIN}/visits*`, json: { pointer: '/id' } }],
    },
  });
  await bench.store.write((tx) => ok(tx.saveAccount(accountOf(input, { kind: 'none' }, null, 0))));
  const other = await bench.add({ url: `${ORIGIN}/photos` });
  const { id } = await bench.add({ url: `${ORIGIN}/visits?room=4` });
  await bench.dispatcher.start();
  await bench.settle();
  expect(bench.runner.of(other.id).job.contract).toMatchObject({
    contentType: 'application/json',
    json: null,
  });
  const location = `${ORIGIN}/photos`;
  bench.runner.of(id).answer({ kind: 'redirected', status: 307, location });
  await bench.settle();
  const { job } = bench.runner.of(id);
  expect(job.url).toBe(location);
  expect(job.contract).toMatchObject({ contentType: null, json: { pointer: '/id' } });
});
