// The page before a queue of 100,000 items and before one of 100, in the same Chromium: what size costs.
//
//     npm run bench:page
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { openHost } from '../../electron/headless/index.ts';
import { startPractice } from '../../electron/host/practice-process.ts';
import type { HandoverInput } from '../../shared/contracts/handover.ts';
import { findChromium } from '../support/chromium.ts';
import { spawnSource } from '../support/spawned.ts';
import { answerTime, watchFirstRow } from './answer-time.ts';
import { LONG_TASKS, type LongTasks } from './long-tasks.ts';

const SIZES = [100, 100_000];
const SCROLLS = 60;
const LOADS = 9;

interface Figures {
  readonly items: number;
  /** From the beginning of the navigation to the frame with the first row, in ms: the median of several. */
  readonly firstRows: number;
  /** From the key that asks to the frame that answers, in ms: the slowest of `SEARCHES`. */
  readonly filtering: { readonly slowest: number; readonly tasks: LongTasks };
  readonly scrolling: LongTasks;
  readonly scrollingInDrain: LongTasks;
  readonly heapMb: number;
  /** Delivered while it scrolled in the drain. */
  readonly delivered: number;
}

async function fill(home: string, url: string, items: number): Promise<void> {
  const opened = await openHost({ home });
  if (!opened.ok) throw new Error(opened.error.code);
  const host = opened.value;
  await host.api.call('pause', { scope: 'all' }, { kind: 'cli' });
  for (let from = 0; from < items; from += 1000) {
    const requests = Array.from(
      { length: Math.min(1000, items - from) },
      (_, n): HandoverInput => ({
        method: 'POST',
        url: `${url}/inbox/visits/${from + n}`,
        title: `Visit ${from + n}, ${n % 7 === 0 ? 'boiler room' : 'meter'}`,
        body: { kind: 'json', value: { visit: from + n } },
        priority: n % 50 === 0 ? 'high' : 'normal',
      }),
    );
    const added = await host.api.call('enqueueMany', { requests }, { kind: 'cli' });
    if (!added.ok) throw new Error(added.error.code);
  }
  // Answers when the index of the words has caught up with what was added just now.
  const found = await host.api.call(
    'count',
    { items: { filter: { search: 'boiler' } } },
    { kind: 'window' },
  );
  if (!found.ok) throw new Error(found.error.code);
  await host.close(0);
}

const firstRow = (page: Page) => page.getByRole('row').filter({ hasText: 'Visit' }).first();

/** Searches whose first row is another than that of the one before. */
const SEARCHES = [
  'boiler',
  'Visit 42',
  'priority:high',
  'url:visits -boiler',
  'boiler priority:high',
];

async function filtered(page: Page): Promise<Figures['filtering']> {
  const search = page.getByRole('combobox', { name: 'Search' });
  await page.evaluate(LONG_TASKS.begin);
  const times: number[] = [];
  for (const text of SEARCHES) {
    await search.selectText();
    times.push(
      await answerTime(page, async () => {
        await page.keyboard.insertText(text);
        await page.keyboard.press('Enter');
      }),
    );
  }
  const tasks = await page.evaluate(LONG_TASKS.end);
  await search.clear();
  await page.keyboard.press('Escape');
  await firstRow(page).waitFor();
  return { slowest: Math.max(...times), tasks };
}

async function scrolled(page: Page): Promise<LongTasks> {
  await page.evaluate(LONG_TASKS.begin);
  await firstRow(page).hover();
  for (let n = 0; n < SCROLLS; n += 1) {
    await page.mouse.wheel(0, n % 4 === 3 ? -1200 : 2400);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  return page.evaluate(LONG_TASKS.end);
}

async function measure(browser: Browser, items: number): Promise<Figures> {
  const home = mkdtempSync(join(tmpdir(), 'outtray-bench-'));
  const practice = await startPractice({ port: 0 });
  await fill(home, practice.url, items);
  const serve = spawnSource('electron/headless/preflight.mjs', ['serve', '--json'], {
    OUTTRAY_HOME: home,
  });
  await serve.printed('"serving"');
  const { page: address } = JSON.parse(serve.output().split('\n')[0] ?? '') as { page: string };
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(watchFirstRow);
  await page.goto(address);
  await firstRow(page).waitFor();
  // The first time also pays for the code of the page itself.
  const loads: number[] = [];
  for (let n = 0; n < LOADS; n += 1) {
    await page.reload();
    await firstRow(page).waitFor();
    loads.push(await page.evaluate(async () => window.firstRowAt ?? Number.NaN));
  }
  const firstRows = loads.toSorted((a, b) => a - b)[Math.floor(LOADS / 2)] ?? Number.NaN;
  const filtering = await filtered(page);
  const scrolling = await scrolled(page);
  const resume = spawnSource('electron/headless/preflight.mjs', ['resume'], { OUTTRAY_HOME: home });
  await resume.ended;
  const scrollingInDrain = await scrolled(page);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
  const delivered = Number(
    ((await page.getByRole('tab', { name: /^Delivered/ }).textContent()) ?? '').replace(/\D/g, ''),
  );
  await page.close();
  serve.child.kill('SIGKILL');
  await serve.ended;
  await practice.stop();
  rmSync(home, { recursive: true, force: true });
  return {
    items,
    firstRows,
    filtering,
    scrolling,
    scrollingInDrain,
    heapMb: heap / 1024 / 1024,
    delivered,
  };
}

const executablePath = findChromium();
if (executablePath === null) throw new Error('this needs Chromium; CHROME may name one');
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
for (const items of SIZES) {
  const figures = await measure(browser, items);
  const tasks = ({ count, longest }: LongTasks) => `${count} over 50 ms, longest ${longest} ms`;
  console.log(`${figures.items} items
  first rows after a reload   ${figures.firstRows.toFixed(0)} ms
  filter, slowest of ${SEARCHES.length}      ${figures.filtering.slowest.toFixed(0)} ms, ${tasks(figures.filtering.tasks)}
  scrolling                   ${tasks(figures.scrolling)}
  scrolling in a full drain   ${tasks(figures.scrollingInDrain)} (${figures.delivered} delivered)
  heap                        ${figures.heapMb.toFixed(0)} MB`);
}
await browser.close();
