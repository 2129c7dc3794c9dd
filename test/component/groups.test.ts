import { describe, expect, test } from 'vitest';
import type { FailureGroup } from '../../shared/outbox/failure-group.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { seriousIn } from '../support/axe.ts';
import { anItem } from '../support/builders.ts';
import { findChromium } from '../support/chromium.ts';
import { requirePart } from '../support/real-part.ts';
import { fakeOutbox } from './fake-outbox.ts';
import { HOSTILE, refusedItem } from './hostile-item.ts';
import { useViews } from './open-view.ts';

const GROUP: FailureGroup = {
  key: 'group-1',
  origin: 'http://127.0.0.1:9',
  method: 'POST',
  route: '/visits/:id/photos',
  code: 'REJECTED',
  status: 422,
  problem: HOSTILE,
  count: 37,
  newest: 'item-1',
  oldestSince: 1_000,
};

describe.skipIf(requirePart('Chromium', findChromium() !== null) === 'skip')(
  'failure groups',
  () => {
    const open = useViews();

    test('one is tried first; all are offered once it is known what became of it', async () => {
      let item: Item = refusedItem();
      const outbox = fakeOutbox({
        groups: () => [GROUP],
        get: () => ({ item, person: null, attempts: [] }),
        retry: () => {
          item = anItem({ id: 'item-1', attempts: 1 });
          return { done: 1, refused: 0, refusals: [], undo: null };
        },
      });
      const { page, notes, tell } = await open('groups', outbox);
      const all = page.getByRole('button', { name: 'Retry all (37)' });
      await page.getByRole('button', { name: 'Retry one first' }).click();
      await page.getByText('One is on its way').waitFor();
      expect(outbox.inputs('retry')).toEqual([{ items: { ids: ['item-1'] } }]);
      expect(await all.count()).toBe(0);

      item = anItem(
        { id: 'item-1', attempts: 2 },
        { state: 'delivered', deliveredAt: 1, status: 201 },
      );
      const change = { cursor: 1, itemId: 'item-1', kind: 'attemptEnded', at: 1 } as const;
      await tell({ kind: 'changes', changes: [{ ...change, state: 'delivered' }] });
      await page.getByText('That one was delivered (201)').waitFor();
      await all.click();
      await expect
        .poll(() => notes)
        .toEqual([
          {
            what: 'performOn',
            detail: { items: { filter: { group: 'group-1' } }, count: 37, action: 'retry' },
          },
        ]);
    });

    test('a change for all is shown before it is made, and shown anew when it is another one', async () => {
      const outbox = fakeOutbox({
        groups: () => [GROUP],
        previewChange: () => ({
          changed: 35,
          same: 1,
          refused: 1,
          examples: [{ id: 'a', before: '"four"', after: '4' }],
        }),
        changeMany: () => ({ done: 35, refused: 1, refusals: [], undo: null }),
      });
      const { page, notes } = await open('groups', outbox);
      await page.getByRole('button', { name: 'Change for all' }).click();
      const dialog = page.getByRole('dialog', { name: 'Change for all' });
      await dialog.getByLabel('A value in the JSON').check();
      await dialog.getByLabel('Place').fill('room');
      await dialog.getByRole('button', { name: 'Show what would change' }).click();
      await dialog.getByText('A place begins with a slash').waitFor();
      await dialog.getByLabel('Place').fill('/room');
      await dialog.getByLabel('New value').fill('4');
      await page.keyboard.press('Enter');
      await dialog.getByText('35 items change, 1 already so, 1 cannot be changed').waitFor();
      expect(outbox.inputs('changeMany')).toEqual([]);
      await dialog.getByLabel('New value').fill('5');
      await dialog.getByRole('button', { name: 'Show what would change' }).click();
      await dialog.getByRole('button', { name: 'Change and send 35 items' }).click();
      await dialog.waitFor({ state: 'hidden' });
      expect(outbox.inputs('changeMany')).toEqual([
        {
          items: { filter: { group: 'group-1' } },
          change: { kind: 'json', pointer: '/room', value: 5 },
        },
      ]);
      expect(notes.map((note) => note.what)).toEqual(['changed']);
    });

    test('the keyboard keeps its place while a change is looked at: Escape still leaves', async () => {
      let changed = 0;
      const outbox = fakeOutbox({
        groups: () => [GROUP],
        previewChange: () => ({ changed, same: 37 - changed, refused: 0, examples: [] }),
      });
      const { page } = await open('groups', outbox);
      await page.getByRole('button', { name: 'Change for all' }).click();
      const dialog = page.getByRole('dialog', { name: 'Change for all' });
      await dialog.getByLabel('Header name').fill('X-Round');
      const look = dialog.getByRole('button', { name: 'Show what would change' });
      await look.press('Enter');
      await dialog.getByText('0 items change, 37 already so').waitFor();
      const focused = () => dialog.locator(':focus').textContent();
      expect(await focused()).toBe('Show what would change');
      changed = 37;
      await dialog.getByLabel('New value').fill('two');
      await look.press('Enter');
      await dialog.getByRole('button', { name: 'Change and send 37 items' }).waitFor();
      expect(await focused()).toBe('Change and send 37 items');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
    });

    test('nothing serious for axe, hostile problems inert', async () => {
      const { page, complaints } = await open('groups', fakeOutbox({ groups: () => [GROUP] }));
      await page.getByText('alert(2)').waitFor();
      expect(await seriousIn(page, 'groups')).toEqual([]);
      expect(complaints).toEqual([]);
    });
  },
);
