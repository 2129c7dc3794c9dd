import { expect, test, vi } from 'vitest';
import { exportAll } from '../../../renderer/export/export-file.ts';
import type { OutboxClient } from '../../../renderer/transport/outbox-client.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import type { CallOutput } from '../../../shared/contracts/outbox-api.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';

type Page = CallOutput<'export'>;
type Answer = Result<Page, OutboxError>;

const ASKED = { items: { all: true }, format: 'csv' } as const;

/** Answers with these pages by the cursor that leads to them; `null` is the first. */
function fakeClient(pages: ReadonlyMap<string | null, Page>) {
  const call = vi.fn<(name: string, input: { readonly after?: string }) => Promise<Answer>>(
    async (_, { after }) => {
      const page = pages.get(after ?? null);
      return page === undefined ? err(outboxError('HOST_STOPPED')) : ok(page);
    },
  );
  return { call: call as unknown as OutboxClient['call'], asked: call };
}

const PAGES = new Map<string | null, Page>([
  [null, { text: 'a', items: 2, next: 'x' }],
  ['x', { text: 'b', items: 1, next: 'y' }],
  ['y', { text: 'c', items: 4, next: null }],
]);

test('goes from page to page, and says how far it is', async () => {
  const told: number[] = [];
  const client = fakeClient(PAGES);
  const exported = await exportAll(
    client,
    ASKED,
    (items) => told.push(items),
    new AbortController().signal,
  );
  expect(exported).toEqual(ok({ texts: ['a', 'b', 'c'], items: 7 }));
  expect(told).toEqual([2, 3]);
  expect(client.asked.mock.calls[1]).toEqual(['export', { ...ASKED, after: 'x' }]);
});

test('asks for no further page once it was given up', async () => {
  const giveUp = new AbortController();
  const client = fakeClient(PAGES);
  const exported: Result<unknown, unknown> = await exportAll(
    client,
    ASKED,
    () => giveUp.abort(),
    giveUp.signal,
  );
  expect(exported).toEqual(ok(null));
  expect(client.asked).toHaveBeenCalledTimes(2);
});

test('ends with what went wrong on the way', async () => {
  const client = fakeClient(new Map([...PAGES].slice(0, 2)));
  const exported = await exportAll(client, ASKED, () => {}, new AbortController().signal);
  expect(exported).toEqual(err(outboxError('HOST_STOPPED')));
});
