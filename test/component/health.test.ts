import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { ExplainedGroup } from '../../shared/outbox/explanation.ts';
import type { ItemState } from '../../shared/outbox/item.ts';
import type { ThroughputPoint } from '../../shared/outbox/throughput.ts';
import { seriousIn } from '../support/axe.ts';
import { findChromium } from '../support/chromium.ts';
import { requirePart } from '../support/real-part.ts';
import { fakeOutbox } from './fake-outbox.ts';
import { HOSTILE } from './hostile-item.ts';
import { useViews } from './open-view.ts';

const counts: Readonly<Record<ItemState, number>> = {
  queued: 3,
  waiting: 0,
  sending: 0,
  delivered: 0,
  attention: 0,
  unconfirmed: 0,
  held: 0,
  cancelled: 0,
};

const groups: readonly ExplainedGroup[] = [
  {
    explanation: {
      code: 'GATE_CLOSED',
      scope: 'account',
      key: HOSTILE,
      reason: { code: 'SIGN_IN_NEEDED' },
      since: 1,
      probeAt: null,
    },
    count: 1204,
    examples: ['first', 'second', 'third'],
  },
  { explanation: { code: 'MORE', state: 'queued' }, count: 3, examples: [] },
  {
    explanation: {
      code: 'PAUSED',
      scope: 'origin',
      key: 'https://one.test',
      since: 1,
      until: null,
    },
    count: 0,
    examples: [],
  },
];

function outbox(why = groups) {
  let running = false;
  return fakeOutbox({
    explainQueue: () => ({ groups: why }),
    health: () => ({
      at: Date.now(),
      findings: [
        { code: 'CLOCK_WELL' },
        {
          code: 'ORIGIN_UNREACHABLE',
          origin: HOSTILE,
          detail: 'ECONNREFUSED',
          proxy: null,
          from: null,
          signer: null,
        },
      ],
    }),
    throughput: ({ points = 48 }): readonly ThroughputPoint[] =>
      Array.from({ length: points }, (_, n) => ({
        at: n * 60_000,
        delivered: n === 3 ? 7 : 0,
        failed: n === 3 ? 2 : 0,
        backlog: n === 3 ? 5 : null,
      })),
    bundle: () => ({ text: 'facts' }),
    'practice.status': () => ({ running, url: running ? 'http://127.0.0.1:9/' : null, counts }),
    'practice.start': () => {
      running = true;
      return { running, url: 'http://127.0.0.1:9/', counts };
    },
    'practice.addItems': () => ({ added: 6 }),
  });
}

describe.skipIf(requirePart('Chromium', findChromium() !== null) === 'skip')('health', () => {
  const open = useViews();

  test('says what stands in the way and what was found out, and leads to accounts', async () => {
    const { page, notes, complaints } = await open('health', outbox());
    const network = page.getByRole('region', { name: 'Network and servers' });
    await network.getByText('nothing answers there (ECONNREFUSED)').waitFor();
    expect(await network.innerText()).toContain('\\u{202e}');
    await page.getByRole('button', { name: 'Open accounts' }).click();
    await expect.poll(() => notes.map((note) => note.what)).toEqual(['accounts']);
    await page.locator('.chart rect').first().waitFor();
    expect(await seriousIn(page, 'health')).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('says of how many items each reason keeps, and leads to examples of them', async () => {
    const { page, notes } = await open('health', outbox());
    const why = page.getByRole('region', { name: "Why isn't this moving?" });
    const reasons = why.getByRole('listitem');
    await reasons.first().getByText('1204 items:').waitFor();
    expect(await reasons.allInnerTexts()).toEqual([
      expect.stringContaining('needs to be signed in'),
      expect.stringMatching(/^3 items: It follows another item/),
      expect.stringMatching(/^Sending for https:\/\/one\.test is paused/),
    ]);
    await reasons.first().getByRole('button', { name: 'Example 2' }).click();
    await expect.poll(() => notes).toEqual([{ what: 'openItem', detail: 'second' }]);
    expect(await why.getByRole('button').count()).toBe(4);
  });

  test.each([
    { why: [], says: 'Nothing is waiting.' },
    {
      why: [{ explanation: { code: 'NEXT' }, count: 1, examples: ['a'] }],
      says: 'Nothing is in the way.',
    },
  ] as const)('says so when nothing is: $says', async ({ why, says }) => {
    const { page } = await open('health', outbox(why));
    await page.getByText(says).waitFor();
    const region = page.getByRole('region', { name: "Why isn't this moving?" });
    expect(await region.getByRole('listitem').count()).toBe(why.length);
  });

  test('tells the chart in words and as a table', async () => {
    const { page } = await open('health', outbox());
    await page
      .getByText('7 items delivered, 2 tries without success, 5 not delivered yet')
      .waitFor();
    await page.getByText('The same as a table').click();
    expect(await page.getByRole('row').count()).toBe(2);
    expect(await page.getByRole('row').last().getByRole('cell').allTextContents()).toEqual([
      '7',
      '2',
      '5',
    ]);
  });

  test('saves the diagnostics file', async () => {
    const { page } = await open('health', outbox());
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save diagnostics file' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('outtray-diagnostics.txt');
    expect(await readFile(await download.path(), 'utf8')).toBe('facts');
  });

  test('starts practice mode, and adds to it', async () => {
    const asked = outbox();
    const { page } = await open('practice', asked);
    await page.getByRole('button', { name: 'Start practice mode' }).click();
    await page.getByRole('button', { name: 'Add practice items' }).click();
    await page.getByText('6 items added.').waitFor();
    expect(asked.inputs('practice.addItems')).toHaveLength(1);
  });
});
