import { expect, it } from 'vitest';
import type { FailureGroup } from '../../../shared/outbox/failure-group.ts';
import { practice } from '../../support/practice.ts';
import { add, atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const CLI = { kind: 'cli' } as const;

it('puts together what a server refused for one cause, and acts on that alone', async () => {
  const { url } = await practice();
  const host = await realHost(tempFolder());
  const send = (path: string) =>
    add(host, { method: 'POST', url: `${url}${path}`, body: { kind: 'json', value: 1 } });
  const alike = [await send('/inbox/17?invalid'), await send('/inbox/18?invalid')];
  const other = await send('/inbox/rooms?invalid');
  const silent = await send('/inbox/19?status=410');
  await host.sending.start();
  await atRest(host);

  const groups = async (): Promise<readonly FailureGroup[]> => {
    const answer = await host.api.call('groups', {}, CLI);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  };
  const common = { origin: url, method: 'POST', code: 'REJECTED' };
  const found = await groups();
  expect(found).toMatchObject([
    { ...common, route: '/inbox/:id', status: 422, count: 2, newest: alike[1] },
    { ...common, route: '/inbox/:id', status: 410, count: 1, newest: silent },
    { ...common, route: '/inbox/rooms', status: 422, count: 1, newest: other },
  ]);
  const problem = 'Unprocessable Entity';
  expect(found[0]).toMatchObject({ problem });
  expect((await details(host, alike[0] ?? '')).item).toMatchObject({ problem });

  const filter = { group: found[0]?.key ?? '' };
  const listed = await host.api.call('list', filter, CLI);
  expect(listed.ok && listed.value.items.map((item) => item.id)).toEqual(alike.toReversed());
  expect(await host.api.call('count', { items: { filter } }, CLI)).toEqual({
    ok: true,
    value: { count: 2 },
  });
  expect(await host.api.call('cancel', { items: { filter } }, CLI)).toMatchObject({
    value: { done: 2 },
  });
  expect((await groups()).map((group) => group.newest)).toEqual([silent, other]);
});
