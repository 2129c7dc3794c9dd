import { describe, expect, test } from 'vitest';
import type { TemplateView } from '../../shared/contracts/request-view.ts';
import { seriousIn } from '../support/axe.ts';
import { anItem } from '../support/builders.ts';
import { findChromium } from '../support/chromium.ts';
import { requirePart } from '../support/real-part.ts';
import { fakeOutbox } from './fake-outbox.ts';
import { answeredAttempt, HOSTILE, hostileOutbox, piece, refusedItem } from './hostile-item.ts';
import { useViews } from './open-view.ts';

const PANELS = ['Summary', 'Request', 'Response', 'Tries (1)', 'Timeline', 'Dependencies', 'Raw'];

describe.skipIf(requirePart('Chromium', findChromium() !== null) === 'skip')(
  'the item view',
  () => {
    const open = useViews();

    test.for(['text/html', 'application/problem+json', 'image/svg+xml'])(
      'shows hostile content of an answer of %s, and runs and loads nothing of it',
      async (type) => {
        const { page, complaints } = await open('item/item-1', hostileOutbox(type));
        const asked: string[] = [];
        page.on('request', (request) => asked.push(request.url()));
        for (const panel of PANELS) {
          await page.getByRole('tab', { name: panel }).click();
          await page.getByRole('tabpanel', { name: panel }).waitFor();
          if (panel === 'Request') {
            await page.getByRole('button', { name: 'Show the file' }).click();
            await page.getByText('This is its source').waitFor();
          }
          if (panel === 'Response') await page.getByText('alert(2)').last().waitFor();
          const text = await page.locator('body').innerText();
          expect(text, panel).toContain('\\u{202e}');
          // oxlint-disable-next-line no-control-regex
          expect(text, panel).not.toMatch(/[\u202e\u001b]/);
        }
        expect(await page.locator('main img').count()).toBe(0);
        expect(asked.filter((url) => url.includes('hit'))).toEqual([]);
        expect(complaints).toEqual([]);
      },
    );

    test('has nothing serious for axe on any panel', async () => {
      const { page } = await open('item/item-1', hostileOutbox('application/json'));
      for (const panel of PANELS) {
        await page.getByRole('tab', { name: panel }).click();
        await page.getByRole('tabpanel', { name: panel }).waitFor();
        expect(await seriousIn(page, panel)).toEqual([]);
      }
    });

    test('is walked through by keyboard, tree included', async () => {
      const { page } = await open('item/item-1', hostileOutbox('application/json'));
      await page.getByRole('tab', { name: 'Summary' }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      const tree = page.getByRole('tree');
      await tree.waitFor();
      while ((await page.locator(':focus').getAttribute('role')) !== 'tree')
        await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => page.getByRole('treeitem').count()).toBe(1);
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => page.getByRole('treeitem').count()).toBe(2);
      await page.keyboard.press('ArrowDown');
      expect(await page.getByRole('treeitem', { selected: true }).textContent()).toContain('alert');
    });

    test('advises what to do, and hands over what it does not do by itself', async () => {
      const { page, notes } = await open('item/item-1', hostileOutbox('text/plain'));
      const next = page.getByRole('region', { name: 'What to do' });
      await next.getByRole('button', { name: 'Retry now' }).click();
      await expect
        .poll(() => notes)
        .toEqual([
          { what: 'perform', detail: { id: 'item-1', step: { kind: 'retry', force: false } } },
        ]);
      await next.getByRole('button', { name: 'Read the answer' }).click();
      await page.getByRole('tabpanel', { name: 'Response' }).waitFor();
    });

    test('says what its server said, also above what is edited, and runs nothing of it', async () => {
      const item = anItem(
        { id: 'item-1', attempts: 1 },
        {
          state: 'attention',
          since: 3_000,
          reason: { code: 'REJECTED', status: 422 },
          problem: `The weight is missing ${HOSTILE}`,
        },
      );
      const outbox = fakeOutbox({
        get: () => ({ item, person: null, attempts: [] }),
        explain: () => [],
      });
      const { page, complaints } = await open('item/item-1', outbox);
      const said = 'The server said: The weight is missing';
      expect(await page.getByRole('region', { name: 'Why' }).textContent()).toContain(said);
      await page.getByRole('button', { name: 'Edit and resend' }).click();
      expect(await page.getByRole('dialog').textContent()).toContain(said);
      expect(await page.locator('img').count()).toBe(0);
      expect(complaints).toEqual([]);
    });

    test('names the item that it follows by its title, and leads to it', async () => {
      const parent = anItem({ id: 'parent', title: 'Visit 42' });
      const outbox = fakeOutbox({
        get: ({ id }) => ({
          item: id === 'parent' ? parent : anItem({ id }),
          person: null,
          attempts: [],
        }),
        explain: () => [
          {
            code: 'AFTER_ITEM',
            parent: 'parent',
            parentRef: null,
            parentState: 'queued',
            fills: 0,
          },
        ],
      });
      const { page } = await open('item/item-1', outbox);
      const why = page.getByRole('region', { name: 'Why' });
      await why.getByRole('button', { name: 'Visit 42' }).click();
      await expect
        .poll(() => page.getByRole('heading', { level: 2 }).textContent())
        .toBe('Visit 42');
    });

    test('leads to the newer one that took its place, and shows the key that both have', async () => {
      const outbox = fakeOutbox({
        get: ({ id }) => ({
          item: anItem({ id, title: `Position ${id}`, dedupeKey: 'position-7' }),
          person: null,
          attempts: [],
        }),
        explain: ({ id }) =>
          id === 'item-1' ? [{ code: 'REPLACED', at: 1, by: 'item-2' }] : [{ code: 'NEXT' }],
      });
      const { page } = await open('item/item-1', outbox);
      const facts = page.getByRole('region', { name: 'About this item' });
      await expect.poll(() => facts.innerText()).toMatch(/dedupe key\s+position-7/);
      const why = page.getByRole('region', { name: 'Why' });
      await why.getByRole('button', { name: 'Position item-2' }).click();
      await expect
        .poll(() => page.getByRole('heading', { level: 2 }).textContent())
        .toBe('Position item-2');
    });

    test('says who wrote it, where that is known', async () => {
      const item = anItem({ id: 'item-1', account: 'field', subject: 'ann-digest' });
      const facts = async (person: { readonly name: string | null } | null) => {
        const outbox = fakeOutbox({
          get: () => ({ item, person, attempts: [] }),
          explain: () => [],
        });
        const { page } = await open('item/item-1', outbox);
        return page.getByRole('region', { name: 'About this item' }).innerText();
      };
      expect(await facts({ name: 'Ann' })).toMatch(/written by\s+Ann/);
      expect(await facts({ name: null })).toMatch(/written by\s+somebody whose name is not known/);
      expect(await facts(null)).not.toContain('written by');
    });

    test('follows the item', async () => {
      let item = refusedItem();
      const outbox = fakeOutbox({
        get: () => ({ item, person: null, attempts: [] }),
        explain: () => [],
      });
      const { page, tell } = await open('item/item-1', outbox);
      await page.getByText('needs you: refused, 422').waitFor();
      item = refusedItem({ title: 'Corrected' });
      const change = {
        cursor: 9,
        itemId: 'another',
        kind: 'edited',
        state: 'queued',
        at: 1,
      } as const;
      await tell({ kind: 'changes', changes: [change] });
      await tell({ kind: 'changes', changes: [{ ...change, itemId: 'item-1' }] });
      await page.getByRole('heading', { name: 'Corrected' }).waitFor();
      expect(outbox.inputs('get')).toHaveLength(2);
    });

    test('shows which values of a request come from other answers, before and after they are in it', async () => {
      const url = 'https://api.test/visits/{{ref:visit-42.response.body.id}}/photos';
      const wanted = 'ref:visit-42.response.body.id';
      const waits = { state: 'queued' } as const;
      let item = anItem({ id: 'item-1', url, blockers: 1, updatedAt: 1 }, waits);
      let template: TemplateView = {
        values: [{ wanted, parent: 'item-2', json: null }],
        written: null,
      };
      const outbox = fakeOutbox({
        get: () => ({ item, person: null, attempts: [] }),
        explain: () => [],
        request: () => ({
          revision: 1,
          revisions: [1],
          headers: [],
          body: { kind: 'none' },
          template,
        }),
        dependencies: () => ({
          parents: [
            {
              id: 'item-2',
              item: anItem({ id: 'item-2', title: 'Visit 42' }),
              values: template.values,
            },
          ],
          children: [],
          order: null,
        }),
      });
      const { page, tell, complaints } = await open('item/item-1', outbox);
      await page.getByRole('heading', { name: 'POST /visits/{{ref:visit-42' }).waitFor();
      const values = page.getByRole('table', { name: 'Values from other answers' });
      for (const panel of ['Dependencies', 'Request']) {
        await page.getByRole('tab', { name: panel }).click();
        await values.getByText('(not there yet)').waitFor();
      }
      template = {
        values: [{ wanted, parent: 'item-2', json: '42' }],
        written: { url, headers: [], body: { kind: 'none' } },
      };
      item = anItem({ ...item, url: 'https://api.test/visits/42/photos', updatedAt: 2 }, waits);
      const change = { cursor: 9, itemId: 'item-1', kind: 'filled', at: 1 } as const;
      await tell({ kind: 'changes', changes: [{ ...change, state: 'queued' }] });
      await values.getByRole('cell', { name: '42', exact: true }).waitFor();
      const panel = page.getByRole('tabpanel', { name: 'Request' });
      await panel.getByText('https://api.test/visits/42/photos').waitFor();
      await panel.getByLabel('Shown').selectOption('as it was handed over');
      await panel.getByText(url).waitFor();
      expect(complaints).toEqual([]);
    });

    test('stays quick with ten thousand headers, and with ten million characters on one line', async () => {
      const headers = [
        ['content-type', 'application/json'] as const,
        ...Array.from({ length: 10_000 }, (_, n) => [`x-${n}`, HOSTILE] as const),
      ];
      const long = new TextEncoder().encode(`["${'x'.repeat(10_000_000)}"]`);
      const outbox = fakeOutbox({
        get: () => ({
          item: refusedItem(),
          person: null,
          attempts: [answeredAttempt(headers, long.length)],
        }),
        explain: () => [],
        responseRange: (input) => piece(long, input),
      });
      const { page, complaints } = await open('item/item-1', outbox);
      await page.getByRole('tab', { name: 'Response' }).click();
      await page.getByText('Headers (10001)').click();
      expect(await page.getByRole('row').count()).toBe(200);
      await page.getByRole('button', { name: 'Load more' }).click();
      await page.getByText('1.3 MB of 10.0 MB').waitFor();
      const read = outbox.inputs('responseRange').reduce((sum, { length }) => sum + length, 0);
      expect(read).toBe(256 * 1024 + 1024 * 1024);
      expect(complaints).toEqual([]);
    });
  },
);
