import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { type Ask, createLink } from '../link.ts';
import type { AppCalls, ScreenCalls, Shown } from '../screen-protocol.ts';
import { type AppWindow, openAppWindow } from './app-window.ts';

/** An Electron app that runs under the double, with its windows in Chromium. */
export interface AppOnScreen {
  /** Does what people and the system do. */
  readonly ask: Ask<AppCalls>;
  /** The page of the first window that was opened and is there. */
  window(): Promise<Page>;
  readonly pages: () => readonly Page[];
  /** What the system would have shown so far. */
  readonly shown: readonly Shown[];
  /** Resolves with the exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly child: ChildProcess;
  output(): string;
}

export interface Start {
  readonly main: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const START = join(import.meta.dirname, '../start.ts');

/** `main` is a source or a built file. */
export function startOnScreen(browser: Browser, { main, args = [], env }: Start): AppOnScreen {
  const child = fork(START, [main, ...args], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...env, ELECTRON_DOUBLE_SCREEN: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const contexts = new Map<string, Promise<BrowserContext>>();
  const windows = new Map<number, Promise<AppWindow>>();
  const shown: Shown[] = [];
  const opened = Promise.withResolvers<AppWindow>();
  const open = new Set<AppWindow>();

  const windowOf = async (id: number): Promise<AppWindow> => {
    const window = windows.get(id);
    if (window === undefined) throw new Error(`there is no window ${id}`);
    return window;
  };

  const calls: ScreenCalls = {
    open(window) {
      const { partition } = window;
      const context = contexts.get(partition) ?? browser.newContext();
      contexts.set(partition, context);
      const opening = context.then((one) => openAppWindow(one, window, ask));
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
    send: async ({ window, channel, args: told }) => (await windowOf(window)).send(channel, told),
    show: (one) => void shown.push(one),
  };
  const ask = createLink<AppCalls>(
    {
      send(message) {
        if (child.connected) child.send(message as object, () => {});
      },
      onMessage: (listener) => void child.on('message', listener),
    },
    calls,
  );
  void closeContexts();
  opened.promise.catch(() => {});

  async function remember(opening: Promise<AppWindow>): Promise<void> {
    const window = await opening;
    open.add(window);
    opened.resolve(window);
  }

  async function closeContexts(): Promise<void> {
    await ended;
    opened.reject(new Error(`the app ended without a window: ${output}`));
    for (const context of contexts.values()) await (await context).close().catch(() => {});
  }

  return {
    ask,
    async window() {
      await opened.promise;
      const [first] = open;
      if (first === undefined) throw new Error('every window has been closed');
      return first.page;
    },
    pages: () => Array.from(open, ({ page }) => page),
    shown,
    ended,
    child,
    output: () => output,
  };
}
