import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page, Route } from '@playwright/test';
import type { Ask } from '../link.ts';
import type { AppCalls, FrameFacts, ScreenCalls } from '../screen-protocol.ts';
import { shownAs, standsFor } from './alias.ts';
import { createCodec } from './codec.ts';
import { mainWorld } from './main-world.ts';
import {
  BINDING,
  DELIVER,
  type FromPage,
  preloadWorld,
  type ToPage,
  WORLD,
} from './preload-world.ts';

export interface AppWindow {
  readonly page: Page;
  load(url: string, granted: readonly string[]): Promise<void>;
  reload(): Promise<void>;
  send(channel: string, args: readonly unknown[]): void;
  close(): Promise<void>;
}

/** With the preload as text. */
type Opening = Parameters<ScreenCalls['open']>[0];

const codec = createCodec();

/** One window of the app: a page of `context` with the app's preload in a world of its own. */
export async function openAppWindow(
  context: BrowserContext,
  opening: Opening,
  ask: Ask<AppCalls>,
): Promise<AppWindow> {
  const { window, preload, partition, schemes, width, height } = opening;
  const page = await context.newPage();
  await page.setViewportSize({ width, height });
  const cdp = await context.newCDPSession(page);
  /** The world of the preload in the page that is shown now. */
  let world: number | null = null;
  /** The app goes there by itself: nobody is asked. */
  let goingTo: string | null = null;

  async function deliver(message: ToPage, to: number): Promise<void> {
    await cdp
      .send('Runtime.callFunctionOn', {
        functionDeclaration: `function (text) { globalThis.${DELIVER}(text); }`,
        executionContextId: to,
        arguments: [{ value: codec.encode(message) }],
      })
      .catch(() => {}); // the page has gone meanwhile, as in Electron
  }

  async function answer({ id, channel, args }: FromPage, from: number): Promise<void> {
    const url = standsFor(page.url(), schemes);
    const frame: FrameFacts = { url, origin: originOf(url), isMain: true };
    const answered = await ask('invoke', { window, frame, channel, args }).then(
      (value): ToPage => ({ kind: 'answer', id, value }),
      (error: Error): ToPage => ({
        kind: 'answer',
        id,
        error: `Error invoking remote method '${channel}': ${error.message.replace(/^Error: /, '')}`,
      }),
    );
    await deliver(answered, from);
  }

  await cdp.send('Page.enable');
  await cdp.send('Runtime.enable');
  cdp.on('Runtime.executionContextCreated', ({ context: { id, name } }) => {
    if (name === WORLD) world = id;
  });
  cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name === BINDING) void answer(codec.decode(payload) as FromPage, executionContextId);
  });
  await cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
  const prefix = randomUUID();
  await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
    source: `(${mainWorld.toString()})(${JSON.stringify(prefix)});`,
  });
  if (preload !== null)
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: WORLD,
      source: preloadSource(prefix, preload),
    });

  async function route(one: Route): Promise<void> {
    const request = one.request();
    const url = standsFor(request.url(), schemes);
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      const byApp = url === goingTo;
      goingTo = null;
      if (!byApp && !(await ask('mayGo', { window, url }))) return one.abort('aborted');
    }
    if (url === request.url()) return one.continue();
    const file = await ask('fetch', { partition, url, method: request.method() });
    return one.fulfill({
      status: file.status,
      headers: { ...file.headers },
      body: Buffer.from(file.body),
    });
  }
  await page.route('**/*', route);

  page.on('crash', () => void ask('gone', { window, reason: 'crashed' }).catch(() => {}));
  page.on('popup', (popup) => {
    void ask('mayOpen', { window, url: standsFor(popup.url(), schemes) })
      .then((may) => (may ? undefined : popup.close()))
      .catch(() => popup.close());
  });

  return {
    page,
    async load(url, granted) {
      goingTo = url;
      const { origin } = new URL(shownAs(url, schemes));
      await context.clearPermissions();
      await context.grantPermissions([...granted], { origin });
      await page.goto(shownAs(url, schemes));
    },
    async reload() {
      goingTo = standsFor(page.url(), schemes);
      await page.reload();
    },
    send(channel, args) {
      if (world !== null) void deliver({ kind: 'event', channel, args }, world);
    },
    close: () => page.close(),
  };
}

const originOf = (url: string): string => /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/.exec(url)?.[0] ?? 'null';

const preloadSource = (prefix: string, preload: string): string => `
(${preloadWorld.toString()})(
  ${JSON.stringify(prefix)},
  ${JSON.stringify({ binding: BINDING, deliver: DELIVER })},
  (${createCodec.toString()})(),
  (require, module, exports, process) => {
${preload}
  },
);`;
