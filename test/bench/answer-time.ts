import type { Page } from '@playwright/test';

declare global {
  interface Window {
    answerTime?: Promise<number>;
    firstRowAt?: Promise<number>;
  }
}

/**
 * What passes in the page between what a person does (a press of a key or of the mouse) and the frame that shows
 * another first row than before, in ms: neither Playwright's own checks nor the way to it count.
 */
export async function answerTime(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const firstRow = () =>
      [...document.querySelectorAll('main [role=row]')]
        .map((row) => row.querySelector('.cell-item')?.textContent ?? '')
        .find((text) => text.startsWith('Visit'));
    window.answerTime = new Promise((resolve) => {
      const before = firstRow();
      const begin = () => {
        for (const kind of ['keydown', 'pointerdown']) removeEventListener(kind, begin, true);
        const begun = performance.now();
        const watcher = new MutationObserver(() => {
          const now = firstRow();
          if (now === undefined || now === before) return;
          watcher.disconnect();
          requestAnimationFrame(() => {
            setTimeout(() => resolve(performance.now() - begun), 0);
          });
        });
        watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
      };
      for (const kind of ['keydown', 'pointerdown']) addEventListener(kind, begin, true);
    });
  });
  await act();
  return page.evaluate(async () => window.answerTime ?? Number.NaN);
}

/**
 * To be evaluated in a page before anything of it runs: keeps when the frame with its first row came, in ms from the
 * beginning of the navigation.
 */
export function watchFirstRow(): void {
  window.firstRowAt = new Promise((resolve) => {
    const watcher = new MutationObserver(() => {
      const texts = [...document.querySelectorAll('main [role=row] .cell-item')];
      if (!texts.some((one) => one.textContent?.startsWith('Visit'))) return;
      watcher.disconnect();
      requestAnimationFrame(() => {
        setTimeout(() => resolve(performance.now()), 0);
      });
    });
    watcher.observe(document, { subtree: true, childList: true, characterData: true });
  });
}
