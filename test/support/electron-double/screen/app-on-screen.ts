import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { type AppProcess, type Start, startApp } from '../app-process.ts';
import { type AppWindow, openAppWindow } from './app-window.ts';

/** An app whose windows are pages of Chromium. */
export interface AppOnScreen extends AppProcess {
  /** The page of the first window that is there. */
  window(): Promise<Page>;
  readonly pages: () => readonly Page[];
}

export function startOnScreen(browser: Browser, start: Start): AppOnScreen {
  const contexts = new Map<string, Promise<BrowserContext>>();
  const windows = new Map<number, Promise<AppWindow>>();
  const opened = Promise.withResolvers<AppWindow>();
  const open = new Set<AppWindow>();

  const windowOf = async (id: number): Promise<AppWindow> => {
    const window = windows.get(id);
    if (window === undefined) throw new Error(`there is no window ${id}`);
    return window;
  };

  const app = startApp(start, {
    open(window) {
      const { partition, preload } = window;
      const context = contexts.get(partition) ?? browser.newContext();
      contexts.set(partition, context);
      const opening = context.then((one) => {
        const text = preload === null ? null : readFileSync(preload, 'utf8');
        return openAppWindow(one, { ...window, preload: text }, app.ask);
      });
      windows.set(window.window, opening);
      void remember(opening).catch(opened.reject);
    },
    load: async ({ window, url, granted }) => (await windowOf(window)).load(url, granted),
    reload: async ({ window }) => (await windowOf(window)).reload(),
    async close({ window }) {
      const one = await windowOf(window);
      windows.delete(window);
      open.delete(one);
      await one.close();
    },
    send: async ({ window, channel, args }) => (await windowOf(window)).send(channel, args),
  });
  const ended = closeContexts();
  opened.promise.catch(() => {});

  async function remember(opening: Promise<AppWindow>): Promise<void> {
    const window = await opening;
    open.add(window);
    opened.resolve(window);
  }

  /** Its pages go with it. */
  async function closeContexts(): Promise<number | null> {
    const code = await app.ended;
    opened.reject(new Error(`the app ended without a window: ${app.output()}`));
    for (const context of contexts.values()) await (await context).close().catch(() => {});
    return code;
  }

  return {
    ...app,
    ended,
    async window() {
      await opened.promise;
      const [first] = open;
      if (first === undefined) throw new Error('every window has been closed');
      return first.page;
    },
    pages: () => Array.from(open, ({ page }) => page),
  };
}
